import { sha256 } from '../../src/adapters/system/index.ts'
import { ringIdOfTally, type NodeRef, type RingId } from '../../src/base/index.ts'
import type { ChordView } from '../../src/protocols/chord/index.ts'
import { makePeer } from '../../src/protocols/index.ts'
import { TALLY_DEFAULTS, type Tally, type TallyParams } from '../../src/protocols/tally/index.ts'
import { positionsOf, RING_PARAMS, type SimNode } from '../../src/sim/index.ts'
import { MachineRing } from './machine-ring.ts'

export interface TallyView {
  readonly ring: ChordView
  readonly tally: Tally
}
export type TallyNode = SimNode<TallyView>

const keys = new Map<string, RingId>()

/** Where a tally is kept, as a daemon reckons it. */
export function keyOf(name: string): RingId {
  let key = keys.get(name)
  if (key === undefined) {
    keys.set(name, (key = ringIdOfTally(sha256, new TextEncoder().encode(name))))
  }
  return key
}

/** A simulated ring of daemons with Chord and tally, whose hosts know repeated requests again. */
export class TallyRing extends MachineRing<TallyView> {
  /** While true no `settled` gets through to anybody. */
  deaf = false
  /** Offers of tallies that have arrived, repetitions that the host knows not counted. */
  takes = 0

  constructor(seed: number | string, params: Partial<TallyParams> = {}, count = 1) {
    super({
      seed,
      dedup: true,
      make: ({ self, detector, random }) => {
        const positions = positionsOf(self, count)
        const peer = makePeer({
          chord: RING_PARAMS,
          tally: { ...TALLY_DEFAULTS, ...params },
          self: self.peer,
          positions: () => positions,
          detector,
          keyOf: () => self.id,
          tallyKeyOf: keyOf,
          random,
        })
        if (peer.tally === undefined) throw new Error('a peer without tally')
        this.#overhear(peer.tally)
        return { machines: peer.machines, view: { ring: peer.ring, tally: peer.tally } }
      },
    })
  }

  #overhear(tally: Tally): void {
    const step = tally.step.bind(tally)
    tally.step = (ctx, input) => {
      if (input.type === 'request' && input.body.type === 'take') this.takes++
      return this.deaf && input.type === 'message' ? [] : step(ctx, input)
    }
  }

  /** Of each tally what is on the disks of all nodes, dead ones too: counted at a keeper, or on its way. */
  amounts(): Map<string, number> {
    const amounts = new Map<string, number>()
    for (const node of this.nodes) {
      for (const [key, bytes] of node.disk.page({ from: 'tally/', below: 'tally0' }, 1e6).rows) {
        const [, kind, ...rest] = key.split('/')
        const name = rest.join('/')
        const row = JSON.parse(Buffer.from(bytes).toString()) as {
          value: number
          amount: number
          serial: number
          to: NodeRef
        }
        if (kind === 'kept') amounts.set(name, (amounts.get(name) ?? 0) + row.value)
        if (kind !== 'given') continue
        // What the taker has written down as taken is counted there.
        const taker = this.nodeOf(row.to.peer)
        const from = `tally/taken/${node.peer}/${name}`
        const [taken] = taker?.disk.page({ from, below: `${from}\0` }, 1).rows ?? []
        const isTaken = taken !== undefined && Number(Buffer.from(taken[1]).toString()) >= row.serial
        if (!isTaken) amounts.set(name, (amounts.get(name) ?? 0) + row.amount)
      }
    }
    return amounts
  }

  /** The nodes that have counts of a tally, and how many of them are not its owner. */
  keepersOf(name: string): TallyNode[] {
    const key = `tally/kept/${name}`
    return this.nodes.filter(({ disk }) => disk.page({ from: key, below: `${key}\0` }, 1).rows.length > 0)
  }

  ownerOf(name: string): TallyNode | undefined {
    return this.alive.find(({ view }) =>
      view.ring.positions().some((position) => view.ring.owns(position, keyOf(name))),
    )
  }
}
