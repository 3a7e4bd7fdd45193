import { isUtf8 } from 'node:buffer'
import type { NodeRef } from '../base/index.ts'
import type { Key } from './request.ts'
import type { NodeAnswer } from './schemas.ts'

/* What the answers of several routes have. */

export const nodeAnswer = ({ peer, id, addresses }: NodeRef): NodeAnswer => ({
  peerId: peer,
  ringId: id,
  addresses: [...addresses],
})

/** A key that is not UTF-8 is told in base64url. */
export const keyAnswer = ({ bytes, text }: Key): { key: string } | { key64: string } =>
  text === undefined ? { key64: Buffer.from(bytes).toString('base64url') } : { key: text }

/** Undefined unless it is UTF-8. */
export const textOf = (bytes: Uint8Array): string | undefined =>
  isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : undefined

export const instantOf = (timeMs: number): string => new Date(timeMs).toISOString()

/** Milliseconds to the microsecond: what is behind that is noise. */
export const millis = (ms: number): number => Math.round(ms * 1_000) / 1_000
