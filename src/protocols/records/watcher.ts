import type { MonoMs, NodeRef, PeerKey, RingId } from '../../base/index.ts'
import { fail, Timers, type AskId, type CallId, type CommandId } from '../machine.ts'
import type { RecordsCommands, WatchedState } from './commands.ts'
import type { Core, Step } from './core.ts'
import type { ChangedMessage, RecordHead, RecordsResponse } from './messages.ts'
import { ValueReader } from './transfer.ts'
import { compareRecords, isExpired } from './versions.ts'

/** Records watched at once by this node; one more gets OVERLOAD. */
export const MAX_WATCHED = 1_024
/** How long a subscription may take. */
const ASK_MS = 5_000
/** Between two tries to subscribe: doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/** When the owner has not been found for so long, the watch ends. */
const GIVE_UP_MS = 60_000

interface Watch {
  readonly command: CommandId
  readonly id: RingId
  owner: NodeRef | undefined
  call: CallId | undefined
  ask: AskId | undefined
  reading: ValueReader | undefined
  /** What was told last; undefined: nothing yet. */
  told: WatchedState | undefined
  /** The newest that is known of. */
  head: RecordHead | undefined
  failures: number
  failingSince: number | undefined
  /** When to subscribe, again or to renew; Infinity while that is under way. */
  at: number
  /** When what was told expires. */
  expiresAt: number
}

/**
 * The watching side: subscribes at the owner, renews, and subscribes anew where the owner is another one. Each subscription
 * begins with the present state, so the last one is never missed, whatever messages were lost.
 */
export class Watcher {
  readonly #core: Core
  readonly #watches = new Map<CommandId, Watch>()
  readonly #timers = new Timers<'look'>()

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): number {
    return this.#timers.next ?? Infinity
  }

  get open(): number {
    return this.#watches.size
  }

  begin(step: Step, command: CommandId, { id }: RecordsCommands['watch']['args']): void {
    if (this.#watches.size >= MAX_WATCHED) {
      step.effects.push({ type: 'done', id: command, result: fail('OVERLOAD', `${MAX_WATCHED} records are watched`) })
      return
    }
    const watch: Watch = {
      command,
      id,
      owner: undefined,
      call: undefined,
      ask: undefined,
      reading: undefined,
      told: undefined,
      head: undefined,
      failures: 0,
      failingSince: undefined,
      at: Infinity,
      expiresAt: Infinity,
    }
    this.#watches.set(command, watch)
    this.#subscribe(step, watch)
  }

  cancel(step: Step, command: CommandId): void {
    const watch = this.#watches.get(command)
    if (watch === undefined) return
    this.#drop(step, watch)
    this.#watches.delete(command)
    const isLast = ![...this.#watches.values()].some(
      ({ id, owner }) => id === watch.id && owner?.peer === watch.owner?.peer,
    )
    if (watch.owner !== undefined && isLast) {
      step.effects.push({ type: 'send', to: watch.owner, body: { type: 'unwatch', id: watch.id } })
    }
  }

  changed(step: Step, from: PeerKey, { id, head, value }: ChangedMessage): void {
    for (const watch of [...this.#watches.values()]) {
      if (watch.id === id && watch.owner?.peer === from && head.id === id) this.#learn(step, watch, head, value)
    }
  }

  /** The owner has sent us away, or has died. */
  lost(step: Step, from: PeerKey, id?: RingId): void {
    for (const watch of this.#watches.values()) {
      if (watch.owner?.peer !== from || (id !== undefined && watch.id !== id)) continue
      this.#drop(step, watch)
      watch.owner = undefined
      this.#again(step, watch)
    }
  }

  tick(step: Step): void {
    if (this.#timers.due(step.now as MonoMs).length === 0) return
    for (const watch of [...this.#watches.values()]) {
      if (watch.expiresAt <= step.now) this.#expire(step, watch)
      if (watch.at <= step.now) this.#subscribe(step, watch)
    }
    this.#setTimer()
  }

  #subscribe(step: Step, watch: Watch): void {
    watch.at = Infinity
    const isTried = watch.failures > 0
    const owner = isTried ? undefined : (watch.owner ?? this.#core.ring.likelyOwner(watch.id))
    if (owner !== undefined) {
      this.#ask(step, watch, owner)
      return
    }
    watch.call = this.#core.lookup(step, watch.id, ASK_MS, (then, result) => {
      watch.call = undefined
      if (result.ok) this.#ask(then, watch, result.value.owner)
      else this.#again(then, watch)
    })
  }

  #ask(step: Step, watch: Watch, to: NodeRef): void {
    const body = { type: 'watch' as const, position: to.position, id: watch.id }
    watch.owner = to
    watch.ask = this.#core.ask(
      step,
      to,
      body,
      { deadlineMs: ASK_MS, semantics: 'at-least-once' },
      {
        answered: (then, _from, answer) => {
          watch.ask = undefined
          this.#answered(then, watch, answer)
        },
        failed: (then) => {
          watch.ask = undefined
          watch.owner = undefined
          this.#again(then, watch)
        },
      },
    )
  }

  #answered(step: Step, watch: Watch, answer: RecordsResponse): void {
    if (answer.type !== 'watching' || (answer.head !== undefined && answer.head.id !== watch.id)) {
      watch.owner = undefined
      this.#again(step, watch)
      return
    }
    watch.failures = 0
    watch.failingSince = undefined
    watch.at = step.now + this.#core.random.jitter(Math.max(1, answer.leaseMs / 3))
    this.#setTimer()
    if (answer.head === undefined) this.#absent(step, watch)
    else this.#learn(step, watch, answer.head, answer.value)
  }

  /** There is none now, whatever came before. */
  #absent(step: Step, watch: Watch): void {
    watch.reading?.cancel(step)
    watch.reading = undefined
    if (watch.told !== undefined && watch.told.value === undefined && !watch.told.consistent) return
    this.#tell(step, watch, { ...EMPTY, version: watch.head?.version })
  }

  #learn(step: Step, watch: Watch, head: RecordHead, value: Uint8Array | undefined): void {
    const order = watch.head === undefined ? 1 : compareRecords(head, watch.head, step.wall)
    // Something older, or the same again; unless its value was not got the last time.
    const isTold = watch.told !== undefined && (watch.told.value !== undefined || head.kind !== 'value')
    if (order < 0 || (order === 0 && isTold)) return
    watch.reading?.cancel(step)
    watch.reading = undefined
    watch.head = head
    if (head.kind !== 'value' || isExpired(head, step.wall)) this.#tell(step, watch, stateOf(head, undefined))
    else if (value !== undefined || head.size === 0) this.#tell(step, watch, stateOf(head, value ?? new Uint8Array(0)))
    else this.#fetch(step, watch, head)
  }

  #fetch(step: Step, watch: Watch, head: RecordHead): void {
    const { owner } = watch
    if (owner === undefined) return
    watch.reading = new ValueReader(this.#core, owner, head, {
      read: (then, bytes) => {
        watch.reading = undefined
        this.#tell(then, watch, stateOf(head, bytes))
      },
      failed: (then) => {
        // It has been replaced since: subscribing again tells by what.
        watch.reading = undefined
        watch.head = undefined
        this.#again(then, watch)
      },
    })
    watch.reading.begin(step, step.now + ASK_MS)
  }

  #tell(step: Step, watch: Watch, state: WatchedState): void {
    watch.told = state
    const leftMs = state.expiresAtMs === undefined ? Infinity : state.expiresAtMs - step.wall.earliest
    watch.expiresAt = state.value === undefined && !state.consistent ? Infinity : step.now + Math.max(0, leftMs)
    step.effects.push({ type: 'progress', id: watch.command, item: state })
    this.#setTimer()
  }

  /** It has expired: nobody tells that, everybody knows when. */
  #expire(step: Step, watch: Watch): void {
    watch.expiresAt = Infinity
    this.#tell(step, watch, { ...EMPTY, version: watch.head?.version })
  }

  #again(step: Step, watch: Watch): void {
    if (!this.#watches.has(watch.command)) return
    watch.failingSince ??= step.now
    if (step.now - watch.failingSince > GIVE_UP_MS) {
      this.#watches.delete(watch.command)
      const result = fail('LOOKUP_TIMEOUT', 'nobody has been found who is responsible for the record')
      step.effects.push({ type: 'done', id: watch.command, result })
      return
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(watch.failures++, 10), LONGEST_PAUSE_MS)
    watch.at = step.now + this.#core.random.jitter(pauseMs)
    this.#setTimer()
  }

  #drop(step: Step, watch: Watch): void {
    this.#core.cancelCall(step, watch.call)
    this.#core.cancelAsk(step, watch.ask)
    watch.reading?.cancel(step)
    watch.call = watch.ask = watch.reading = undefined
  }

  #setTimer(): void {
    let next = Infinity
    for (const { at, expiresAt } of this.#watches.values()) next = Math.min(next, at, expiresAt)
    if (next === Infinity) this.#timers.clear('look')
    else this.#timers.set('look', next)
  }
}

const EMPTY = {
  value: undefined,
  contentType: '',
  expiresAtMs: undefined,
  owner: undefined,
  consistent: false,
} as const

const stateOf = (head: RecordHead, value: Uint8Array | undefined): WatchedState => ({
  version: head.version,
  value,
  contentType: head.contentType,
  expiresAtMs: head.expiresAtMs,
  owner: head.signature === undefined ? undefined : head.writer,
  consistent: head.kind === 'marker',
})
