import type { AdminClient } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'

const HEX_64 = /^[0-9a-f]{64}$/
/** Shorter beginnings are too easily somebody else's. */
const MIN_PREFIX_CHARS = 4

/**
 * The whole id that the user means: all 64 digits, a magnet link, or the beginning of an id of this daemon.
 * @throws OrbError USAGE, NOT_FOUND, CONFLICT when several begin so
 */
export async function resolveSwarmId(client: AdminClient, given: string): Promise<string> {
  const fromMagnet = /^magnet:\?.*\bxt=urn:btmh:1220([0-9a-f]{64})\b/i.exec(given)?.[1]
  const text = (fromMagnet ?? given).toLowerCase().replace(/…$/, '')
  if (HEX_64.test(text)) return text
  if (!/^[0-9a-f]*$/.test(text) || text.length < MIN_PREFIX_CHARS || text.length > 64) {
    throw new OrbError('USAGE', `not a swarm id: ${given.slice(0, 80)}`, {
      hint: `64 hex digits, or the first ${MIN_PREFIX_CHARS} and more of one that \`orbweaver swarms\` lists`,
    })
  }
  const { swarms } = await client.call('swarms', {})
  const matches = swarms.flatMap(({ swarmId }) => (swarmId?.startsWith(text) === true ? [swarmId] : []))
  const [first] = matches
  if (first === undefined) throw new OrbError('NOT_FOUND', `no swarm of this daemon begins with ${text}`)
  if (matches.length > 1)
    throw new OrbError('CONFLICT', `${matches.length} swarms begin with ${text}`, { hint: 'give more digits' })
  return first
}
