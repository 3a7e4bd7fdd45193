import { setTimeout as pause } from 'node:timers/promises'
import type { AdminClient } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'

/** Items that are put. */
const ITEMS = 8
/** Zones are divided in the first seconds of a network: what is asked may have to wait that long. */
const SETTLE_MS = 60_000
/** How long one request may wait. */
const CALL_MS = 5_000
const LOOK_MS = 100
/** What every daemon has to offer. */
const OFFER = 'freeBytes>1MB uptime>=0s'

/** A daemon of the demo. */
export interface SpaceMember {
  readonly client: Pick<AdminClient, 'call'>
  readonly daemon: { readonly name: string; readonly peerId: string }
}

/**
 * The space that the daemons divide: items put at points through all of them, those of one half of it listed by another,
 * and every daemon says of each point what the map says. Then all are found by what they have to offer. What is true only
 * once zones have come to rest is asked for until it is.
 * @throws OrbError UNFINISHED when it is not true after SETTLE_MS
 */
export async function demoSpace(members: readonly SpaceMember[], say: (line: string) => void): Promise<void> {
  const [first] = members
  const last = members.at(-1)
  if (first === undefined || last === undefined) return
  const { dimensions } = await first.client.call('can', {})
  const points = Array.from({ length: ITEMS }, (_, i) => pointOf(i, dimensions))
  await put(members, points)
  const low = Array.from({ length: dimensions }, () => 0)
  const high = low.map((_, axis) => (axis === 0 ? 0.5 : 1))
  const inBox = points.flatMap((point, i) => (Number(point.split(',')[0]) < 0.5 ? [nameOf(i)] : []))
  await until(`${last.daemon.name} lists other items of the box than were put there`, async () => {
    const query = { box: `${low.join(',')}:${high.join(',')}`, timeoutMs: String(CALL_MS) }
    const { items, missing } = await last.client.call('canItems', { query })
    return (
      missing.length === 0 &&
      items
        .map(({ key }) => key)
        .toSorted()
        .join() === inBox.join()
    )
  })
  const zones = await ownersAgree(members, points)
  say(
    `CAN: ${members.length} daemons hold ${zones} zones of the space; ${ITEMS} items put at points, the ${inBox.length} in one ` +
      `half listed by ${last.daemon.name}, and all daemons name the holder of each point that the map shows`,
  )
  await until(`${first.daemon.name} does not find all`, async () => {
    const { nodes } = await first.client.call('find', { query: { expr: OFFER, timeoutMs: String(CALL_MS) } })
    const found = new Set(nodes.map(({ peerId }) => peerId))
    return members.every(({ daemon }) => found.has(daemon.peerId))
  })
  say(`Find: ${first.daemon.name} finds all ${members.length} by '${OFFER}'`)
}

const nameOf = (i: number): string => `demo/item-${i + 1}`

/** All over the space: each has another first and another second coordinate. */
const pointOf = (i: number, dimensions: number): string =>
  Array.from({ length: dimensions }, (_, axis) => (((2 * axis + 1) * i) % ITEMS) / ITEMS + 1 / (2 * ITEMS)).join(',')

/** Each through another daemon. */
async function put(members: readonly SpaceMember[], points: readonly string[]): Promise<void> {
  await Promise.all(
    points.map((point, i) => {
      const member = members[i % members.length]
      const query = { key: nameOf(i), point, lease: '1h', timeoutMs: String(CALL_MS) }
      return until(`${nameOf(i)} cannot be put`, async () => {
        await member?.client.call('putCanItem', { query, body: Buffer.from(`lies at ${point}`) })
        return true
      })
    }),
  )
}

/** All daemons say of each point what the map of the first says. @returns how many zones there are */
async function ownersAgree(members: readonly SpaceMember[], points: readonly string[]): Promise<number> {
  let count = 0
  await until('not all daemons say of each point what the map says', async () => {
    const query = { timeoutMs: String(CALL_MS) }
    const { zones, missing } = (await members[0]?.client.call('canMap', { query })) ?? { zones: [], missing: [] }
    const holders = new Set(zones.map(({ peerId }) => peerId))
    if (missing.length > 0 || members.some(({ daemon }) => !holders.has(daemon.peerId))) return false
    count = zones.length
    const right = await Promise.all(
      points.flatMap((point) => {
        const at = point.split(',').map(Number)
        const holder = zones.find(({ low, high }) => at.every((x, i) => x >= (low[i] ?? 0) && x < (high[i] ?? 1)))
        return members.map(async ({ client }) => {
          const { owner } = await client.call('canLocate', { query: { point, ...query } })
          return owner.peerId === holder?.peerId
        })
      }),
    )
    return right.every(Boolean)
  })
  return count
}

/** Looks until it is so; what a daemon cannot answer yet it is asked again. */
async function until(otherwise: string, look: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + SETTLE_MS
  let why = ''
  for (;;) {
    try {
      if (await look()) return
    } catch (error) {
      if (!(error instanceof OrbError)) throw error
      why = `: ${error.code}, ${error.message}`
    }
    if (performance.now() > latest) throw new OrbError('UNFINISHED', `${otherwise}${why}`)
    await pause(LOOK_MS)
  }
}
