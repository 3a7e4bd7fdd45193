import { createHash } from 'node:crypto'
import type { PeerKey, RingId } from '../../src/base/index.ts'
import {
  AGREEMENT_DEFAULTS,
  type Agreement,
  type AgreementParams,
  type Change,
} from '../../src/protocols/agreement/index.ts'
import type { ChordView } from '../../src/protocols/chord/index.ts'
import { makePeer, type PeerInit } from '../../src/protocols/index.ts'
import { positionsOf, RING_PARAMS, type SimNode } from '../../src/sim/index.ts'
import { MachineRing } from './machine-ring.ts'

export interface AgreementView {
  readonly ring: ChordView
  readonly agreement: Agreement
}
export type AgreementNode = SimNode<AgreementView>

/** Time runs faster here than in a daemon: what takes minutes there takes seconds. */
export const QUICK: Partial<AgreementParams> = { lookMs: 2_000, deadMs: 4_000, settleMs: 1_000, roundMs: 800 }

/** The ring id of a key, as a daemon reckons it, in the shard that the test wants. */
export function idOf(key: string, shard?: number): RingId {
  const hash = createHash('sha256').update(key).digest('hex')
  return (shard === undefined ? hash : shard.toString(16).padStart(2, '0') + hash.slice(2)) as RingId
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

export interface RingOptions {
  readonly params?: Partial<AgreementParams>
  readonly codecEvery?: number
  /** On the ring, of each node; default one. */
  readonly positions?: number
  /** A hand on the machines, before they run: mutants and liars. */
  readonly tamper?: (agreement: Agreement, node: { readonly peer: string }) => void
  /** Machines that build on agreement, and what they need. */
  readonly beside?: (self: PeerKey) => Partial<PeerInit>
}

/** A simulated ring of daemons with Chord and agreement; the first node founds it. */
export class AgreementRing extends MachineRing<AgreementView> {
  constructor(
    seed: number | string,
    { params = {}, codecEvery = 0, positions: count = 1, tamper, beside }: RingOptions = {},
  ) {
    super({
      seed,
      dedup: true,
      codecEvery,
      make: ({ self, detector, random }) => {
        const positions = positionsOf(self, count)
        const peer = makePeer({
          ...beside?.(self.peer),
          chord: RING_PARAMS,
          agreement: { ...AGREEMENT_DEFAULTS, ...QUICK, ...params, founder: self.peer === 'n0' },
          self: self.peer,
          positions: () => positions,
          detector,
          keyOf: () => self.id,
          random,
        })
        if (peer.agreement === undefined) throw new Error('a peer without agreement')
        tamper?.(peer.agreement, self)
        return { machines: peer.machines, view: { ring: peer.ring, agreement: peer.agreement } }
      },
    })
  }

  /** Runs until something holds. */
  until(holds: () => boolean, withinMs: number, stepMs = 100): boolean {
    for (let waitedMs = 0; waitedMs <= withinMs; waitedMs += stepMs) {
      if (holds()) return true
      this.runFor(stepMs)
    }
    return holds()
  }

  override grow(nodes: number): void {
    super.grow(nodes, 0)
  }

  change(node: AgreementNode, key: string, change: Change, leftMs = 10_000, shard?: number) {
    return this.outcome(node, 'agreement', 'change', { id: idOf(key, shard), key: bytesOf(key), change }, leftMs)
  }

  put(node: AgreementNode, key: string, value: string, ifMatch?: number | 'absent', ttlMs?: number, shard?: number) {
    const change: Change = { type: 'put', value: bytesOf(value), contentType: '', ttlMs, ifMatch }
    return this.change(node, key, change, 10_000, shard)
  }

  read(node: AgreementNode, key: string, shard?: number) {
    return this.change(node, key, { type: 'read' }, 10_000, shard)
  }

  groupsOf(node: AgreementNode) {
    const result = this.outcome(node, 'agreement', 'groups', {})
    return result.ok ? result.value.groups : []
  }

  /** By shard, who holds the group of the latest epoch, and whether each of its members serves it. */
  latest(): Map<number, { epoch: number; members: readonly string[]; serving: string[] }> {
    const latest = new Map<number, { epoch: number; members: readonly string[]; serving: string[] }>()
    for (const node of this.alive) {
      for (const { shard, epoch, members, state } of this.groupsOf(node)) {
        const known = latest.get(shard)
        if (known !== undefined && known.epoch > epoch) continue
        const entry = known?.epoch === epoch ? known : { epoch, members, serving: [] }
        if (state === 'serving') entry.serving.push(node.peer)
        latest.set(shard, entry)
      }
    }
    return latest
  }
}
