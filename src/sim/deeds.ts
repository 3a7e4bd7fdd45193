import type { MonoMs, Random } from '../base/index.ts'
import type { DiskFaults } from './disk.ts'
import { VIOLATION_BAN_MS } from './links.ts'
import type { LinkConditions, Network, Where } from './network.ts'
import { clockOf, type SimPeer } from './node.ts'
import type { Action, Verb } from './schedule.ts'
import type { EventTrace } from './trace.ts'

/** A simulation, whatever its nodes run. */
export interface AnySimulation {
  readonly now: MonoMs
  readonly network: Network
  readonly trace: EventTrace
  at(time: number, callback: () => void): void
  crash(node: SimPeer): void
  stop(node: SimPeer): void
}

/** What only the world knows how to do. A number that means nobody is passed over, so that any part of a schedule runs. */
export interface DeedHooks {
  nodeOf(number: number): SimPeer | undefined
  /** Starts the node of a number, for the first time or again, and has it join. */
  start(number: number): void
  /** Leaves in order, then stops. */
  leave(number: number): void
  lookup(number: number, target: string): void
  /** One look-up by chance. */
  lookupByChance(random: Random): void
  /** May this node be lost now, or for good? The world may hold to the assumptions of a proof. */
  mayLose(number: number, forGood: boolean): boolean
  /** The same of a cut. */
  mayPart(groups: readonly (readonly number[])[]): boolean
  /** A node has been lost, or the network has been cut or healed. */
  lost(number: number): void
  parted(): void
  /** The living may be held for dead from now on, until the returned function is called. */
  upset(): () => void
}

type ActionOf<V extends Verb> = Extract<Action, { readonly do: V }>

/** A crash after which nothing starts again: the disk is lost too. */
const isForGood = (action: Action): boolean => action.do === 'crash' && action.forMs === undefined

/** There is nothing to undo. */
const NOTHING = (): void => undefined
/** The action was passed over. */
const NOBODY = (): void => undefined

/** Carries the actions of a schedule out on a simulation, and ends them in time. */
export class Deeds {
  readonly #sim: AnySimulation
  readonly #hooks: DeedHooks
  readonly #random: Random
  /** Conditions in force, each with the way to end it. */
  readonly #running = new Set<() => void>()
  /** Actions that meant nobody, or that the assumptions of a proof forbade. */
  passedOver = 0
  /** Of each verb, how many were not. */
  readonly carriedOut: Record<string, number> = {}

  constructor(sim: AnySimulation, hooks: DeedHooks, random: Random) {
    this.#sim = sim
    this.#hooks = hooks
    this.#random = random
  }

  /** Does what an action says, and undoes it when its time has passed. @param endMs when the schedule ends */
  carryOut(action: Action, endMs: number): void {
    this.#sim.trace.say(this.#sim.now, JSON.stringify(action))
    const undo = this.#begin(action, endMs)
    if (undo === NOBODY) this.passedOver++
    else this.carriedOut[action.do] = (this.carriedOut[action.do] ?? 0) + 1
    if (undo === NOBODY || undo === NOTHING) return
    const end = (): void => {
      if (!this.#running.delete(end)) return
      this.#sim.trace.say(this.#sim.now, `end of ${JSON.stringify(action)}`)
      undo()
    }
    this.#running.add(end)
    const forMs = 'forMs' in action ? action.forMs : undefined
    if (forMs !== undefined) this.#sim.at(this.#sim.now + forMs, end)
  }

  /** All conditions end. Nodes that are down for a while start when their time has come. */
  endAll(): void {
    for (const end of [...this.#running]) end()
  }

  #begin(action: Action, endMs: number): () => void {
    switch (action.do) {
      case 'crash':
      case 'stop':
      case 'leave':
        return this.#takeDown(action)
      case 'start':
        this.#hooks.start(action.node)
        return NOTHING
      case 'partition':
        return this.#part(action.groups)
      case 'block':
        return this.#block(action.from, action.to)
      case 'loss':
        return this.#impose({ lossRate: action.rate }, action)
      case 'duplicate':
        return this.#impose({ duplicateRate: action.rate }, action)
      case 'corrupt':
        return this.#corrupt(action)
      case 'reorder':
        return this.#impose({ reorderRate: action.rate, reorderMs: action.ms }, action)
      case 'delay':
        return this.#impose({ delayMs: action.ms }, action)
      case 'jitter':
        return this.#impose({ jitterMs: action.ms }, action)
      case 'diskError':
        return this.#disk(action.node, { writeError: action.code, readError: action.code })
      case 'diskFlaky':
        return this.#disk(action.node, { failRate: action.rate })
      case 'diskSlow':
        return this.#disk(action.node, { latencyMs: action.ms })
      case 'clockDrift':
      case 'clockJump':
      case 'clockDoubt':
        return this.#clock(action)
      case 'lookup':
        this.#hooks.lookup(action.node, action.target)
        return NOTHING
      case 'lookups':
        return this.#lookups(action.everyMs, Math.min(endMs, this.#sim.now + (action.forMs ?? endMs)), action.atMs)
    }
  }

  #takeDown(action: ActionOf<'crash' | 'stop' | 'leave'>): () => void {
    const number = action.node
    const node = this.#hooks.nodeOf(number)
    if (node?.alive !== true || !this.#hooks.mayLose(number, isForGood(action))) return NOBODY
    if (action.do === 'leave') this.#hooks.leave(number)
    else {
      if (action.do === 'crash') this.#sim.crash(node)
      else this.#sim.stop(node)
      this.#hooks.lost(number)
    }
    if (action.forMs === undefined) return NOTHING
    return () => {
      this.#hooks.start(number)
    }
  }

  #part(groups: readonly (readonly number[])[]): () => void {
    if (!this.#hooks.mayPart(groups)) return NOBODY
    const ends = groups.map((group) => group.map((number) => ({ index: this.#indexOf(number) })))
    this.#sim.network.partition(ends.map((group) => group.filter(({ index }) => index >= 0)))
    this.#hooks.parted()
    const { cut } = this.#sim.network
    return () => {
      // Another cut has taken its place meanwhile.
      if (this.#sim.network.cut !== cut) return
      this.#sim.network.partition([])
      this.#hooks.parted()
    }
  }

  #block(from: number, to: number): () => void {
    const ends = [{ index: this.#indexOf(from) }, { index: this.#indexOf(to) }] as const
    if (ends[0].index < 0 || ends[1].index < 0) return NOBODY
    this.#sim.network.block(...ends)
    const calm = this.#hooks.upset()
    return () => {
      this.#sim.network.unblock(...ends)
      calm()
    }
  }

  #impose(conditions: Partial<LinkConditions>, place: { node?: number; from?: number; to?: number }): () => void {
    const where = this.#placeOf(place)
    return where === undefined ? NOBODY : this.#sim.network.impose(conditions, where)
  }

  /** A peer that seems to misbehave is kept away, so the living are held for dead. */
  #corrupt(action: ActionOf<'corrupt'>): () => void {
    const clean = this.#impose({ corruptRate: action.rate }, action)
    if (clean === NOBODY) return NOBODY
    const calm = this.#hooks.upset()
    return () => {
      clean()
      this.#sim.at(this.#sim.now + VIOLATION_BAN_MS, calm)
    }
  }

  #placeOf(place: { node?: number; from?: number; to?: number }): Where | undefined {
    const { node, from, to } = place
    const ends = [node, from, to].map((number) => (number === undefined ? undefined : this.#indexOf(number)))
    if (ends.includes(-1)) return undefined
    const [index, source, target] = ends
    if (source !== undefined && target !== undefined) return { from: { index: source }, to: { index: target } }
    return index === undefined ? 'everywhere' : { node: { index } }
  }

  #disk(number: number, faults: Partial<DiskFaults>): () => void {
    const disk = this.#hooks.nodeOf(number)?.disk
    if (disk === undefined) return NOBODY
    disk.set(faults)
    const mine = disk.faults
    return () => {
      if (disk.faults === mine) disk.set({})
    }
  }

  #clock(action: ActionOf<'clockDrift' | 'clockJump' | 'clockDoubt'>): () => void {
    const node = this.#hooks.nodeOf(action.node)
    if (node === undefined) return NOBODY
    const clock = clockOf(node)
    if (action.do === 'clockJump') {
      clock.jump(action.ms)
      return NOTHING
    }
    if (action.do === 'clockDoubt') {
      clock.uncertaintyMs = action.ms
      return () => {
        clock.uncertaintyMs = 0
      }
    }
    clock.drift(this.#sim.now, action.ppm)
    return () => {
      clock.drift(this.#sim.now, 0)
    }
  }

  #lookups(everyMs: number, untilMs: number, name: number): () => void {
    const random = this.#random.fork(`look-ups ${name}`)
    let ended = false
    const next = (): void => {
      if (ended || this.#sim.now >= untilMs) return
      this.#hooks.lookupByChance(random)
      this.#sim.at(this.#sim.now + everyMs, next)
    }
    next()
    return () => {
      ended = true
    }
  }

  #indexOf(number: number): number {
    return this.#hooks.nodeOf(number)?.index ?? -1
  }
}
