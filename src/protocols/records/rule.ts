import type { PeerKey } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Peers } from './peers.ts'
import { rivalsOf, type Arc, type Config, type PriorConfig } from './quorum.ts'
import type { Reign } from './reign.ts'
import type { Syncs } from './sync.ts'

/** How long one who is told of a configuration may take to write it down. */
const TELL_MS = 2_000
/** What has failed rests so long at first, and at most. */
const REST_MS = 200
const LONGEST_REST_MS = 15_000
/** Arcs being compared at once at this node's bidding. */
export const MAX_SYNCS = 4

export interface RuleInit {
  readonly core: Core
  readonly peers: Peers
  readonly syncs: Syncs
  /** Of what it is the configuration still. */
  readonly arcsOf: (reign: Reign) => readonly Arc[]
  /** What is to be on disk of a reign has changed. */
  readonly changed: (step: Step, reign: Reign) => void
  /** A member knows newer configurations. */
  readonly learn: (step: Step, pieces: readonly { readonly arc: Arc; readonly config: Config }[]) => void
}

/**
 * What the owner of an arc does under a configuration of its own, in this order: it tells everybody, fetches what it lacks
 * from those before, brings members up to date, forgets those before, and compares with members from time to time.
 */
export class Rule {
  readonly #init: RuleInit
  #syncing = 0

  constructor(init: RuleInit) {
    this.#init = init
  }

  /** Begins whatever can be done now; harmless when repeated. */
  advance(step: Step, reign: Reign): void {
    if (!reign.isDurable) return
    reign.lookWhoKnows(step.now)
    reign.changed()
    for (const peer of reign.others) this.#tell(step, reign, peer)
    this.#fetch(step, reign)
    if (!reign.isFull) return
    const { self } = this.#init.peers
    for (const { peer } of reign.config.members) if (peer !== self) this.#fill(step, reign, peer)
    this.#relieve(step, reign)
    this.#repair(step, reign)
  }

  #tell(step: Step, reign: Reign, peer: PeerKey): void {
    const { core, peers } = this.#init
    const ref = peers.refOf(peer)
    const filled = reign.isMember(peer) && reign.filled.has(peer)
    const what = `${reign.config.prior.length.toString()} ${filled.toString()} ${ref?.epoch.toString() ?? ''}`
    if (ref === undefined || reign.told.get(peer)?.what === what || !begins(step, reign, `tell ${peer}`)) return
    const { config, position } = reign
    // What of it is another's by now is left out: of that the receiver may know a later one, and would not take this one.
    const arcs = this.#init.arcsOf(reign)
    const told = arcs.length === 1 ? { ...config, ...arcs[0] } : config
    const body = {
      type: 'configure' as const,
      position: ref.position,
      self: core.ring.self(position),
      config: told,
      filled,
    }
    core.ask(
      step,
      ref,
      body,
      { deadlineMs: TELL_MS, semantics: 'at-least-once' },
      {
        answered: (then, _from, answer) => {
          if (answer.type === 'configured') {
            reign.work.delete(`tell ${peer}`)
            reign.told.set(peer, { since: answer.since, what })
            if (reign.filled.get(peer) !== ref.epoch) reign.filled.delete(peer)
            this.advance(then, reign)
            return
          }
          this.#rest(then, reign, `tell ${peer}`)
          if (answer.type !== 'surveyed') return
          reign.contested(rivalsOf(config, answer.pieces))
          this.#init.learn(then, answer.pieces)
        },
        failed: (then) => {
          this.#rest(then, reign, `tell ${peer}`)
        },
      },
    )
    reign.work.set(`tell ${peer}`, underWay(reign, `tell ${peer}`))
  }

  /** Compares with those of configurations before until nothing can be missing. */
  #fetch(step: Step, reign: Reign): void {
    if (reign.isFull) return
    const { self } = this.#init.peers
    const hasHeard = (peer: PeerKey): boolean => reign.sources.has(peer)
    let isFull = true
    for (const prior of reign.config.prior) {
      if (reign.meets(prior, hasHeard) || this.#isLost(step, reign, prior)) continue
      isFull = false
      for (const { peer } of prior.members) {
        if (peer === self || reign.sources.has(peer) || !reign.told.has(peer)) continue
        this.#sync(step, reign, peer, 'fetch', (then) => {
          reign.sources.add(peer)
          this.advance(then, reign)
        })
      }
    }
    if (!isFull) return
    reign.isFull = true
    reign.since = undefined
    reign.changed()
    this.#init.changed(step, reign)
  }

  /**
   * Can nobody say more of it? All who could have been compared with, though they do not count: they have given what they had
   * away, or lost it. Or they are lost for good themselves: who leaves may still be there, and is waited for as long.
   */
  #isLost(step: Step, reign: Reign, prior: PriorConfig): boolean {
    const { core, peers } = this.#init
    const isOld = step.now - reign.at >= core.params.lostAfterMs
    const isOver = prior.members.map(({ peer }) => {
      const isGone = peers.isGone(step.now, peer)
      return peer === peers.self || reign.sources.has(peer) || isGone || (isOld && peers.hasLeft(step.now, peer))
    })
    return isOver.every(Boolean)
  }

  #fill(step: Step, reign: Reign, peer: PeerKey): void {
    const epoch = this.#init.peers.refOf(peer)?.epoch
    if (epoch === undefined || !reign.told.has(peer) || reign.filled.get(peer) === epoch) return
    this.#sync(step, reign, peer, 'fill', (then) => {
      reign.filled.set(peer, epoch)
      this.advance(then, reign)
    })
  }

  /** A majority of the members has everything: those before are not needed any more. */
  #relieve(step: Step, reign: Reign): void {
    if (reign.isRelieved) return
    const { self } = this.#init.peers
    const full = reign.config.members.filter(({ peer }) => peer === self || reign.filled.has(peer))
    if (full.length < reign.writes || !reign.isKnown) return
    reign.config = { ...reign.config, prior: [] }
    reign.changed()
    this.#init.changed(step, reign)
    for (const peer of reign.others) this.#tell(step, reign, peer)
  }

  #repair(step: Step, reign: Reign): void {
    if (!reign.isRelieved || step.now < reign.repairAt) return
    const { core, peers } = this.#init
    reign.repairAt = step.now + core.random.jitter(core.params.syncMs)
    for (const { peer } of reign.config.members) {
      if (peer !== peers.self && reign.filled.has(peer)) this.#sync(step, reign, peer, 'repair', () => undefined)
    }
  }

  #sync(step: Step, reign: Reign, peer: PeerKey, why: 'fetch' | 'fill' | 'repair', done: (step: Step) => void): void {
    const key = `${why} ${peer}`
    const ref = this.#init.peers.refOf(peer)
    const arcs = [...this.#init.arcsOf(reign)]
    if (ref === undefined || this.#syncing >= MAX_SYNCS || !begins(step, reign, key)) return
    reign.work.set(key, underWay(reign, key))
    this.#syncing++
    const next = (at: Step): void => {
      const arc = arcs.shift()
      if (arc === undefined) {
        this.#syncing--
        reign.work.delete(key)
        done(at)
        return
      }
      this.#init.syncs.begin(at, ref, arc, why === 'fetch' ? 'take' : 'level', {
        ended: (then, isDone) => {
          if (isDone) {
            next(then)
            return
          }
          this.#syncing--
          this.#rest(then, reign, key)
        },
      })
    }
    next(step)
  }

  #rest(step: Step, reign: Reign, key: string): void {
    const failures = (reign.work.get(key)?.failures ?? 0) + 1
    const restMs = this.#init.core.random.jitter(Math.min(REST_MS * 2 ** failures, LONGEST_REST_MS))
    reign.work.set(key, { until: step.now + restMs, failures })
  }
}

const begins = (step: Step, reign: Reign, key: string): boolean => (reign.work.get(key)?.until ?? 0) <= step.now

const underWay = (reign: Reign, key: string): { until: number; failures: number } => ({
  until: Infinity,
  failures: reign.work.get(key)?.failures ?? 0,
})
