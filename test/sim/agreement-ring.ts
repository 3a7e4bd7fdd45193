import { createHash } from 'node:crypto'
import type { PeerKey, RingId } from '../../src/base/index.ts'
import {
  AGREEMENT_DEFAULTS,
  type Agreement,
  type AgreementParams,
  type Change,
} from '../../src/protocols/agreement/index.ts'
import type { ChordView } from '../../src/protocols/chord/index.ts'
import {
  makePeer,
  type CommandArgs,
  type CommandName,
  type CommandResult,
  type MachineName,
  type PeerInit,
  type Result,
} from '../../src/protocols/index.ts'
import { positionsOf, RING_PARAMS, Simulation, type SimNode } from '../../src/sim/index.ts'

export interface AgreementView {
  readonly ring: ChordView
  readonly agreement: Agreement
}
export type AgreementNode = SimNode<AgreementView>

const JOIN_MS = 10_000

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
export class AgreementRing extends Simulation<AgreementView> {
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

  /** Starts a node, for the first time or again; it joins through living members. */
  join(node: AgreementNode = this.add()): AgreementNode {
    if (!node.alive) this.restart(node)
    if (!node.alive) return node
    const contacts = this.members()
      .filter((other) => other !== node)
      .slice(0, 3)
      .map(({ ref }) => ref)
    const incarnation = node.epoch
    this.do(node, 'chord', 'join', { contacts }, JOIN_MS, (result) => {
      if (!result.ok && node.alive && node.epoch === incarnation) this.join(node)
    })
    return node
  }

  members(): AgreementNode[] {
    return this.alive.filter(({ view }) => view.ring.state(0) !== 'joining')
  }

  runFor(ms: number): void {
    this.run(this.now + ms)
  }

  /** Runs until something holds. */
  until(holds: () => boolean, withinMs: number, stepMs = 100): boolean {
    for (let waitedMs = 0; waitedMs <= withinMs; waitedMs += stepMs) {
      if (holds()) return true
      this.runFor(stepMs)
    }
    return holds()
  }

  grow(nodes: number): void {
    for (let i = 0; i < nodes; i++) {
      this.join()
      this.runFor(1_500)
    }
  }

  do<M extends MachineName, K extends CommandName<M>>(
    node: AgreementNode,
    machine: M,
    name: K,
    args: CommandArgs<M, K>,
    leftMs: number,
    done: (result: CommandResult<M, K>) => void = () => undefined,
  ): void {
    this.command(node, machine, { name, args }, leftMs, done as (result: Result) => void)
  }

  /** Runs until a command has ended. */
  outcome<M extends MachineName, K extends CommandName<M>>(
    node: AgreementNode,
    machine: M,
    name: K,
    args: CommandArgs<M, K>,
    leftMs = 10_000,
  ): CommandResult<M, K> {
    let outcome: CommandResult<M, K> | undefined
    this.do(node, machine, name, args, leftMs, (result) => (outcome = result))
    for (let waitedMs = 0; outcome === undefined && waitedMs <= leftMs + 100; waitedMs += 5) this.runFor(5)
    if (outcome === undefined) throw new Error(`${machine} ${name} has not ended`)
    return outcome
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
