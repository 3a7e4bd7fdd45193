import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { NodeRef } from '../../src/base/index.ts'
import type { Agreement, AgreementRequest, AgreementResponse, Group } from '../../src/protocols/agreement/index.ts'
import type { AskId } from '../../src/protocols/index.ts'
import { AgreementRing, bytesOf, textOf, type AgreementNode } from './agreement-ring.ts'

type Body = AgreementRequest extends infer R ? (R extends AgreementRequest ? Omit<R, 'lineage'> : never) : never
type Answer = AgreementResponse | 'refused' | 'timeout'

const SHARD = 0

/** A ring in which one node can be made to ask anything of anybody. */
class Stage {
  readonly sim: AgreementRing
  readonly #queue = new Map<string, { to: NodeRef; body: AgreementRequest; answered: (answer: Answer) => void }[]>()
  #asks = 1_000_000

  constructor(nodes: number) {
    this.sim = new AgreementRing('hostile', {
      params: { shards: 1 },
      tamper: (agreement, { peer }) => {
        this.#possess(agreement, peer)
      },
    })
    this.sim.grow(nodes)
    const isComplete = (): boolean => {
      const group = this.sim.latest().get(SHARD)
      return group?.members.length === 3 && group.serving.length === 3
    }
    assert.ok(this.sim.until(isComplete, 60_000, 1_000))
    assert.ok(this.sim.put(this.members[0]!, 'key', 'value', 'absent', undefined, SHARD).ok)
    this.sim.runFor(5_000)
  }

  get group(): { epoch: number; members: readonly string[] } {
    return this.sim.latest().get(SHARD)!
  }

  get members(): AgreementNode[] {
    const { members } = this.sim.latest().get(SHARD)!
    return members.map((peer) => this.sim.nodes.find((node) => node.peer === peer)!)
  }

  get strangers(): AgreementNode[] {
    const { members } = this
    return this.sim.nodes.filter((node) => !members.includes(node))
  }

  get lineage(): string {
    const told = this.sim.outcome(this.members[0]!, 'agreement', 'groups', {})
    return told.ok ? told.value.lineage : ''
  }

  /** What comes of a request that `from` makes. */
  ask(from: AgreementNode, to: AgreementNode, body: Body, lineage = this.lineage): Answer {
    let answer: Answer | undefined
    const queue = this.#queue.get(from.peer) ?? []
    this.#queue.set(from.peer, queue)
    queue.push({ to: to.ref, body: { lineage, ...body }, answered: (told) => (answer = told) })
    // Any step will do.
    this.sim.outcome(from, 'agreement', 'groups', {})
    assert.ok(this.sim.until(() => answer !== undefined, 5_000, 10))
    return answer!
  }

  /** Everybody reads what was put, and the group is as it was. */
  isUnharmed(epoch: number): void {
    this.sim.runFor(8_000)
    for (const node of this.sim.nodes) {
      const read = this.sim.read(node, 'key', SHARD)
      assert.deepEqual(read.ok && textOf(read.value.value ?? new Uint8Array(0)), 'value', JSON.stringify(read))
    }
    assert.equal(this.group.epoch, epoch)
  }

  #possess(agreement: Agreement, peer: string): void {
    const step = agreement.step.bind(agreement)
    const open = new Map<number, (answer: Answer) => void>()
    agreement.step = (ctx, input) => {
      if ((input.type === 'answer' || input.type === 'failed') && open.has(input.ask)) {
        const answered = open.get(input.ask)
        open.delete(input.ask)
        answered?.(input.type === 'answer' ? input.body : input.why === 'refused' ? 'refused' : 'timeout')
        return []
      }
      const effects = [...step(ctx, input)]
      for (const { to, body, answered } of this.#queue.get(peer)?.splice(0) ?? []) {
        const ask = this.#asks++ as AskId
        open.set(ask, answered)
        effects.push({ type: 'ask', ask, to, body, deadlineMs: 2_000, semantics: 'maybe' })
      }
      return effects
    }
  }
}

const state = (peer: AgreementNode, epoch: number) => ({
  sequence: 99,
  kind: 'value' as const,
  key: bytesOf('key'),
  value: bytesOf('forged'),
  contentType: '',
  expiresAtMs: undefined,
  writer: peer.peer,
  tag: { epoch, counter: 1, peer: peer.peer },
  recent: [],
})

void describe('a stranger', () => {
  const stage = new Stage(6)
  const { epoch } = stage.group
  const [stranger, accomplice] = stage.strangers as [AgreementNode, AgreementNode, AgreementNode]
  const [member] = stage.members as [AgreementNode]
  const ballot = { epoch, counter: 1_000_000, peer: stranger.peer }
  const forged: Group = { epoch: epoch + 1, members: [stranger.ref, accomplice.ref, member.ref] }
  const from: Group = { epoch, members: stage.members.map(({ ref }) => ref) }
  const at = { shard: SHARD, epoch }

  const REQUESTS: Record<string, Body> = {
    look: { ...at, type: 'look', key: bytesOf('key'), full: true },
    prepare: { ...at, type: 'prepare', key: bytesOf('key'), ballot, have: undefined },
    accept: {
      ...at,
      type: 'accept',
      ballot,
      next: { ...ballot, counter: ballot.counter + 1 },
      state: state(stranger, epoch),
    },
    forget: { ...at, type: 'forget', key: bytesOf('key'), ballot, sequence: 1 },
    scan: { ...at, type: 'scan', prefix: bytesOf(''), after: bytesOf(''), limit: 10 },
    'prepare a seal': { ...at, type: 'prepareSeal', ballot },
    'accept a seal': { ...at, type: 'acceptSeal', ballot, next: forged },
  }
  for (const [about, body] of Object.entries(REQUESTS)) {
    void it(`cannot make a member ${about}: it is told who the members are`, () => {
      const answer = stage.ask(stranger, member, body)
      assert.ok(
        typeof answer === 'object' && answer.type === 'group' && answer.group?.epoch === epoch,
        JSON.stringify(answer),
      )
    })
  }

  void it('gets no pages of registers', () => {
    for (const body of [
      { ...at, type: 'digest', after: bytesOf(''), final: false },
      { ...at, epoch: epoch + 1, type: 'digest', after: bytesOf(''), final: false },
      { ...at, epoch: epoch + 1, type: 'fetch', keys: [bytesOf('key')] },
    ] satisfies Body[]) {
      const answer = stage.ask(stranger, member, body)
      assert.ok(
        typeof answer === 'object' && answer.type === 'failed' && answer.code === 'NOT_MEMBER',
        JSON.stringify(answer),
      )
    }
    const final = stage.ask(stranger, member, {
      ...at,
      epoch: epoch + 1,
      type: 'digest',
      after: bytesOf(''),
      final: true,
    })
    assert.ok(typeof final === 'object' && final.type === 'failed' && final.code === 'BUSY', JSON.stringify(final))
  })

  void it('cannot make anybody take over in a group that it has made up', () => {
    const mine: Group = { epoch: epoch + 41, members: [stranger.ref] }
    const next: Group = { epoch: epoch + 42, members: [stranger.ref, accomplice.ref, member.ref] }
    for (const victim of [member, accomplice]) {
      for (const body of [
        { ...at, epoch: next.epoch, type: 'install', from: mine, group: next },
        { ...at, epoch: next.epoch, type: 'copy', from: mine, to: next },
        { ...at, epoch: epoch + 1, type: 'install', from, group: forged },
        { ...at, type: 'target', group: mine },
      ] satisfies Body[]) {
        const answer = stage.ask(stranger, victim, body)
        const isTaken =
          typeof answer === 'object' &&
          (answer.type === 'copied' || answer.type === 'installed' || answer.type === 'nodes')
        assert.ok(!isTaken, `${body.type}: ${JSON.stringify(answer)}`)
      }
    }
  })

  void it('of another lineage is told so', () => {
    for (const body of [
      { ...at, type: 'look', key: bytesOf('key'), full: true },
      { ...at, type: 'change', key: bytesOf('key'), change: { type: 'read' } },
    ] satisfies Body[]) {
      const answer = stage.ask(stranger, member, body, 'e'.repeat(32))
      assert.ok(
        typeof answer === 'object' && answer.type === 'failed' && answer.code === 'OTHER_LINEAGE',
        JSON.stringify(answer),
      )
    }
  })

  void it('has harmed nobody', () => {
    stage.isUnharmed(epoch)
  })
})

void describe('a member', () => {
  const stage = new Stage(6)
  const { epoch } = stage.group
  const [liar, member] = stage.members as [AgreementNode, AgreementNode]
  const at = { shard: SHARD, epoch }
  const own = { epoch, counter: 1, peer: liar.peer }

  const BALLOTS = {
    'of another peer': { ...own, peer: member.peer },
    'of another epoch': { ...own, epoch: epoch + 1 },
    'above all Lamport time': { ...own, counter: 2 ** 52 },
  }
  for (const [about, ballot] of Object.entries(BALLOTS)) {
    void it(`cannot propose with a ballot ${about}`, () => {
      const next = { ...ballot, counter: ballot.counter + 1 }
      for (const body of [
        { ...at, type: 'prepare', key: bytesOf('key'), ballot, have: undefined },
        { ...at, type: 'accept', ballot, next, state: state(liar, epoch) },
        { ...at, type: 'forget', key: bytesOf('key'), ballot, sequence: 1 },
        { ...at, type: 'prepareSeal', ballot },
        { ...at, type: 'acceptSeal', ballot, next: { epoch: epoch + 1, members: [liar.ref] } },
      ] satisfies Body[]) {
        assert.equal(stage.ask(liar, member, body), 'refused', body.type)
      }
    })
  }

  void it('cannot seal a group of a later epoch than the next', () => {
    const ballot = { ...own, counter: stage.sim.now }
    const next: Group = { epoch: epoch + 2, members: [liar.ref] }
    assert.equal(stage.ask(liar, member, { ...at, type: 'acceptSeal', ballot, next }), 'refused')
  })

  void it('has harmed nobody by that', () => {
    stage.isUnharmed(epoch)
  })
})
