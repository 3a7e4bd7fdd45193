import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random, type NodeRef, type PeerKey, type WallMs } from '../../../../src/base/index.ts'
import type { Client } from '../../../../src/protocols/agreement/client.ts'
import { Core, MAX_FRESH, type Step } from '../../../../src/protocols/agreement/core.ts'
import { AGREEMENT_DEFAULTS } from '../../../../src/protocols/agreement/index.ts'
import { ListCommands, MAX_EMPTY_PAGES, MAX_LISTED } from '../../../../src/protocols/agreement/listing.ts'
import type {
  AgreementRequest,
  AgreementResponse,
  Ballot,
  Group,
  RegisterState,
} from '../../../../src/protocols/agreement/messages.ts'
import type { Pages } from '../../../../src/protocols/agreement/pages.ts'
import type { Ended } from '../../../../src/protocols/agreement/proposal.ts'
import type { AgreementProtocol } from '../../../../src/protocols/agreement/protocol.ts'
import type { Proposer } from '../../../../src/protocols/agreement/proposer.ts'
import { MAX_EXPIRED, MAX_NOTES, MAX_TOGETHER, Reaper } from '../../../../src/protocols/agreement/reaper.ts'
import { MAX_ATTEMPTS, MAX_LONELY, Round, type RoundInit } from '../../../../src/protocols/agreement/round.ts'
import { registerPut, textOfKey } from '../../../../src/protocols/agreement/rows.ts'
import type { Shards } from '../../../../src/protocols/agreement/shards.ts'
import { MAX_FAILURES, Succession } from '../../../../src/protocols/agreement/succession.ts'
import { MAX_QUESTIONS, Targets } from '../../../../src/protocols/agreement/targets.ts'
import type { ReadEndsOf } from '../../../../src/protocols/core.ts'
import type { CommandId, KeyRange, Result } from '../../../../src/protocols/index.ts'
import { idOf as ringIdOf, refOf } from '../chord/net.ts'

const SHARD = 1
const LINEAGE = 'l'
const SELF = refOf('self', ringIdOf('f'))
const refs = (count: number, from = 0): NodeRef[] =>
  Array.from({ length: count }, (_, i) => refOf(`p${(from + i).toString()}`, ringIdOf((from + i).toString(16))))
const stepAt = (now: number): Step => ({
  now,
  wall: { earliest: now as WallMs, latest: now as WallMs },
  lamport: Math.ceil(now) + 1,
  effects: [],
})

interface Ends {
  answered(step: Step, from: PeerKey, answer: AgreementResponse): void
  failed(step: Step, why: string): void
}
interface Asked {
  readonly to: NodeRef
  readonly body: AgreementRequest
  readonly ends: Ends
}

/** A core whose questions are answered by the test. */
function coreThatAsks(more: object = {}): { core: Core; asked: Asked[] } {
  const asked: Asked[] = []
  const core = {
    self: SELF.peer,
    params: AGREEMENT_DEFAULTS,
    random: new Random(1),
    siblings: {},
    askOften: (_step: Step, to: NodeRef, body: AgreementRequest, ends: Ends) => asked.push({ to, body, ends }),
    ...more,
  }
  return { core: core as unknown as Core, asked }
}

describe('where peers are now', () => {
  it(`is remembered of ${MAX_FRESH}, and not of one above: who was seen first is forgotten`, () => {
    let known: NodeRef[] = []
    const ring = { self: () => SELF, knownNodes: () => known }
    const core = new Core(AGREEMENT_DEFAULTS, { ring } as never, new Random(1))
    const old = refs(MAX_FRESH + 1)
    const later = old.map((node) => ({ ...node, epoch: 2 }) as NodeRef)
    const isFresh = (i: number): boolean => core.latest(old[i] as NodeRef) === later[i]
    known = later.slice(0, MAX_FRESH)
    core.refresh()
    assert.deepEqual([isFresh(0), isFresh(MAX_FRESH - 1)], [true, true])
    known = later.slice(MAX_FRESH)
    core.refresh()
    assert.deepEqual([isFresh(0), isFresh(1), isFresh(MAX_FRESH)], [false, true, true])
  })
})

describe('one proposal', () => {
  /** Everybody who is asked answers the same, or nobody does; how often the members were asked, and what came of it. */
  function tried(answer: AgreementResponse | undefined): { polls: number; ended: readonly Ended[] } {
    const group: Group = { epoch: 1, members: [SELF, ...refs(2)] }
    const { core, asked } = coreThatAsks()
    let outcome: readonly Ended[] = []
    const init = {
      core,
      shards: { lineage: LINEAGE, own: () => ({ group, frozen: false }), heard: () => undefined },
      usage: { refuses: () => undefined },
      counts: { fast: 0, full: 0, looked: 0, conflicts: 0 },
      shard: SHARD,
      key: new Uint8Array(1),
      wanted: [{ change: { type: 'read' }, writer: SELF.peer, deadline: 1e9, done: () => undefined }],
      remembered: undefined,
      ended: (_step: Step, ended: readonly Ended[]) => {
        outcome = ended
      },
    }
    const round = new Round(init as unknown as RoundInit)
    let polls = 0
    round.attempt(stepAt(0))
    while (outcome.length === 0) {
      const poll = asked.splice(0)
      assert.equal(poll.length, group.members.length)
      polls++
      for (const { to, ends } of poll) {
        if (answer === undefined) ends.failed(stepAt(0), 'timeout')
        else ends.answered(stepAt(0), to.peer, answer)
      }
      if (round.retryAt < Infinity) round.attempt(stepAt(round.retryAt))
    }
    return { polls, ended: outcome }
  }

  it(`tries ${MAX_ATTEMPTS} times beside others, and not once more`, () => {
    const { polls, ended } = tried({ type: 'rejected', promised: { epoch: 1, counter: 9, peer: 'p0' as PeerKey } })
    assert.deepEqual([polls, ended], [MAX_ATTEMPTS, [{ ok: false, code: 'BUSY' }]])
  })

  it(`tries ${MAX_LONELY} times without a quorum, and not once more`, () => {
    const { polls, ended } = tried(undefined)
    assert.deepEqual([polls, ended], [MAX_LONELY, [{ ok: false, code: 'NO_QUORUM' }]])
  })
})

describe('a change of a group', () => {
  it(`asks a newcomer that does not answer ${MAX_FAILURES} times, and not once more`, () => {
    const [newcomer] = refs(1) as [NodeRef]
    const group: Group = { epoch: 1, members: [SELF] }
    const { core, asked } = coreThatAsks()
    const ended: unknown[] = []
    const succession = new Succession({
      core,
      shards: { lineage: LINEAGE, own: () => ({ group }) } as unknown as Shards,
      pages: { invite: () => undefined } as unknown as Pages,
      shard: SHARD,
      group,
      members: [SELF, newcomer],
      ended: (_step, decision, unfit) => ended.push([decision.type, unfit]),
    })
    succession.begin(stepAt(0))
    for (let i = 1; i <= MAX_FAILURES; i++) {
      assert.deepEqual([asked.length, ended], [i, []])
      asked.at(-1)?.ends.failed(stepAt(0), 'timeout')
      if (succession.retryAt < Infinity) succession.goOn(stepAt(succession.retryAt))
    }
    assert.deepEqual([asked.length, ended], [MAX_FAILURES, [['failed', newcomer.peer]]])
  })

  it(`has ${MAX_QUESTIONS} questions to the ring open, and not one above; the next when one has ended`, () => {
    const found: ((step: Step, result: Result) => void)[] = []
    const { core, asked } = coreThatAsks({
      positionOwning: () => undefined,
      lookup: (_step: Step, _shard: number, _ms: number, ends: (step: Step, result: Result) => void) =>
        found.push(ends),
    })
    const targets = new Targets(core, { lineage: LINEAGE } as unknown as Shards)
    const told: number[] = []
    const group: Group = { epoch: 1, members: [SELF] }
    for (let shard = 0; shard <= MAX_QUESTIONS; shard++) {
      targets.find(stepAt(0), 16 * shard, group, (_step, nodes) => told.push(nodes === undefined ? -1 : shard))
    }
    assert.equal(found.length, MAX_QUESTIONS)
    found[0]?.(stepAt(1), { ok: true, value: { owner: refOf('o', ringIdOf('01')) } })
    assert.deepEqual([found.length, told], [MAX_QUESTIONS, []], 'the owner that was found is asked now')
    asked[0]?.ends.answered(stepAt(2), 'o' as PeerKey, { type: 'nodes', nodes: refs(3) })
    assert.deepEqual([found.length, told], [MAX_QUESTIONS + 1, [0]])
  })
})

describe('a listing', () => {
  /** Every page of the group is as the test says. */
  function list(registersOf: (page: number) => number): { pages: number; value: { registers: number; more: boolean } } {
    let pages = 0
    const client = {
      begin: (step: Step, _id: CommandId, _shard: number, _question: object, _at: number, ends: { done: Done }) => {
        const registers = Array.from({ length: registersOf(pages++) }, () => ({
          kind: 'value',
          key: new Uint8Array(1),
        }))
        ends.done(step, { type: 'listed', registers, ballots: [], through: new Uint8Array(2) } as never)
      },
    }
    type Done = (step: Step, answer: AgreementResponse) => void
    const { core } = coreThatAsks()
    const commands = new ListCommands(core, client as unknown as Client)
    const step = stepAt(0)
    const args = { id: ringIdOf('1'), prefix: new Uint8Array(0), after: undefined, limit: MAX_LISTED }
    commands.begin(step, 1 as CommandId, args, 1_000)
    const [done] = step.effects
    assert.ok(done?.type === 'done' && done.result.ok)
    const { registers, through } = done.result.value as { registers: unknown[]; through: Uint8Array | undefined }
    return { pages, value: { registers: registers.length, more: through !== undefined } }
  }

  it(`looks through ${MAX_EMPTY_PAGES} empty pages, and not one above: whoever asked goes on where it ended`, () => {
    const empty = list(() => 0)
    assert.deepEqual(empty, { pages: MAX_EMPTY_PAGES, value: { registers: 0, more: true } })
    const some = list((page) => (page === 7 ? 1 : 0))
    assert.deepEqual(some, { pages: MAX_EMPTY_PAGES + 1, value: { registers: 1, more: true } })
  })
})

describe('the reaper', () => {
  const ballot: Ballot = { epoch: 1, counter: 1, peer: SELF.peer }
  const keyOf = (i: number): Uint8Array => new TextEncoder().encode(i.toString().padStart(5, '0'))

  /** A shard of one member with so many rows of each kind, in this order. */
  function reaping(counts: { readonly live?: number; readonly tombstones?: number; readonly expired?: number }) {
    const { live = 0, tombstones = 0, expired = 0 } = counts
    const rows: [string, Uint8Array][] = []
    for (let i = 0; i < live + tombstones + expired; i++) {
      const kind = i >= live && i < live + tombstones ? 'tombstone' : 'value'
      const expiresAtMs = (i < live ? Number.MAX_SAFE_INTEGER : 1) as WallMs
      const rest = { contentType: '', writer: SELF.peer, tag: ballot, recent: [], value: new Uint8Array(0) }
      const state: RegisterState = { sequence: 1, kind, key: keyOf(i), expiresAtMs, ...rest }
      const { key, value } = registerPut(SHARD, textOfKey(keyOf(i)), { promised: ballot, accepted: ballot, state })
      rows.push([key, value as Uint8Array])
    }
    const disk = { reads: 0, isSilent: false }
    const { core, asked } = coreThatAsks({
      read: (step: Step, { from, below }: KeyRange, limit: number, ends: ReadEndsOf<AgreementProtocol>) => {
        disk.reads++
        const inRange = rows.filter(([key]) => key >= from && key < below)
        const last = inRange[limit - 1]
        const rest = inRange.length > limit && last !== undefined ? { from: `${last[0]}\0`, below } : undefined
        if (!disk.isSilent) ends.rows(step, inRange.slice(0, limit), rest)
      },
    })
    const own = { group: { epoch: 1, members: [SELF] }, frozen: false, from: undefined }
    const shards = { lineage: LINEAGE, own: () => own, mine: () => new Map([[SHARD, own]]) }
    const removed: string[] = []
    const proposer = { change: (_step: Step, _shard: number, key: Uint8Array) => removed.push(textOfKey(key)) }
    const reaper = new Reaper(core, shards as unknown as Shards, proposer as unknown as Proposer)
    reaper.start(0)
    const now = (): number => reaper.wakeAt
    /** A look more; the keys that are to be forgotten with it. */
    const look = (later = 0): string[] => {
      reaper.tick(stepAt(reaper.wakeAt + later))
      return asked.splice(0).map(({ body }) => ('key' in body ? textOfKey(body.key) : ''))
    }
    return { rows, disk, removed, now, look }
  }

  it(`waits for ${MAX_NOTES} removed registers, and not for one above, and forgets ${MAX_TOGETHER} at a time`, () => {
    // The last page has more of them than there is room for.
    const { disk, look } = reaping({ live: 10, tombstones: MAX_NOTES + 1 })
    for (let i = 0; i < MAX_NOTES / 200; i++) assert.deepEqual(look(), [])
    const { reads } = disk
    assert.deepEqual([look(), disk.reads], [[], reads], 'nothing is read while there is no room')
    disk.isSilent = true
    const forgotten: string[] = []
    let most = 0
    for (let i = 0; i <= MAX_NOTES / MAX_TOGETHER; i++) {
      const now = look(AGREEMENT_DEFAULTS.tombstoneMs)
      most = Math.max(most, now.length)
      forgotten.push(...now)
    }
    assert.deepEqual([most, forgotten.length, new Set(forgotten).size], [MAX_TOGETHER, MAX_NOTES, MAX_NOTES])
  })

  it('takes no longer for many than it must: thousands within a quarter of an hour after their time', () => {
    const { rows, now, look } = reaping({ tombstones: MAX_NOTES / 2 })
    const { tombstoneMs } = AGREEMENT_DEFAULTS
    let left = MAX_NOTES / 2
    let looks = 0
    while (left > 0 && now() < 2 * tombstoneMs) {
      left -= look().length
      looks++
    }
    assert.equal(left, 0)
    assert.ok(now() <= tombstoneMs + 900_000, `${Math.round(now() / 60_000)} min`)
    assert.ok(looks < 400, `${looks} looks`)
    // And at rest a page a minute again.
    rows.length = 0
    look()
    const before = now()
    look()
    assert.ok(now() - before > tombstoneMs / 120)
  })

  it(`removes ${MAX_EXPIRED} registers whose time is over with a page, and not one above; others with the next`, () => {
    const { look, removed } = reaping({ expired: MAX_EXPIRED + 1 })
    look()
    assert.equal(removed.length, MAX_EXPIRED)
    // To the end of all shards, and from the beginning.
    look()
    look()
    assert.equal(removed.length, 2 * MAX_EXPIRED)
  })

  it('passes over a damaged row, and nothing else', () => {
    const { rows, removed, look } = reaping({ expired: 3 })
    rows[1]?.[1].fill(255)
    look()
    assert.deepEqual(removed, [0, 2].map(keyOf).map(textOfKey))
  })
})
