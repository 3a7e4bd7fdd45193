import type { PeerKey, Random } from '../../base/index.ts'
import type { CallId, CallOf, CallResult, Effect } from '../machine.ts'
import type { FindResult } from '../providers/commands.ts'
import { MAX_SAMPLE } from '../providers/index.ts'
import type { SwarmState } from './commands.ts'
import type { SwarmParams } from './params.ts'
import type { SwarmProtocol, SwarmSiblings } from './protocol.ts'
import type { Swarm } from './swarm.ts'

type Effects = Effect<SwarmProtocol>[]

/** What a call to providers was for. */
export type SearchCall = 'announce' | 'withdraw' | 'find'
export type OpenCall = (search: Search, what: SearchCall) => CallId

/** A new session has so long to say what the peer has before that counts as nothing. */
const GREET_MS = 2_000
/** How long a look-up of providers and an announcement may take. */
const FIND_MS = 5_000

/**
 * Who else is in the swarm: makes this node known, finds others, connects to them, and judges what is wrong when nothing
 * moves. This node is announced before it looks for others, so that of two that begin at once at least one finds the other.
 */
export class Search {
  readonly swarm: Swarm
  state: SwarmState = { state: 'resolving', reason: 'looking for peers' }
  readonly #params: SwarmParams
  readonly #siblings: SwarmSiblings
  readonly #random: Random
  readonly #openCall: OpenCall
  /** What others were told: 'no', or whether this node is a seed. */
  #announced: 'no' | 'leecher' | 'seed' = 'no'
  /** The first announcement has ended, well or not. */
  #isAnnounced = false
  #calling: 'no' | SearchCall = 'no'
  #findAt = 0
  #findPauseMs: number
  /** Blocks came when this was looked at last: look-ups can wait for as long as they do. */
  #isFed = false
  /** The last find: how many peers, or why it failed. */
  #found: { readonly peers: number } | { readonly why: string } | undefined

  constructor(swarm: Swarm, params: SwarmParams, siblings: SwarmSiblings, openCall: OpenCall, random: Random) {
    this.swarm = swarm
    this.#params = params
    this.#siblings = siblings
    this.#random = random
    this.#openCall = openCall
    this.#findPauseMs = params.findStalledMs
  }

  /** Is there something to do or to watch as time goes by? A seed and a halted swarm only answer. */
  get isActive(): boolean {
    if (this.swarm.halted !== undefined) return false
    return !this.swarm.isComplete || this.#announced !== 'seed'
  }

  /** When to look for peers again; undefined: not now, or no more. */
  get dueAt(): number | undefined {
    const isSearching = this.isActive && !this.swarm.isComplete && this.#isAnnounced && this.#calling === 'no'
    return isSearching ? this.#findAt : undefined
  }

  /** Announces, finds and connects as is due, and returns whether the state became another. */
  drive(now: number, effects: Effects): boolean {
    const { swarm } = this
    if (swarm.halted === undefined) {
      this.#feed(now)
      const wish = swarm.isComplete ? 'seed' : 'leecher'
      // While the files are being prepared it is not known yet what to say.
      const isKnown = swarm.downloads.stage !== 'blocked'
      if (isKnown && this.#announced !== wish && this.#calling === 'no') this.#announce(wish, effects)
      else if (!swarm.isComplete && this.#isAnnounced && this.#calling === 'no' && now >= this.#findAt)
        this.#find(effects)
      if (!swarm.isComplete) this.#connect(now, effects)
    }
    return this.#judge(now)
  }

  /** The swarm halts or goes: others need not ask here any more. */
  withdraw(effects: Effects): void {
    if (this.#announced !== 'no') this.#call({ name: 'withdraw', args: { swarm: this.swarm.id } }, effects)
    this.#announced = 'no'
    this.#isAnnounced = false
    this.#calling = 'no'
  }

  /** It goes on after a halt. */
  resumed(): void {
    this.#findAt = 0
    this.#findPauseMs = this.#params.findStalledMs
    this.#found = undefined
  }

  #announce(wish: 'leecher' | 'seed', effects: Effects): void {
    this.#announced = wish
    this.#calling = 'announce'
    this.#call({ name: 'announce', args: { swarm: this.swarm.id, seeding: wish === 'seed' } }, effects)
  }

  #find(effects: Effects): void {
    this.#calling = 'find'
    this.#call({ name: 'find', args: { swarm: this.swarm.id, limit: MAX_SAMPLE } }, effects)
  }

  #call(command: CallOf<SwarmProtocol>['command'], effects: Effects): void {
    const call = this.#openCall(this, command.name)
    effects.push({ type: 'call', to: 'providers', call, command, deadlineMs: FIND_MS })
  }

  /** A call to providers ended. After a failed announcement providers goes on trying by itself. */
  result(now: number, what: SearchCall, result: CallResult<SwarmProtocol>): void {
    if (what === 'withdraw' || this.#calling !== what) return
    this.#calling = 'no'
    if (what === 'announce') {
      this.#isAnnounced = true
      return
    }
    if (result.ok) {
      const { providers } = result.value as FindResult
      for (const { ref, seeding } of providers) {
        if (ref.peer !== this.#siblings.self && !this.swarm.banned.has(ref.peer))
          this.swarm.contacts.heard(ref, seeding)
      }
      this.#found = { peers: providers.length }
    } else this.#found = { why: result.detail }
    const { findMs, findStalledMs } = this.#params
    this.#feed(now)
    this.#findAt = now + this.#random.jitter(this.#isFed ? findMs : this.#findPauseMs)
    this.#findPauseMs = this.#isFed ? findStalledMs : Math.min(2 * this.#findPauseMs, findMs)
  }

  /** When all who gave something are gone, or give nothing any more, others are looked for soon. */
  #feed(now: number): void {
    const wasFed = this.#isFed
    this.#isFed = this.swarm.openCount > 0 && this.#isMoving(now)
    if (!wasFed || this.#isFed) return
    this.#findPauseMs = this.#params.findStalledMs
    this.#findAt = Math.min(this.#findAt, now + this.#random.jitter(this.#findPauseMs))
  }

  #isMoving(now: number): boolean {
    const { lastBlockAt } = this.swarm.downloads
    return lastBlockAt > 0 && now - lastBlockAt < this.#params.stallMs
  }

  #connect(now: number, effects: Effects): void {
    const { sessions, contacts, banned } = this.swarm
    const { limits } = this.#params
    if (contacts.size === 0) return
    let opened = 0
    let opening = 0
    for (const session of sessions.values()) {
      if (session.opened) opened++
      if (session.state === 'opening') opening++
    }
    const room = Math.min(limits.opened - opened, limits.opening - opening, limits.sessions - sessions.size)
    const isTaken = (peer: PeerKey): boolean => sessions.has(peer) || (banned.get(peer)?.until ?? 0) > now
    for (const ref of contacts.next(now, room, isTaken, this.#random)) this.swarm.open(now, ref, effects)
  }

  /** What is it doing, and if nothing, why? */
  #judge(now: number): boolean {
    const before = this.state.state
    this.state = this.#judged(now)
    return this.state.state !== before
  }

  #judged(now: number): SwarmState {
    const { swarm } = this
    if (swarm.halted !== undefined) return swarm.halted
    if (swarm.isComplete) {
      if (swarm.lost === 0) return { state: 'seeding' }
      return { state: 'stalled', reason: `${count(swarm.lost, 'piece')} changed on disk and cannot be served` }
    }
    const open = swarm.openCount
    const isResolving = swarm.downloads.geometry === undefined || swarm.downloads.stage === 'layers'
    if (open === 0) return this.#alone(isResolving)
    if (swarm.downloads.stage === 'blocked') return { state: 'resolving', reason: 'preparing the files' }
    if (this.#isMoving(now)) return isResolving ? fetching(open) : { state: 'downloading' }
    const useful = [...swarm.sessions.values()].some(
      isResolving ? ({ infoBytes }) => infoBytes > 0 : ({ wanted }) => wanted > 0,
    )
    const isEarly = [...swarm.sessions.values()].some((session) => session.isUnknown && now - session.since < GREET_MS)
    if (!useful && isEarly) {
      return { state: isResolving ? 'resolving' : 'downloading', reason: `connecting to ${count(open, 'peer')}` }
    }
    if (!useful) {
      const what = isResolving ? 'the metainfo' : `any of the ${count(this.#missing, 'missing piece')}`
      return { state: 'stalled', reason: `${connected(open)}, none has ${what}` }
    }
    const since = Math.max(swarm.downloads.lastBlockAt, ...[...swarm.sessions.values()].map((session) => session.since))
    if (now - since < this.#params.stallMs) return isResolving ? fetching(open) : { state: 'downloading' }
    const seconds = Math.round((now - since) / 1000)
    return { state: 'stalled', reason: `${connected(open)}, none has sent anything for ${seconds} s` }
  }

  get #missing(): number {
    const { have } = this.swarm.downloads
    return have === undefined ? 0 : have.size - have.count
  }

  #alone(isResolving: boolean): SwarmState {
    const { id, sessions, contacts, banned } = this.swarm
    if (this.#found === undefined) return { state: 'resolving', reason: 'looking for peers' }
    if ('why' in this.#found) {
      return { state: 'stalled', reason: `who has this swarm cannot be looked up: ${this.#found.why}` }
    }
    const known = contacts.size
    if (known > 0) {
      const isFirst = sessions.size > 0 && this.state.state !== 'stalled'
      if (isFirst)
        return { state: isResolving ? 'resolving' : 'downloading', reason: `connecting to ${count(known, 'peer')}` }
      return { state: 'stalled', reason: `${count(known, 'peer')} known, none can be reached` }
    }
    if (banned.size > 0) {
      return { state: 'stalled', reason: `all ${count(banned.size, 'known peer')} sent bad data and are refused` }
    }
    const key = this.#siblings.keyOf(id)
    return { state: 'stalled', reason: `no peer has this swarm: 0 providers found at succ(${key})` }
  }
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
const connected = (n: number): string => `connected to ${count(n, 'peer')}`
const fetching = (n: number): SwarmState => ({ state: 'resolving', reason: `fetching the metainfo, ${connected(n)}` })
