import { fault, type Epoch, type Lamport, type MonoMs, type PeerKey, type WallInterval } from '../base/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import {
  fail,
  type CommandId,
  type Effect,
  type Envelope,
  type Input,
  type IoFailure,
  type Machine,
  type MachineName,
  type News,
  type Protocol,
  type Result,
  type Row,
} from '../protocols/index.ts'
import { MACHINE_SLOTS } from './ask-table.ts'
import { Calls } from './calls.ts'
import { carryOut } from './carry-out.ts'
import { CommandTable, TOO_MANY, type RunningCommand } from './command-table.ts'
import { DiskTables } from './disk-tables.ts'
import type { FailureDetector } from './failure-detector.ts'
import type { HostInit } from './host-init.ts'
import { Inbox } from './inbox.ts'
import { InterceptorChain, type ChangeOutcome, type Interceptor } from './interceptors/index.ts'
import type { Ports } from './ports.ts'
import { Ticks } from './ticks.ts'

type AnyMachine = Machine<Protocol>
type AnyEffect = Effect<Protocol>
type AnyInput = Input<Protocol>
type Named = { readonly name: string; readonly args: unknown }

/** What the adapters of bulk data report. */
export type SessionInput = Extract<AnyInput, { type: 'sessionUp' | 'sessionDown' | 'block' | 'served' }>

const TICK: AnyInput = Object.freeze({ type: 'tick' })

/**
 * One peer's machines with everything that is the same for all of them: asks and their deadlines, commands, calls,
 * writes, interceptors, Lamport time. Pure and synchronous: each public call is one step and one Lamport tick, output
 * goes to `ports`, and `wakeAt` says when it wants `wake`. Daemon and simulator only pump it.
 */
export class PeerHost {
  readonly self: PeerKey
  readonly clock: LamportClock
  readonly #ports: Ports
  readonly #machines: readonly AnyMachine[]
  readonly #ticks: Ticks
  readonly #names: readonly MachineName[]
  readonly #detector: FailureDetector
  readonly #chain: InterceptorChain
  readonly #calls: Calls
  readonly #wall: (now: MonoMs) => WallInterval
  readonly #commands = new CommandTable()
  readonly #disk: DiskTables
  readonly #ctx: { now: MonoMs; wall: WallInterval; lamport: Lamport; readonly epoch: Epoch }
  readonly #inbox: Inbox
  #stepping = false

  constructor(init: HostInit) {
    if (init.machines.length > MACHINE_SLOTS) fault(`a host holds at most ${MACHINE_SLOTS} machines`)
    this.self = init.self
    this.clock = init.clock
    this.#ports = init.ports
    this.#machines = init.machines.map(([, machine]) => machine)
    this.#ticks = new Ticks(this.#machines)
    this.#names = init.machines.map(([name]) => name)
    this.#inbox = new Inbox(this.#names)
    this.#detector = init.detector
    this.#disk = new DiskTables(this.#names, init.ports)
    this.#chain = new InterceptorChain(init.interceptors, {
      begin: (now) => {
        if (this.#stepping) return false
        this.#begin(now)
        return true
      },
      end: () => {
        this.#end()
      },
      arrive: (envelope, from, epoch, now) => {
        this.#arrive(envelope, from, epoch, now)
      },
      leave: (envelope, to) => {
        this.#calls.leave(to, envelope)
      },
    })
    this.#calls = new Calls({
      self: init.self,
      epoch: init.epoch,
      clock: init.clock,
      names: this.#names,
      interceptors: this.#chain,
      ports: init.ports,
      random: init.random,
      feed: (slot, input) => {
        this.#feed(slot, input)
      },
    })
    this.#wall = init.wall
    const start = 0 as MonoMs
    this.#ctx = { now: start, wall: init.wall(start), lamport: init.clock.time, epoch: init.epoch }
  }

  /** The earliest time at which `wake` has something to do; undefined: not until something happens. */
  get wakeAt(): MonoMs | undefined {
    const bound = Math.min(this.#calls.bound ?? Infinity, this.#commands.bound ?? Infinity)
    const at = Math.min(this.#ticks.earliest, bound, this.#chain.wakeAt ?? Infinity)
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** Sizes of the bounded tables, for metrics. */
  get sizes(): { asks: number; replies: number; commands: number; reads: number; heldBack: number; dead: number } {
    const { heldBack, ...calls } = this.#calls.sizes
    const disk = this.#disk.sizes
    return {
      ...calls,
      commands: this.#commands.size,
      reads: disk.reads,
      heldBack: heldBack + disk.heldBack,
      dead: this.#detector.deadCount,
    }
  }

  /** An envelope arrived on an authenticated link with this incarnation of the peer. */
  deliver(now: MonoMs, from: PeerKey, epoch: Epoch, envelope: Envelope): void {
    if (this.#chain.inbound(envelope, from, epoch, now)) this.#arrive(envelope, from, epoch, now)
    if (this.#chain.changing) this.#chain.settle(now)
  }

  /**
   * An envelope has passed the interceptors: a step of its own, unless one is under way. It begins only here, after the
   * time that the envelope brought has been merged.
   */
  #arrive(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs): void {
    const within = this.#stepping
    if (!within) this.#begin(now)
    if (this.#detector.heard(from)) this.#announce({ type: 'peerAlive', peer: from }, -1)
    this.#calls.accept(from, epoch, envelope, now)
    if (!within) this.#end()
  }

  /** The interceptors, for reports. */
  get interceptors(): Pick<InterceptorChain, 'interceptors' | 'report' | 'totals' | 'version' | 'changing' | 'held'> {
    return this.#chain
  }

  /** Asks for another chain of interceptors; see `InterceptorChain.replace`. */
  intercept(
    now: MonoMs,
    next: readonly Interceptor[],
    patienceMs: number,
    done: (outcome: ChangeOutcome) => void,
  ): void {
    this.#chain.replace(next, now, patienceMs, done)
  }

  /** Time has come to `wakeAt`. Harmless when early. */
  wake(now: MonoMs): void {
    // Bounds are lazy: most asks were answered long before theirs, and then this is no step.
    this.#calls.tighten(now)
    const at = this.wakeAt
    if (at === undefined || at > now) return
    // Before the step: what was kept back arrives in steps of its own.
    this.#chain.wake(now)
    this.#begin(now)
    this.#calls.wake(now, this.#late)
    for (const id of this.#commands.due(now)) {
      const command = this.#commands.get(id)
      if (command !== undefined) this.#feed(command.machine, { type: 'cancel', id })
      this.#settle(id, fail('TIMEOUT', 'the command took longer than its deadline'))
    }
    for (let slot = 0; slot < this.#machines.length; slot++) {
      if (this.#ticks.of(slot) <= now) this.#feed(slot, TICK)
    }
    this.#end()
  }

  /** Starts a command of a machine; its result comes through `ports.settled`, not before this call has returned its id. */
  command(now: MonoMs, machine: MachineName, command: Named, leftMs: number): CommandId {
    const slot = this.#slotOf(machine)
    this.#begin(now)
    const id = this.#run(slot, command, leftMs)
    this.#end()
    return id
  }

  /** The caller of a command no longer waits. */
  cancel(now: MonoMs, id: CommandId): void {
    const command = this.#commands.get(id)
    if (command === undefined) return
    this.#begin(now)
    this.#feed(command.machine, { type: 'cancel', id })
    this.#settle(id, fail('CANCELLED', 'the caller gave up'))
    this.#end()
  }

  /** A group handed to `ports.write` is durable, or failed as a whole with `error`. */
  durable(now: MonoMs, group: number, error?: IoFailure): void {
    const settled = this.#disk.settleWrite(group)
    if (settled === undefined) return
    this.#begin(now)
    if (settled.mark !== undefined && error === undefined) {
      this.clock.reserved(settled.mark)
      this.#calls.release()
    }
    for (const { owner, op, held } of settled.ops) {
      if (error === undefined) {
        for (const effect of held) this.#apply(owner, effect)
        this.#feed(owner, { type: 'written', op })
      } else this.#feed(owner, { type: 'ioFailed', op, code: error })
    }
    this.#end()
  }

  /** A page handed to `ports.read` came, `more` of its range being left; or reading failed. */
  rowsRead(now: MonoMs, id: number, page: { rows: readonly Row[]; more: boolean } | IoFailure): void {
    const read = this.#disk.settleRead(id)
    if (read === undefined) return
    const { owner, op } = read
    this.#begin(now)
    if (typeof page === 'string') this.#feed(owner, { type: 'ioFailed', op, code: page })
    else this.#feed(owner, { type: 'rows', op, rows: page.rows, more: page.more })
    this.#end()
  }

  linkUp(now: MonoMs, peer: PeerKey, epoch: Epoch): void {
    this.#begin(now)
    this.#chain.linkUp(peer, epoch)
    this.#calls.linkUp(peer, epoch)
    if (this.#detector.heard(peer)) this.#announce({ type: 'peerAlive', peer }, -1)
    this.#broadcast({ type: 'linkUp', peer, epoch })
    this.#end()
  }

  /**
   * The link is gone, and with it what was in flight: those asks fail with `timeout` now instead of later, or are sent
   * again before long.
   */
  linkDown(now: MonoMs, peer: PeerKey): void {
    this.#begin(now)
    this.#chain.linkDown(peer)
    this.#calls.linkDown(peer, now)
    this.#broadcast({ type: 'linkDown', peer })
    this.#end()
  }

  /**
   * Dialling the peer (again) failed: it is held for dead until something is heard from it, or of a later incarnation.
   * @param known the latest epoch that the peer itself has shown; 0 for none.
   */
  unreachable(now: MonoMs, peer: PeerKey, known: number): void {
    this.#begin(now)
    const asked = this.#calls.failPeer(peer, 'unreachable', now)
    const isNews = this.#detector.unreachable(peer, Math.max(asked, known))
    if (isNews) this.#announce({ type: 'peerDead', peer }, -1)
    this.#end()
  }

  /** A session came or went, or a block on it: the swarm's. */
  session(now: MonoMs, input: SessionInput): void {
    this.#begin(now)
    this.#feed(this.#slotOf('swarm'), input)
    this.#end()
  }

  #slotOf(machine: MachineName): number {
    const slot = this.#names.indexOf(machine)
    return slot >= 0 ? slot : fault(`this host has no machine ${machine}`)
  }

  // ---- a step: begin, feed …, end ---------------------------------------------------------------------------------

  #begin(now: MonoMs): void {
    if (this.#stepping) fault('a port called back into its host')
    this.#stepping = true
    const ctx = this.#ctx
    ctx.now = now
    ctx.wall = this.#wall(now)
    ctx.lamport = this.clock.tick()
  }

  #feed(slot: number, input: AnyInput): void {
    this.#inbox.feed(slot, input)
  }

  #end(): void {
    const inbox = this.#inbox
    for (let at = 0; at < inbox.length; at++) {
      const slot = inbox.turnTo(at)
      const effects = (this.#machines[slot] as AnyMachine).step(this.#ctx, inbox.inputAt(at))
      this.#ticks.stepped(slot)
      // The step's writes first: an effect may wait for one that stands later in the list.
      for (const effect of effects) {
        if (effect.type === 'write') this.#disk.write(slot, effect)
      }
      for (const effect of effects) {
        if ('after' in effect) this.#disk.hold(slot, effect, effect.after)
        else this.#apply(slot, effect)
      }
    }
    inbox.clear()
    this.#calls.stepEnds()
    const mark = this.clock.wanted
    if (mark !== undefined) this.#disk.reserve(mark)
    this.#stepping = false
    if (this.#chain.changing) this.#chain.settle(this.#ctx.now)
    this.#disk.handOver()
  }

  /** No word came in time: after a few in a row the connection itself is in doubt. */
  readonly #late = (peer: PeerKey): void => {
    if (this.#detector.timedOut(peer)) this.#ports.probe(peer)
  }

  // ---- effects ----------------------------------------------------------------------------------------------------

  #apply(slot: number, effect: AnyEffect): void {
    switch (effect.type) {
      case 'send':
        this.#calls.send(slot, effect, this.#ctx.now)
        return
      case 'ask':
        this.#calls.ask(slot, effect, this.#ctx.now)
        return
      case 'respond':
        this.#calls.respond(slot, effect, this.#ctx.now)
        return
      case 'refuse':
        this.#calls.refuse(effect.reply, effect.why ?? 'refused', this.#ctx.now)
        return
      case 'done':
        this.#settle(effect.id, effect.result)
        return
      case 'cancelAsk':
        this.#calls.cancelAsk(slot, effect.ask)
        return
      case 'call':
        this.#run(this.#slotOf(effect.to), effect.command, effect.deadlineMs, { machine: slot, call: effect.call })
        return
      case 'cancelCall': {
        const id = this.#commands.ofCall(slot, effect.call)
        const command = id === undefined ? undefined : this.#commands.take(id)
        if (id !== undefined && command !== undefined) this.#feed(command.machine, { type: 'cancel', id })
        return
      }
      case 'news':
        this.#announce(effect.news, slot)
        return
      case 'write':
        return // entered before
      case 'read':
        if (!this.#disk.read(slot, effect)) this.#feed(slot, { type: 'ioFailed', op: effect.op, code: 'IO' })
        return
      default:
        carryOut(this.#ports, effect)
    }
  }

  #run(slot: number, command: Named, leftMs: number, caller?: RunningCommand['caller']): CommandId {
    const { isFull } = this.#commands
    const id = this.#commands.open(slot, (this.#ctx.now + leftMs) as MonoMs, caller)
    if (isFull) this.#settle(id, TOO_MANY)
    else this.#feed(slot, { type: 'command', id, command, leftMs })
    return id
  }

  #settle(id: CommandId, result: Result): void {
    const command = this.#commands.take(id)
    if (command === undefined) return
    if (command.caller === undefined) this.#ports.settled(id, result)
    else this.#feed(command.caller.machine, { type: 'result', call: command.caller.call, result })
  }

  #announce(news: News, from: number): void {
    this.#ports.news(news)
    for (let slot = 0; slot < this.#machines.length; slot++) {
      if (slot !== from && this.#machines[slot]?.hears.includes(news.type) === true) {
        this.#feed(slot, { type: 'news', news })
      }
    }
  }

  #broadcast(input: AnyInput): void {
    for (let slot = 0; slot < this.#machines.length; slot++) this.#feed(slot, input)
  }
}
