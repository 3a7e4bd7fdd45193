import { hash } from 'node:crypto'
import type { Sha256, Sha512 } from '../../base/index.ts'

/** SHA-256 over the concatenation of the parts. For small inputs: one call of OpenSSL, about a microsecond. */
export const sha256: Sha256 = (...parts) => hash('sha256', Buffer.concat(parts), 'buffer')

/** SHA-512 over the concatenation of the parts. */
export const sha512: Sha512 = (...parts) => hash('sha512', Buffer.concat(parts), 'buffer')
