import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random, type MonoMs, type NodeRef } from '../../src/base/index.ts'
import {
  fail,
  Pending,
  succeed,
  type AskId,
  type CommandId,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type OpId,
  type Protocol,
  type Semantics,
} from '../../src/protocols/index.ts'
import { Simulation, type SimNode } from '../../src/sim/index.ts'

interface Job {
  readonly call: number
  readonly to: NodeRef
  readonly semantics: Semantics
}
interface Call {
  readonly semantics: Semantics
  executions: number
  outcome: string | undefined
}

/** Carries out numbered jobs, at once or after having written them down, and counts each in the book of all nodes. */
class Worker implements Machine<Protocol> {
  readonly hears = []
  readonly #book: Map<number, Call>
  readonly #random: Random
  readonly #asks = new Pending<AskId, CommandId>()
  readonly #ops = new Pending<OpId, number>()
  #started = false

  constructor(book: Map<number, Call>, random: Random) {
    this.#book = book
    this.#random = random
  }

  get wakeAt(): MonoMs | undefined {
    return this.#started ? undefined : (0 as MonoMs)
  }

  step(_ctx: Context, input: Input<Protocol>): readonly Effect<Protocol>[] {
    this.#started = true
    switch (input.type) {
      case 'command': {
        const { to, call, semantics } = input.command.args as Job
        const ask = this.#asks.open(input.id)
        return [{ type: 'ask', ask, to, body: { type: 'run', call }, deadlineMs: input.leftMs - 100, semantics }]
      }
      case 'answer': {
        const id = this.#asks.take(input.ask)
        return id === undefined ? [] : [{ type: 'done', id, result: succeed(null) }]
      }
      case 'failed': {
        const id = this.#asks.take(input.ask)
        return id === undefined ? [] : [{ type: 'done', id, result: fail(input.why, '') }]
      }
      case 'request': {
        const { call } = input.body as { call: number }
        this.#book.get(call)!.executions++
        const respond = { type: 'respond' as const, reply: input.reply, body: { type: 'ran' } }
        if (this.#random.float() < 0.5) return [respond]
        const op = this.#ops.open(call)
        const batch = [{ key: `chord/${call}`, value: new Uint8Array(1) }]
        return [
          { type: 'write', op, batch, sync: true },
          { ...respond, after: op },
        ]
      }
      case 'written':
        this.#ops.take(input.op)
        return []
      default:
        return []
    }
  }
}

const KINDS: readonly Semantics[] = ['maybe', 'at-least-once', 'at-most-once']
const CALLS = 120
const NODES = 4

interface Faults {
  readonly lossRate?: number
  readonly duplicateRate?: number
  readonly reorderRate?: number
  readonly crashes?: number
  readonly cuts?: number
  /** How long each call may take, ms; 30,000 unless given. */
  readonly leftMs?: number
}

/** Calls of all kinds between a few nodes that the faults befall; what each came to. */
function calls(seed: number, faults: Faults): Call[] {
  const book = new Map<number, Call>()
  const { crashes = 0, cuts = 0, leftMs = 30_000, ...conditions } = faults
  const sim = new Simulation<null>({
    seed,
    dedup: true,
    make: ({ random }) => ({ machines: [['chord', new Worker(book, random.fork('worker'))]], view: null }),
  })
  const random = new Random(`calls ${seed}`)
  for (let i = 0; i < NODES; i++) sim.add()
  sim.network.set(conditions)
  const pick = (): SimNode<null> => sim.nodes[random.below(NODES)]!
  for (let call = 0; call < CALLS; call++) {
    sim.at(random.below(20_000), () => {
      const from = pick()
      const to = pick()
      if (!from.alive || from === to) return
      const semantics = KINDS[call % 3]!
      const entry: Call = { semantics, executions: 0, outcome: undefined }
      book.set(call, entry)
      const args: Job = { call, to: to.ref, semantics }
      sim.command(from, 'chord', { name: 'run', args }, leftMs, (result) => {
        entry.outcome = result.ok ? 'ok' : result.code
      })
    })
  }
  for (let i = 0; i < crashes; i++) {
    sim.at(random.below(25_000), () => {
      const node = pick()
      sim.crash(node)
      sim.at(sim.now + random.below(3_000), () => sim.restart(node))
    })
  }
  for (let i = 0; i < cuts; i++) {
    sim.at(random.below(25_000), () => {
      const [from, to] = [pick(), pick()]
      if (from === to) return
      sim.network.block(from, to)
      sim.at(sim.now + random.below(6_000), () => sim.network.unblock(from, to))
    })
  }
  sim.run(90_000)
  return [...book.values()]
}

/** What the semantics promise of every call. */
function check(all: readonly Call[], seed: number): void {
  for (const { semantics, executions, outcome } of all) {
    const what = `seed ${seed}: ${semantics} call ended ${outcome ?? 'never'} after ${executions} executions`
    if (semantics !== 'at-least-once') assert.ok(executions <= 1, what)
    if (outcome === 'ok') assert.ok(executions >= 1, what)
    // Also not later: what waited for a connection when the caller was told does not leave.
    if (outcome === 'unreachable') assert.equal(executions, 0, what)
  }
}

const SEEDS = Array.from({ length: 40 }, (_, i) => i)
const WORLDS: Record<string, Faults> = {
  'lost requests and answers': { lossRate: 0.3 },
  'doubled ones': { duplicateRate: 0.5 },
  'ones that overtake each other': { reorderRate: 0.5, duplicateRate: 0.3 },
  'crashes of both ends': { crashes: 12 },
  'links cut one way': { cuts: 12 },
  'cuts and crashes that outlast the calls': { crashes: 12, cuts: 60, leftMs: 4_000 },
  'all of it': { lossRate: 0.1, duplicateRate: 0.2, reorderRate: 0.2, crashes: 8, cuts: 6 },
}

void describe('call semantics: executions are 0..1 of maybe, at least 1 of an answered at-least-once, at most 1 of at-most-once', () => {
  for (const [world, faults] of Object.entries(WORLDS)) {
    void it(`with ${world}`, () => {
      const everything: Call[] = []
      for (const seed of SEEDS) {
        const all = calls(seed, faults)
        check(all, seed)
        everything.push(...all)
      }
      const of = (semantics: Semantics): Call[] => everything.filter((call) => call.semantics === semantics)
      const share = (list: Call[], test: (call: Call) => boolean): number => list.filter(test).length / list.length
      // The faults bite: some maybe calls fail, unless nothing is lost.
      const isLossy = (faults.lossRate ?? 0) + (faults.crashes ?? 0) + (faults.cuts ?? 0) > 0
      if (isLossy) assert.ok(share(of('maybe'), (call) => call.outcome !== 'ok') > 0.02)
      if ((faults.duplicateRate ?? 0) > 0) assert.ok(share(of('at-least-once'), (call) => call.executions > 1) > 0.05)
      // Repetition helps: when nobody crashes, repeated calls are answered in the end, but for a long run of bad luck.
      if ((faults.crashes ?? 0) === 0) {
        for (const kind of ['at-least-once', 'at-most-once'] as const) {
          const failed = share(of(kind), (call) => call.outcome !== 'ok')
          assert.ok(failed <= (faults.lossRate === undefined ? 0.001 : 0.05), `${failed} of ${kind} calls failed`)
        }
      } else if (faults.leftMs !== undefined) {
        assert.ok(of('at-least-once').some((call) => call.outcome === 'unreachable'))
        assert.ok(of('at-most-once').some((call) => call.outcome === 'unreachable'))
      } else {
        assert.ok(share(of('at-least-once'), (call) => call.outcome === 'ok') > 0.8)
        assert.ok(of('at-most-once').some((call) => call.outcome === 'unknown-outcome'))
      }
    })
  }
})
