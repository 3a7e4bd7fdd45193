import { fault, type MonoMs, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { Asked, Handlers } from '../core.ts'
import {
  type Context,
  type Effect,
  type Input,
  type Machine,
  type Make,
  type News,
  type Row,
  prefixRange,
} from '../machine.ts'
import { Census } from '../census.ts'
import { Client } from './client.ts'
import { Collector } from './collector.ts'
import { Copies } from './copies.ts'
import { itemOf } from './items.ts'
import { Mates } from './mates.ts'
import { differs, forgetMismatches, MISMATCH_MS } from './mismatch.ts'
import { Owner } from './owner.ts'
import { Querier } from './querier.ts'
import { Shelf } from './shelf.ts'
import { Sweeper } from './sweeper.ts'
import type { Answer } from './fit.ts'
import { fits } from './suits.ts'
import { Checker } from './checker.ts'
import { commandsOf } from './commanded.ts'
import type { SpaceShown } from './commands.ts'
import { Contests } from './contest.ts'
import { Core, type Step } from './core.ts'
import { spaceFigures, type CanFigures } from './figures.ts'
import { Finder } from './finder.ts'
import { Giver } from './giver.ts'
import { Joiner } from './joiner.ts'
import { Locator } from './locator.ts'
import type { CanRequest } from './messages.ts'
import type { CanParams } from './params.ts'
import type { CanProtocol, CanSiblings } from './protocol.ts'
import { Realities } from './realities.ts'
import { Reassigner } from './reassigner.ts'
import { ALL, spaceOf, zonesOf } from './rows.ts'
import { mateOf, type Space } from './space.ts'
import { shownOf } from './shown.ts'
import { Splitter } from './splitter.ts'
import { Taker } from './taker.ts'
import { Updates } from './updates.ts'
import { viewOf, type CanView } from './view.ts'

export const makeCan: Make<Can, CanParams, CanSiblings> = (params, siblings, random) =>
  new Can(new Core(params, siblings, random))

/** A part of the machine with something to do in time. */
interface Timed {
  /** When; Infinity: never as it stands. */
  readonly wakeAt: number
  tick(step: Step): void
}

/**
 * CAN: a d-dimensional torus divided among the nodes, each responsible for its zone (Ratnasamy et al., SIGCOMM 2001). Rules:
 * docs/protocols/can.md.
 */
export class Can implements Machine<CanProtocol> {
  readonly hears: readonly News['type'][] = ['ringState', 'peerDead', 'peerAlive']
  /** For siblings. */
  readonly view: CanView
  readonly #core: Core
  readonly #finder: Finder
  readonly #locator: Locator
  readonly #joiner: Joiner
  readonly #contests: Contests
  readonly #mates: Mates
  readonly #splitter: Splitter
  readonly #updates: Updates
  readonly #taker: Taker
  readonly #giver: Giver
  readonly #reassigner: Reassigner
  readonly #checker: Checker
  readonly #shelf: Shelf
  readonly #copies: Copies
  readonly #collector: Collector
  readonly #owner: Owner
  readonly #client: Client
  readonly #realities: Realities
  readonly #querier: Querier
  /** Those with something to do in time, in the order of their turns. */
  readonly #timed: readonly Timed[]
  readonly #census: Census<CanProtocol>
  readonly #on: Handlers<CanProtocol>
  #onRing = false

  constructor(core: Core) {
    this.#core = core
    this.view = viewOf(core)
    this.#finder = new Finder(core)
    this.#locator = new Locator(core, this.#finder)
    this.#joiner = new Joiner(core, this.#finder)
    this.#contests = new Contests(core, this.#finder)
    this.#mates = new Mates(core)
    this.#splitter = new Splitter(core, this.#mates)
    this.#updates = new Updates(core)
    this.#taker = new Taker(core, this.#updates)
    this.#giver = new Giver(core, this.#finder)
    this.#reassigner = new Reassigner(core, this.#giver)
    this.#checker = new Checker(core, this.#finder)
    this.#shelf = new Shelf(core)
    this.#copies = new Copies(core, this.#shelf)
    this.#collector = new Collector(core, this.#copies)
    this.#owner = new Owner(core, this.#shelf, this.#copies, this.#collector)
    this.#client = new Client(core, this.#finder, {
      request: (step, from, body, space, answer) => {
        this.#itemsRequest(step, from, body, space, answer)
      },
    })
    this.#realities = new Realities(core, this.#client)
    this.#querier = new Querier(core, this.#finder, this.#client)
    this.#timed = [
      this.#joiner,
      this.#mates,
      this.#splitter,
      this.#updates,
      this.#taker,
      this.#reassigner,
      this.#checker,
      this.#contests,
      this.#finder,
      this.#locator,
      this.#collector,
      this.#copies,
      this.#realities,
      this.#querier,
      new Sweeper(core, this.#shelf),
    ]
    core.watchers.push({
      gained: (step, space, claims) => {
        this.#collector.gained(step, space, claims)
      },
      lost: (step, space, claims, to) => {
        this.#collector.lost(step, space, claims, to)
      },
      emptied: (step, space) => {
        if (!core.isLeaving) this.#joiner.want(step, space)
      },
      heard: (step, space, ref) => {
        this.#mates.heard(step, space, ref)
      },
      contested: (step, space, rival) => {
        this.#contests.begin(step, space, rival)
      },
    })
    this.#census = new Census(core, prefixRange(ALL), {
      row: (step, row) => {
        this.#restore(step, row)
      },
      done: (step) => {
        if (this.#onRing) this.#joiner.open(step)
      },
    })
    const [census, locator, joiner, mates] = [this.#census, this.#locator, this.#joiner, this.#mates]
    const [giver, realities, querier] = [this.#giver, this.#realities, this.#querier]
    const parts = { census, locator, joiner, mates, giver, realities, querier }
    this.#on = { ...this.#rest, commands: commandsOf(core, parts) }
  }

  get wakeAt(): MonoMs | undefined {
    if (!this.#census.isDone) return this.#census.wakeAt as MonoMs
    let at = Infinity
    for (const part of this.#timed) if (part.wakeAt < at) at = part.wakeAt
    for (const { firmAt, mismatch } of this.#core.spaces) {
      if (firmAt < at) at = firmAt
      if (mismatch !== undefined) at = Math.min(at, mismatch.at + MISMATCH_MS)
    }
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** Grows whenever what this node holds, or knows of others, changes. */
  get version(): number {
    let sum = 0
    for (const { version } of this.#core.spaces) sum += version
    return sum
  }

  /** For status and metrics. */
  get figures(): CanFigures {
    return {
      spaces: spaceFigures(this.#core),
      items: this.#shelf.count,
      bytes: this.#shelf.bytes,
      collecting: this.#collector.open,
      takingOver: this.#taker.open,
      commands: this.#client.open,
      queries: this.#querier.open,
      changes: { ...this.#core.changes },
    }
  }

  /** What this node holds and who is around it. */
  describe(): readonly SpaceShown[] {
    const self: NodeRef = this.#core.self
    return this.#core.spaces.map((space) => shownOf(space, self))
  }

  step(ctx: Context, input: Input<CanProtocol>): readonly Effect<CanProtocol>[] {
    return this.#core.step(ctx, input, this.#on)
  }

  readonly #rest: Omit<Handlers<CanProtocol>, 'commands'> = {
    cancel: (step, id) => {
      this.#locator.cancel(step, id)
      this.#realities.cancel(id)
      this.#querier.cancel(id)
    },
    request: (step, asked, body) => {
      const space = this.#core.space(body.space)
      if (!this.#census.isDone || !isOwnWord(body, asked.from))
        step.effects.push({ type: 'refuse', reply: asked.reply })
      else if (space === undefined || !fits(body, space)) this.#mismatched(step, asked, body, space)
      else this.#request(step, asked, body, space)
    },
    linkDown: (step, peer) => {
      this.#updates.unlinked(step, peer)
    },
    news: (step, news) => {
      if (news.type === 'peerDead') {
        this.#taker.look(step)
        forgetMismatches(this.#core, step)
      } else if (news.type === 'peerAlive') this.#checker.soon(step)
      else if (news.type === 'ringState') {
        this.#onRing = news.state !== 'joining' && !this.#core.isLeaving
        if (!this.#onRing) this.#joiner.close()
        else if (this.#census.isDone) this.#joiner.open(step)
      }
    },
    tick: (step) => {
      if (!this.#census.isDone) {
        this.#census.tick(step)
        return
      }
      for (const space of this.#core.spaces) space.isFirm(step.now)
      forgetMismatches(this.#core, step)
      for (const part of this.#timed) part.tick(step)
    },
  }

  /** What was held before: claimed again, and lost to whoever has taken it meanwhile. */
  #restore(step: Step, row: Row): void {
    const kept = itemOf(row)
    if (kept !== undefined) {
      const { dimensions } = this.#core.space(kept.space) ?? { dimensions: 0 }
      // Of a space that is there no more, or had other dimensions: the sweeper drops it when its time is over.
      if (kept.item.point.length === dimensions) this.#shelf.restore(kept.space, kept.place, kept.item)
      return
    }
    const space = this.#core.space(spaceOf(row) ?? -1)
    const known = space === undefined ? undefined : zonesOf(row, space.dimensions)
    if (known === undefined || space === undefined) return
    space.resume(step.now, known.claims)
    space.setMates(known.claims.length > 0 ? known.mates.map((ref) => mateOf(ref, step.now)) : [])
    space.setGrants(known.grants.map((grant) => ({ ...space.held(grant), to: grant.to, at: step.now })))
    for (const each of known.around) this.#core.hearing.hearsay(step, space, each)
  }

  /** Whoever counts other dimensions is told so, and remembered for the state that is shown. */
  #mismatched(step: Step, { reply }: Asked, body: CanRequest, space: Space | undefined): void {
    const dimensions = space?.dimensions ?? 0
    if (space !== undefined && (body.type === 'update' || body.type === 'join') && body.dimensions !== dimensions) {
      const { self: node = space.mismatch?.node } = body
      if (node !== undefined) differs(step, space, node, body.dimensions)
    }
    this.#core.respond(step, reply, { type: 'failed', code: 'DIMENSIONS', dimensions })
  }

  #request(step: Step, asked: Asked, body: CanRequest, space: Space): void {
    switch (body.type) {
      case 'find':
        this.#finder.arrived(step, asked, body, space)
        break
      case 'update':
        this.#mates.shown(step, asked.from, body, space)
        this.#updates.arrived(step, asked, body, space)
        break
      case 'join':
        this.#splitter.join(step, asked, body, space)
        break
      case 'accept':
        this.#splitter.accept(step, asked, body, space)
        break
      case 'give':
        this.#giver.given(step, asked, body, space)
        break
      case 'claim':
        if (body.of === undefined) this.#checker.claimed(step, asked, body, space)
        else this.#taker.claimed(step, asked, body, space)
        break
      case 'pair':
        this.#reassigner.pair(step, asked, body, space)
        break
      default:
        this.#itemsRequest(step, asked.from, body, space, (then, response) => {
          this.#core.respond(then, asked.reply, response)
        })
    }
  }

  /** Of another's, or this node's own. */
  #itemsRequest(step: Step, from: PeerKey, body: CanRequest, space: Space, answer: Answer): void {
    switch (body.type) {
      case 'put':
        this.#owner.put(step, from, body, space, answer)
        break
      case 'get':
        this.#owner.get(step, body, space, answer)
        break
      case 'store':
        this.#owner.store(step, from, body, space, answer)
        break
      case 'page':
        this.#owner.page(step, body, space, answer)
        break
      case 'digest':
        this.#copies.digest(step, body, space, answer)
        break
      case 'query':
        this.#owner.query(step, body, space, answer)
        break
      default:
        fault(`a ${body.type} has nothing to do with items`)
    }
  }
}

/** Nobody speaks for another. */
const isOwnWord = (body: CanRequest, from: PeerKey): boolean => !('self' in body) || body.self.peer === from
