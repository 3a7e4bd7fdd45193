import { createHash } from 'node:crypto'
import {
  epoch,
  lamport,
  monoMs,
  peerKey,
  Random,
  wallMs,
  type PeerKey,
  type RingId,
  type Sha256,
} from '../../../../src/base/index.ts'
import type { Change, ListedRegister, RegisterState } from '../../../../src/protocols/agreement/messages.ts'
import type { Register } from '../../../../src/protocols/agreement/commands.ts'
import {
  fail,
  succeed,
  type CallId,
  type CommandId,
  type CommandOf,
  type Effect,
  type Input,
  type Result,
  type Row,
} from '../../../../src/protocols/machine.ts'
import {
  judgeName,
  makeNames,
  NAMES_DEFAULTS,
  type Names,
  type NamesLimits,
  type NamesProtocol,
} from '../../../../src/protocols/names/index.ts'
import { simulatedSigner } from '../../../../src/sim/signer.ts'

export const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

type Call = Extract<Effect<NamesProtocol>, { type: 'call' }>
type Args<K extends 'change' | 'list'> = Extract<Call['command'], { name: K }>['args']
interface Kept {
  readonly id: RingId
  readonly state: RegisterState
}

/** What agreement does, in one map: registers, their judge, leases, and lists by the first byte of the id. */
export class Directory {
  now = 0
  readonly kept = new Map<string, Kept>()
  /** Versions go on over removals. */
  readonly #sequences = new Map<string, number>()
  /** Answers instead of the directory itself. */
  failing: ((call: Call['command']) => Result<never> | undefined) | undefined
  /** Before a change is carried out: what somebody else does meanwhile. */
  meanwhile: ((command: Call['command']) => void) | undefined
  /** Registers a page may have, whatever is asked for. */
  pageRows = Infinity
  lists = 0

  live(key: Uint8Array): RegisterState | undefined {
    const text = hex(key)
    const kept = this.kept.get(text)
    if (kept === undefined || (kept.state.expiresAtMs ?? Infinity) > this.now) return kept?.state
    this.kept.delete(text)
    return undefined
  }

  answer(command: Call['command'], from: PeerKey): Result {
    const failure = this.failing?.(command)
    if (failure !== undefined) return failure
    this.meanwhile?.(command)
    return command.name === 'change' ? this.change(command.args, from) : this.list(command.args)
  }

  change({ id, key, change }: Args<'change'>, from: PeerKey): Result<Register> {
    const present = this.live(key)
    const refused = this.#refusal(key, present, change, from)
    if (refused !== undefined) return refused
    if (change.type === 'read') return succeed(present as RegisterState)
    const sequence = (this.#sequences.get(hex(key)) ?? 0) + 1
    this.#sequences.set(hex(key), sequence)
    const tag = { epoch: 1, counter: sequence, peer: from }
    const rest = { sequence, key, writer: from, tag, recent: [] }
    if (change.type === 'remove') {
      this.kept.delete(hex(key))
      return succeed({ ...rest, value: undefined, contentType: '', expiresAtMs: undefined })
    }
    const { value, contentType, ttlMs } = change
    const expiresAtMs = ttlMs === undefined ? undefined : wallMs(this.now + ttlMs)
    const state: RegisterState = { ...rest, kind: 'value', value, contentType, expiresAtMs }
    this.kept.set(hex(key), { id, state })
    return succeed(state)
  }

  #refusal(key: Uint8Array, present: RegisterState | undefined, change: Change, from: PeerKey) {
    const wants = change.type === 'read' ? undefined : change.ifMatch
    if (wants !== undefined && wants !== (present?.sequence ?? 'absent')) {
      return fail('VERSION_MISMATCH', 'another one')
    }
    if (change.type !== 'put' && present === undefined) return fail('NOT_FOUND', 'nothing there')
    if (!judgeName(simulatedSigner(from))(key, present, change, from)) return fail('FORBIDDEN', 'the judge says no')
    return undefined
  }

  list({ id, prefix, after, limit }: Args<'list'>): Result {
    this.lists++
    const all = [...this.kept.values()]
      .filter((kept) => kept.id.slice(0, 2) === id.slice(0, 2) && this.live(kept.state.key) !== undefined)
      .filter(
        ({ state: { key } }) => hex(key).startsWith(hex(prefix)) && (after === undefined || hex(key) > hex(after)),
      )
      .sort((a, b) => (hex(a.state.key) < hex(b.state.key) ? -1 : 1))
    const page = all.slice(0, Math.min(limit, this.pageRows))
    const registers = page.map(({ state }): ListedRegister => ({ ...state, size: state.value.byteLength }))
    return succeed({ registers, through: page.length < all.length ? page.at(-1)?.state.key : undefined })
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A names machine on a desk: before a directory, with a disk that is a Map. */
export class Desk {
  readonly peer: PeerKey
  readonly directory: Directory
  readonly rows: Map<string, Uint8Array>
  machine: Names
  /** Calls are answered when the test says so. */
  holds = false
  readonly held: Call[] = []
  readonly cancelled: CallId[] = []
  diskFails = false
  #lamport = 0
  #last = 0
  readonly #limits: Partial<NamesLimits>
  readonly #results = new Map<CommandId, Result>()

  constructor(name: string, directory: Directory, limits: Partial<NamesLimits> = {}, rows?: Map<string, Uint8Array>) {
    this.peer = peerKey(name)
    this.directory = directory
    this.#limits = limits
    this.rows = rows ?? new Map<string, Uint8Array>()
    this.machine = this.#made()
    this.tick()
  }

  #made(): Names {
    const params = { ...NAMES_DEFAULTS, limits: { ...NAMES_DEFAULTS.limits, ...this.#limits } }
    return makeNames(params, { self: this.peer, signer: simulatedSigner(this.peer), sha256 }, new Random(this.peer))
  }

  /** The daemon is started again. */
  restart(): void {
    this.machine = this.#made()
    this.tick()
  }

  tick(): void {
    this.give({ type: 'tick' })
  }

  /** Lets time pass, ticking whenever the machine wants it. */
  pass(ms: number): void {
    const until = this.directory.now + ms
    for (let at = this.machine.wakeAt; at !== undefined && at <= until; at = this.machine.wakeAt) {
      this.directory.now = Math.max(this.directory.now, at)
      this.tick()
    }
    this.directory.now = until
  }

  begin(command: CommandOf<NamesProtocol>, leftMs = 10_000): CommandId {
    const id = ++this.#last as CommandId
    this.give({ type: 'command', id, command, leftMs })
    return id
  }

  /** The result of a command; undefined: it has not ended. */
  resultOf(id: CommandId): Result | undefined {
    return this.#results.get(id)
  }

  /** A command that ends without time passing, but for ticks that are due. */
  run<T>(command: CommandOf<NamesProtocol>): Result<T> {
    const id = this.begin(command)
    for (let i = 0; i < 1_000 && this.#results.get(id) === undefined; i++) this.pass(0)
    return this.#results.get(id) as Result<T>
  }

  give(input: Input<NamesProtocol>): void {
    // Above all that anybody has seen, as Lamport time of those who talk to the same group is.
    const { now } = this.directory
    const wall = { earliest: wallMs(now), latest: wallMs(now) }
    const time = Math.max(this.#lamport, clock.latest) + 1
    this.#lamport = clock.latest = time
    const ctx = { now: monoMs(now), wall, lamport: lamport(time), epoch: epoch(1) }
    for (const effect of this.machine.step(ctx, input)) this.#carryOut(effect)
  }

  /** Answers what was held, in order. */
  release(): void {
    for (const call of this.held.splice(0)) this.#answer(call)
  }

  #carryOut(effect: Effect<NamesProtocol>): void {
    switch (effect.type) {
      case 'call':
        if (this.holds) this.held.push(effect)
        else this.#answer(effect)
        return
      case 'cancelCall':
        this.cancelled.push(effect.call)
        return
      case 'done':
        this.#results.set(effect.id, effect.result)
        return
      case 'write':
        if (this.diskFails) this.give({ type: 'ioFailed', op: effect.op, code: 'STORAGE_FULL' })
        else {
          for (const { key, value } of effect.batch) {
            if (value === undefined) this.rows.delete(key)
            else this.rows.set(key, value)
          }
          this.give({ type: 'written', op: effect.op })
        }
        return
      case 'read': {
        const { from, below } = effect.range
        const all = [...this.rows].filter(([key]) => key >= from && key < below).sort(([a], [b]) => (a < b ? -1 : 1))
        const rows: Row[] = all.slice(0, effect.limit)
        if (this.diskFails) this.give({ type: 'ioFailed', op: effect.op, code: 'IO' })
        else this.give({ type: 'rows', op: effect.op, rows, more: rows.length < all.length })
        return
      }
      default:
        throw new Error(`not an effect of names: ${effect.type}`)
    }
  }

  #answer({ call, command }: Call): void {
    const result = this.directory.answer(command, this.peer)
    this.give({ type: 'result', call, result: result as Extract<Input<NamesProtocol>, { type: 'result' }>['result'] })
  }
}

const clock = { latest: 0 }
