import type { MonoMs, Random, SwarmId } from '../../base/index.ts'
import {
  fail,
  NO_EFFECTS,
  Pending,
  peerOfSession,
  succeed,
  swarmOfSession,
  type CallId,
  type CommandId,
  type CommandOf,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type News,
  type Result,
} from '../machine.ts'
import { PieceSet } from './bits.ts'
import { Budget } from './budget.ts'
import type { SwarmStatus } from './commands.ts'
import { layoutFault } from './layout.ts'
import { MAX_INFO_BYTES } from './messages.ts'
import type { SwarmParams } from './params.ts'
import type { SwarmProtocol, SwarmSiblings } from './protocol.ts'
import { Search, type SearchCall } from './search.ts'
import { statusOf } from './status.ts'
import { Swarm } from './swarm.ts'

/** How often running swarms are looked after: snubs, connections, look-ups, what to say of their state. */
const WATCH_MS = 1_000

type Effects = Effect<SwarmProtocol>[]

/**
 * All swarms of this node. It decides which block to ask of whom and what to answer; bytes never pass through it: the
 * glue of the daemon carries out fetchBlock, serveBlock and cancelBlock and reports with `block` and `served`.
 * docs/protocols/swarm.md
 */
export class Swarms implements Machine<SwarmProtocol> {
  readonly hears: readonly News['type'][] = []
  readonly #params: SwarmParams
  readonly #siblings: SwarmSiblings
  readonly #random: Random
  readonly #budget: Budget
  readonly #searches = new Map<SwarmId, Search>()
  /** One of each swarm, and the withdrawals of those that were removed. */
  readonly #calls = new Pending<CallId, { search: Search; what: SearchCall }>()
  /** What passed in swarms that are removed: counters never run back. */
  readonly #removed = { downloadedBytes: 0, uploadedBytes: 0 }
  #wakeAt: number | undefined = 0

  constructor(params: SwarmParams, siblings: SwarmSiblings, random: Random) {
    this.#params = params
    this.#siblings = siblings
    this.#random = random
    this.#budget = new Budget(params)
  }

  get wakeAt(): MonoMs | undefined {
    return this.#wakeAt as MonoMs | undefined
  }

  /** Sizes of the bounded tables, and bytes of content since the start, for metrics. */
  get sizes(): {
    swarms: number
    sessions: number
    calls: number
    inFlightBytes: number
    downloadedBytes: number
    uploadedBytes: number
  } {
    let sessions = 0
    let { downloadedBytes, uploadedBytes } = this.#removed
    for (const { swarm } of this.#searches.values()) {
      sessions += swarm.sessions.size
      downloadedBytes += swarm.books.total.downloadedBytes
      uploadedBytes += swarm.books.total.uploadedBytes
    }
    const inFlightBytes = this.#budget.usedBytes
    return {
      swarms: this.#searches.size,
      sessions,
      calls: this.#calls.size,
      inFlightBytes,
      downloadedBytes,
      uploadedBytes,
    }
  }

  /** What `get` answers, for the daemon's own process; undefined: not known here. */
  status(now: number, id: SwarmId): SwarmStatus | undefined {
    const search = this.#searches.get(id)
    return search === undefined ? undefined : statusOf(now, search)
  }

  step(ctx: Context, input: Input<SwarmProtocol>): readonly Effect<SwarmProtocol>[] {
    const { now } = ctx
    const effects: Effects = []
    switch (input.type) {
      case 'message': {
        const swarm = input.session === undefined ? undefined : this.#searches.get(swarmOfSession(input.session))?.swarm
        swarm?.hear(now, input.from, input.body, effects)
        break
      }
      case 'block': {
        const search = this.#searches.get(swarmOfSession(input.session))
        search?.swarm.block(now, peerOfSession(input.session), input.ref, input.verdict, effects)
        if (search !== undefined && input.verdict !== 'received') this.#afterBlock(now, search, effects)
        break
      }
      case 'served':
        this.#searches
          .get(swarmOfSession(input.session))
          ?.swarm.served(now, peerOfSession(input.session), input.ref, input.ok, effects)
        break
      case 'sessionUp': {
        const search = this.#searches.get(input.swarm)
        if (search === undefined) effects.push({ type: 'closeSession', session: input.session })
        else {
          search.swarm.up(now, input.session, input.peer, effects)
          this.#drive(now, search, effects)
        }
        break
      }
      case 'sessionDown': {
        const search = this.#searches.get(input.swarm)
        if (search !== undefined) {
          search.swarm.down(now, input.peer, effects)
          this.#drive(now, search, effects)
        }
        break
      }
      case 'command':
        this.#command(now, input.id, input.command, effects)
        break
      case 'result': {
        const open = this.#calls.take(input.call)
        if (open === undefined || this.#searches.get(open.search.swarm.id) !== open.search) break
        open.search.result(now, open.what, input.result)
        this.#drive(now, open.search, effects)
        break
      }
      case 'tick':
        this.#tick(now, effects)
        break
      default:
    }
    this.#schedule(now)
    return effects.length === 0 ? NO_EFFECTS : effects
  }

  /** The state may have changed, and buffers may have become free for other swarms. */
  #afterBlock(now: number, search: Search, effects: Effects): void {
    if (search.swarm.isComplete || search.swarm.halted !== undefined) this.#drive(now, search, effects)
    if (this.#budget.waiting === 0) return
    for (const { swarm } of this.#searches.values()) swarm.downloads.fillShort(now, effects)
  }

  #drive(now: number, search: Search, effects: Effects): void {
    if (!search.drive(now, effects)) return
    const { state } = search
    const reason = 'reason' in state ? state.reason : undefined
    effects.push({ type: 'news', news: { type: 'swarmState', swarm: search.swarm.id, state: state.state, reason } })
  }

  #tick(now: number, effects: Effects): void {
    this.#wakeAt = undefined
    for (const search of this.#searches.values()) {
      if (search.swarm.halted !== undefined) continue
      search.swarm.watch(now, effects)
      this.#drive(now, search, effects)
    }
  }

  #schedule(now: number): void {
    if (this.#wakeAt !== undefined) return
    let at = Infinity
    for (const search of this.#searches.values()) {
      if (search.isActive || search.swarm.awaitsHello) at = Math.min(at, now + WATCH_MS, search.dueAt ?? Infinity)
    }
    if (at < Infinity) this.#wakeAt = Math.max(at, now)
  }

  #command(now: number, id: CommandId, command: CommandOf<SwarmProtocol>, effects: Effects): void {
    const done = (result: Result): void => {
      effects.push({ type: 'done', id, result })
    }
    if (command.name === 'list') {
      done(succeed([...this.#searches.values()].map((search) => statusOf(now, search))))
      return
    }
    if (command.name === 'add') {
      done(this.#add(now, command.args))
      return
    }
    const search = this.#searches.get(command.args.swarm)
    if (search === undefined) {
      done(fail('NOT_FOUND', `swarm ${command.args.swarm} is not known here`))
      return
    }
    done(this.#ofSwarm(now, search, command, effects))
    if (command.name !== 'get' && command.name !== 'remove') this.#wakeAt = now
  }

  #add(now: number, { swarm: id }: ArgsOf<'add'>): Result {
    if (this.#searches.has(id)) return fail('CONFLICT', `swarm ${id} is known already`)
    if (this.#searches.size >= this.#params.limits.swarms) {
      return fail('OVERLOAD', `${this.#params.limits.swarms} swarms are as many as this daemon takes part in`)
    }
    const random = this.#random.fork(id)
    const swarm = new Swarm(id, this.#params, this.#siblings, this.#budget, random)
    const openCall = (search: Search, what: SearchCall): CallId => this.#calls.open({ search, what })
    this.#searches.set(id, new Search(swarm, this.#params, this.#siblings, openCall, random.fork('search')))
    // What to announce is decided with the next tick: the glue may know more in a moment.
    this.#wakeAt = now
    return succeed(null)
  }

  #ofSwarm(
    now: number,
    search: Search,
    command: Exclude<CommandOf<SwarmProtocol>, { name: 'add' | 'list' }>,
    effects: Effects,
  ): Result {
    const { swarm } = search
    switch (command.name) {
      case 'describe': {
        const { infoBytes, layout, missingLayers } = command.args
        if (swarm.downloads.geometry !== undefined) return fail('CONFLICT', 'this swarm is described already')
        const fault = infoBytes > MAX_INFO_BYTES ? `a metainfo of ${infoBytes} bytes` : layoutFault(layout)
        if (fault !== undefined) return fail('CONFLICT', `this cannot be a swarm: ${fault}`)
        swarm.describe(now, infoBytes, layout, missingLayers, effects)
        return succeed(null)
      }
      case 'begin': {
        const { geometry, have } = swarm.downloads
        if (geometry === undefined || have !== undefined) return fail('CONFLICT', 'this swarm cannot begin now')
        const known = PieceSet.from(geometry.pieces, command.args.have)
        if (known === undefined) return fail('INVALID_ARGUMENT', 'the bitfield has the wrong size')
        swarm.begin(known, effects)
        this.#drive(now, search, effects)
        return succeed(null)
      }
      case 'changed':
        if (command.args.here) swarm.regain(now, command.args.pieces, effects)
        else swarm.lose(command.args.pieces)
        return succeed(null)
      case 'remove':
        search.withdraw(effects)
        swarm.halt({ state: 'paused', reason: 'removed' }, effects)
        this.#searches.delete(swarm.id)
        this.#removed.downloadedBytes += swarm.books.total.downloadedBytes
        this.#removed.uploadedBytes += swarm.books.total.uploadedBytes
        return succeed(null)
      case 'pause':
      case 'fail': {
        const reason = command.name === 'pause' ? 'paused by command' : command.args.reason
        swarm.halt({ state: command.name === 'pause' ? 'paused' : 'failed', reason }, effects)
        search.withdraw(effects)
        this.#drive(now, search, effects)
        return succeed(null)
      }
      case 'resume':
        swarm.halted = undefined
        search.resumed()
        this.#drive(now, search, effects)
        return succeed(null)
      case 'get':
        return succeed(statusOf(now, search))
    }
  }
}

type ArgsOf<Name extends keyof SwarmProtocol['commands']> = SwarmProtocol['commands'][Name]['args']
