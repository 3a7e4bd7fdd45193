import { z } from 'zod'
import { MAX_TIMEOUT_MS } from './bounds.ts'

/* Fields that several schemas have. */

/** How long a look-up or a dial may take when the caller does not say. */
export const DEFAULT_TIMEOUT_MS = 5_000
const MAX_MULTIADDR_CHARS = 512

export const count = z.int().min(0)
export const flag = z
  .enum(['0', '1', 'false', 'true'])
  .transform((text) => text === '1' || text === 'true')
  .describe('1 or true, 0 or false')
export const bytes = count.describe('bytes')
export const rate = z.number().min(0).describe('bytes per second')
const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')
export const ringId = hex64.describe('ring id')
export const swarmId = hex64.describe('BitTorrent v2 info-hash')
export const peerId = z.string().min(1).describe('libp2p peer id')
export const multiaddr = z.string().startsWith('/').max(MAX_MULTIADDR_CHARS)
export const instant = z.iso.datetime().describe('RFC 3339, UTC')
export const ms = z.number().min(0).describe('milliseconds')

/** A whole number in a query; whatever else comes is told the range. */
export const whole = (least: number, most: number, unit = '') => {
  const words = `must be a whole number${unit} from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d+$/, words)
    .transform(Number)
    .refine((value) => value >= least && value <= most, words)
}

export const timeoutMs = whole(1, MAX_TIMEOUT_MS, ' of milliseconds').describe(
  `milliseconds the answer may take, 1 to ${MAX_TIMEOUT_MS}; ${DEFAULT_TIMEOUT_MS} when not given`,
)

export const node = z.strictObject({ peerId, ringId, addresses: z.array(multiaddr) })
