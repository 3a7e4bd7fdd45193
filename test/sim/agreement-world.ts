import { Random } from '../../src/base/index.ts'
import {
  sequenceOf,
  versionInDetail,
  type Agreement,
  type AgreementParams,
  type Change,
} from '../../src/protocols/agreement/index.ts'
import {
  clockOf,
  linearizable,
  REGISTER_MODEL,
  type Operation,
  type RegisterAnswer,
  type RegisterCall,
} from '../../src/sim/index.ts'
import { AgreementRing, bytesOf, idOf, textOf, type AgreementNode, type RingOptions } from './agreement-ring.ts'

/** What befalls the world while clients are at work. */
export interface Faults {
  readonly lossRate?: number
  readonly duplicateRate?: number
  readonly reorderRate?: number
  readonly crashes?: number
  readonly cuts?: number
  readonly blocks?: number
  readonly joins?: number
  readonly leaves?: number
  readonly diskErrors?: number
  readonly clockJumps?: number
  /** All at once stop without warning, and start again. */
  readonly powerCuts?: number
}

export interface WorldOptions {
  readonly nodes?: number
  readonly churnMs?: number
  readonly clients?: number
  /** On the ring, of each node; default one. */
  readonly positions?: number
  readonly params?: Partial<AgreementParams>
  readonly tamper?: RingOptions['tamper']
  /** Lifetimes of some values. */
  readonly mortal?: boolean
  /** Longest pause of a client between two calls. */
  readonly paceMs?: number
  /** Latency of disks. */
  readonly diskMs?: number
  /** Changes are taken to any node, not to the first member: proposers compete. */
  readonly scatter?: boolean
}

export type Op = Operation<RegisterCall, RegisterAnswer>

/** Shards that are founded, and keys in each. */
const SHARDS = 3
const KEYS = 2
const COMMAND_MS = 6_000

/** Codes after which the change surely was not carried out. */
const NOT_DONE = new Set([
  'NO_QUORUM',
  'UNREACHABLE',
  'OVERLOAD',
  'NOT_JOINED',
  'LOOKUP_TIMEOUT',
  'CONFLICT',
  'QUOTA_EXCEEDED',
  'STORAGE_FULL',
  'IO',
  'CORRUPT',
])

interface Entry {
  readonly client: string
  readonly call: RegisterCall
  readonly calledAt: number
  answer: RegisterAnswer | undefined
  answeredAt: number
  /** How the command ended. */
  code: string
}

/** Concurrent clients of a few registers in a ring that is tormented, and what they were told. */
export class AgreementWorld {
  readonly sim: AgreementRing
  readonly #what: string
  readonly #random: Random
  readonly #options: WorldOptions
  readonly #entries = new Map<string, Entry[]>()
  #values = 0
  #until = 0

  constructor(seed: number | string, options: WorldOptions = {}) {
    this.#what = `seed ${seed}`
    this.#options = options
    this.#random = new Random(`agreement world ${seed}`)
    const params = { shards: SHARDS, tombstoneMs: 4_000, ...options.params }
    this.sim = new AgreementRing(`agreement ${seed}`, {
      params,
      positions: options.positions ?? 1,
      tamper: (agreement, node) => {
        options.tamper?.(agreement, node)
        if (options.scatter === true) this.#scatter(agreement)
      },
    })
    this.sim.grow(options.nodes ?? 5)
    this.sim.runFor(6_000)
  }

  #scatter(agreement: Agreement): void {
    const step = agreement.step.bind(agreement)
    agreement.step = (ctx, input) =>
      step(ctx, input).map((effect) => {
        if (effect.type !== 'ask' || effect.body.type !== 'change' || this.sim.now >= this.#until) return effect
        return { ...effect, to: this.#random.pick(this.sim.nodes)?.ref ?? effect.to }
      })
  }

  get keys(): readonly string[] {
    return Array.from({ length: SHARDS * KEYS }, (_, i) => `k${i}`)
  }

  /** Commands by how they ended. */
  get codes(): ReadonlyMap<string, number> {
    const codes = new Map<string, number>()
    for (const { code } of [...this.#entries.values()].flat()) codes.set(code, (codes.get(code) ?? 0) + 1)
    return codes
  }

  /** The operations on a key that may have had an effect or have told something. */
  history(key: string): Op[] {
    return (this.#entries.get(key) ?? []).filter(({ code }) => !NOT_DONE.has(code))
  }

  /** Torments the ring while clients use it, until the time is over. */
  run(faults: Faults): void {
    const { churnMs = 40_000, clients = 6 } = this.#options
    const start = this.sim.now
    this.#until = start + churnMs
    for (let client = 0; client < clients; client++)
      this.sim.at(start + this.#random.below(500), () => this.#next(client))
    this.#torment(faults, start, churnMs)
    this.sim.run(this.#until + COMMAND_MS + 1_000)
  }

  // ---- clients -----------------------------------------------------------------------------------------------------

  #next(client: number): void {
    if (this.sim.now >= this.#until) return
    const again = (): void => {
      this.sim.at(this.sim.now + 5 + this.#random.below(this.#options.paceMs ?? 400), () => this.#next(client))
    }
    const node = this.#random.pick(this.sim.members())
    if (node === undefined) again()
    else this.command(node, `c${client}`, this.#random.pick(this.keys) ?? '', this.#call(), again)
  }

  #call(): RegisterCall {
    const die = this.#random.float()
    if (die < 0.4) return { type: 'read' }
    const version = 1 + this.#random.below(1 + this.#values / 4)
    if (die < 0.5) return { type: 'remove', ifMatch: this.#random.float() < 0.3 ? version : undefined }
    const mayExpire = this.#options.mortal === true && this.#random.float() < 0.3
    const condition = this.#random.float()
    const ifMatch = condition < 0.6 ? undefined : condition < 0.8 ? ('absent' as const) : version
    return { type: 'put', value: `v${this.#values++}`, ifMatch, mayExpire }
  }

  /** Makes a call and writes down what comes of it. */
  command(
    node: AgreementNode,
    client: string,
    key: string,
    call: RegisterCall,
    ended: () => void = () => undefined,
  ): void {
    const entry: Entry = {
      client,
      call: this.#aimed(key, call),
      calledAt: this.sim.now,
      answer: undefined,
      answeredAt: 0,
      code: 'never',
    }
    const entries = this.#entries.get(key) ?? []
    this.#entries.set(key, entries)
    entries.push(entry)
    const shard = Number(key.slice(1)) % SHARDS
    const args = { id: idOf(key, shard), key: bytesOf(key), change: changeOf(entry.call) }
    let isOver = false
    const over = (): void => {
      if (isOver) return
      isOver = true
      ended()
    }
    this.sim.do(node, 'agreement', 'change', args, COMMAND_MS, (result) => {
      entry.answeredAt = this.sim.now
      entry.code = result.ok ? 'ok' : result.code
      entry.answer = answerOf(entry.call, result)
      over()
    })
    // Whoever is asked may die.
    this.sim.at(this.sim.now + COMMAND_MS + 100, over)
  }

  /** Compare-and-set often enough with the version that was seen last, so that some succeed. */
  #aimed(key: string, call: RegisterCall): RegisterCall {
    if (call.type === 'read' || typeof call.ifMatch !== 'number' || this.#random.float() < 0.2) return call
    const seen = (this.#entries.get(key) ?? []).flatMap(({ answer }) => (answer?.type === 'is' ? [answer.version] : []))
    const last = seen.at(-1)
    return last === undefined ? call : { ...call, ifMatch: last }
  }

  get #fairDisk(): { latencyMs: number } {
    return { latencyMs: this.#options.diskMs ?? 1 }
  }

  // ---- torments ----------------------------------------------------------------------------------------------------

  #torment(faults: Faults, start: number, churnMs: number): void {
    const { sim } = this
    const random = this.#random
    const {
      crashes = 0,
      cuts = 0,
      blocks = 0,
      joins = 0,
      leaves = 0,
      diskErrors = 0,
      clockJumps = 0,
      powerCuts = 0,
      ...conditions
    } = faults
    sim.network.set(conditions)
    const often = (times: number, deed: () => void): void => {
      for (let i = 0; i < times; i++) sim.at(start + random.below(churnMs), deed)
    }
    const some = (): AgreementNode | undefined => random.pick(sim.members())
    const back = (node: AgreementNode): void => {
      sim.at(sim.now + 300 + random.below(6_000), () => {
        if (!node.alive) sim.join(node)
      })
    }
    often(crashes, () => {
      const node = some()
      if (node === undefined || sim.members().length < 4) return
      sim.crash(node)
      back(node)
    })
    for (const node of sim.nodes) node.disk.set(this.#fairDisk)
    often(powerCuts, () => {
      for (const node of sim.alive) {
        sim.crash(node)
        back(node)
      }
    })
    often(joins, () => {
      if (sim.nodes.length < 12) sim.join()
    })
    often(leaves, () => {
      const node = some()
      if (node === undefined || sim.members().length < 4) return
      const { epoch } = node
      sim.do(node, 'agreement', 'handOver', {}, 4_000, () => {
        if (!node.alive || node.epoch !== epoch) return
        sim.do(node, 'chord', 'leave', {}, 2_000, () => {
          if (!node.alive || node.epoch !== epoch) return
          sim.stop(node)
          back(node)
        })
      })
    })
    often(cuts, () => {
      const shuffled = random.shuffle(sim.nodes)
      const at = 1 + random.below(Math.max(1, shuffled.length - 1))
      sim.network.partition([shuffled.slice(0, at), shuffled.slice(at)])
      sim.at(sim.now + 1_000 + random.below(6_000), () => sim.network.heal())
    })
    often(blocks, () => {
      const [from, to] = [some(), some()]
      if (from === undefined || to === undefined || from === to) return
      sim.network.block(from, to)
      sim.at(sim.now + random.below(4_000), () => sim.network.unblock(from, to))
    })
    often(diskErrors, () => {
      const node = random.pick(sim.nodes)
      node?.disk.set({ ...this.#fairDisk, failRate: 0.4 })
      sim.at(sim.now + random.below(4_000), () => node?.disk.set(this.#fairDisk))
    })
    often(clockJumps, () => {
      const node = random.pick(sim.nodes)
      if (node !== undefined) clockOf(node).jump(random.below(20_000) - 10_000)
    })
  }

  // ---- judgement ---------------------------------------------------------------------------------------------------

  /** What is wrong with the history of a key; undefined: nothing. */
  verdict(): string | undefined {
    for (const key of this.keys) {
      const history = this.history(key)
      const verdict = linearizable(REGISTER_MODEL, history)
      if (verdict.outcome === 'linearizable') continue
      if (verdict.outcome === 'undecided') return `${this.#what}: ${key} is undecided after ${verdict.steps} steps`
      const last = verdict.longest.slice(-4).map(wordsOf)
      const near = history.filter(({ calledAt }) =>
        verdict.stuck.some((op) => Math.abs(op.calledAt - calledAt) < 8_000),
      )
      return [
        `${this.#what}: ${key} is not linearizable`,
        ...['last in order:', ...last, 'stuck:', ...verdict.stuck.map(wordsOf), 'near:', ...near.map(wordsOf)],
      ].join('\n  ')
    }
    return undefined
  }

  /**
   * Faults end and everybody is back. Undefined: within the time all groups are complete and each node reads every key;
   * else what is not so.
   */
  settle(withinMs = 120_000): string | undefined {
    const { sim } = this
    sim.network.heal()
    sim.network.set({})
    for (const node of sim.nodes) node.disk.set({})
    const unsettled = (): string | undefined => {
      for (const node of sim.nodes) if (!node.alive) sim.join(node)
      const latest = sim.latest()
      if (latest.size < SHARDS) return `only ${latest.size} shards have a group`
      for (const [shard, { epoch, members, serving }] of latest) {
        if (members.length !== 3 || serving.length !== 3) {
          return `shard ${shard} at epoch ${epoch}: of ${members.join()} serve ${serving.join()}`
        }
      }
      return undefined
    }
    for (let waitedMs = 0; unsettled() !== undefined; waitedMs += 2_000) {
      if (waitedMs >= withinMs) return `${this.#what}: ${unsettled() ?? ''}`
      sim.runFor(2_000)
    }
    for (const node of sim.members()) {
      for (const key of this.keys) this.command(node, `end ${node.peer}`, key, { type: 'read' })
      sim.runFor(1_000)
    }
    sim.runFor(COMMAND_MS)
    for (const [key, entries] of this.#entries) {
      const failed = entries.find(
        ({ client, code }) => client.startsWith('end') && code !== 'ok' && code !== 'NOT_FOUND',
      )
      if (failed !== undefined) return `${this.#what}: ${failed.client} cannot read ${key}: ${failed.code}`
    }
    return undefined
  }
}

function changeOf(call: RegisterCall): Change {
  if (call.type !== 'put') return call
  const { value, ifMatch, mayExpire } = call
  return { type: 'put', value: bytesOf(value), contentType: '', ttlMs: mayExpire ? 5_000 : undefined, ifMatch }
}

type Told =
  | { readonly ok: true; readonly value: { readonly sequence: number; readonly value: Uint8Array | undefined } }
  | { readonly ok: false; readonly code: string; readonly detail: string }

function answerOf(call: RegisterCall, result: Told): RegisterAnswer | undefined {
  if (result.ok) {
    const { sequence, value } = result.value
    return { type: 'is', version: sequence, value: value && textOf(value) }
  }
  if (result.code === 'NOT_FOUND') return { type: 'absent' }
  if (result.code !== 'VERSION_MISMATCH') return undefined
  const version = versionInDetail(result.detail)
  return { type: 'mismatch', version: version === undefined ? undefined : sequenceOf(version) }
}

const wordsOf = ({ client, call, calledAt, answer, answeredAt }: Op): string =>
  `${client} ${Math.round(calledAt)}-${answer === undefined ? '?' : Math.round(answeredAt)} ${JSON.stringify(call)} → ${JSON.stringify(answer)}`
