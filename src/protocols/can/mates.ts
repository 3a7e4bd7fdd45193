import { overlap, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { ReplyId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { UpdateRequest } from './messages.ts'
import { headOf, unfollow } from './sharing.ts'
import { mateOf, type Mate, type MateWay, type Space } from './space.ts'
import { pictureFor, smoothed } from './updates.ts'

/** A mate that another was to take on looks for a zone anew when none has for so long. */
const ORPHAN_MS = 4_000
/** And when it holds its head for dead, and has not come to its zone, after so long: others have objected. */
const LOST_MS = 30_000
/** Who has not said that it follows for so many of the longest intervals does not. */
const MISSED = 3
/** And who has not for so many is asked. */
const QUIET = 1.5
/** How often a mate looks whether it still is one. */
const LOOK_MS = 1_000

/**
 * Several nodes to a zone (overloading, Ratnasamy et al. §3.4). One holds it, as if it were alone; the others are its mates:
 * they claim nothing, have copies of all its items, know its neighbours, and answer and forward finds. One of them takes the
 * zone when its holder dies or leaves, by the rules for all: who holds least comes first.
 */
export class Mates {
  readonly #core: Core
  #lookAt = Infinity

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): number {
    let at = this.#lookAt
    for (const space of this.#core.spaces) {
      for (const mate of space.mates.values()) if (mate.knows !== space.version && mate.askAt < at) at = mate.askAt
      for (const { askAt } of space.ways.values()) if (askAt < at) at = askAt
    }
    return at
  }

  tick(step: Step): void {
    if (step.now >= this.#lookAt) this.#lookAt = Infinity
    for (const space of this.#core.spaces) {
      if (space.isMate) this.#check(step, space)
      else if (space.mates.size > 0) this.#tell(step, space)
      this.#measure(step, space)
      if (space.isMate || space.mates.size > 0 || space.ways.size > 0)
        this.#lookAt = Math.min(this.#lookAt, step.now + LOOK_MS)
    }
  }

  /** Whether the newcomer is a mate of this node now, and was told so: there is room for one more in its zone. */
  takeIn(step: Step, reply: ReplyId, space: Space, ref: NodeRef): boolean {
    const { overload } = this.#core.params
    const others = [...space.mates.values()].filter(
      (mate) => mate.ref.peer !== ref.peer && !this.#core.isDead(mate.ref),
    )
    if (others.length + 1 >= overload || space.giving.size > 0) return false
    space.setMates([...others, mateOf(ref, step.now)])
    this.#core.stir(step, space)
    this.#core.respond(step, reply, { type: 'mate', picture: space.picture() }, this.#core.save(step, space))
    return true
  }

  /** Its zone is cut in two: which mates go to the newcomer that gets the other half. The others stay, one fewer if they are odd. */
  divide(space: Space): NodeRef[] {
    const all = [...space.mates.values()].filter(({ ref }) => !this.#core.isDead(ref))
    const at = Math.floor(all.length / 2)
    space.setMates(all.slice(0, at))
    return all.slice(at).map(({ ref }) => ref)
  }

  /** Somebody shows itself: a mate says that it follows this node, or does so no more. */
  shown(step: Step, from: PeerKey, { follows, picture }: UpdateRequest, space: Space): void {
    const mate = space.mates.get(from)
    if (mate === undefined) return
    if (follows === true) {
      mate.heardAt = step.now
      if (!mate.follows) this.#core.changedAt = step.now
      mate.follows = true
    } else if (mate.follows || (picture.shown?.claims.length ?? 0) > 0) this.#drop(step, space, mate)
  }

  /** That one has shown itself to this node. */
  heard(step: Step, space: Space, ref: NodeRef): void {
    const mate = space.mates.get(ref.peer)
    const known = space.neighbours.get(ref.peer)
    if (mate !== undefined && (known?.held.length ?? 0) > 0) this.#drop(step, space, mate)
    const { following } = space
    if (!space.isMate || following === undefined) return
    // One that counts it no more has perhaps lost, or given, the part that this node is to share with another.
    const head = following.head.peer === ref.peer ? headOf(this.#core, space) : undefined
    if (head !== undefined) space.follow({ ...following, held: head.held })
    this.#check(step, space)
  }

  /** This node leaves: it is nobody's heir any more. */
  close(step: Step): void {
    for (const space of this.#core.spaces) if (space.isMate) unfollow(this.#core, step, space)
  }

  #drop(step: Step, space: Space, mate: Mate): void {
    space.setMates([...space.mates.values()].filter((each) => each !== mate))
    this.#core.stir(step, space)
    this.#core.save(step, space)
  }

  /** Is this node still a mate? */
  #check(step: Step, space: Space): void {
    const { following } = space
    if (following === undefined) return
    // What the dead around held is for others to take; whom its head still counts may come back.
    const counted = new Set(space.neighbours.get(following.head.peer)?.around.map(({ ref }) => ref.peer))
    for (const { ref } of [...space.neighbours.values()]) {
      if (ref.peer !== following.head.peer && this.#core.isDead(ref) && !counted.has(ref.peer))
        space.neighbours.delete(ref.peer)
    }
    if (headOf(this.#core, space) !== undefined) {
      following.wellAt = step.now
      return
    }
    // A head that lives, and counts this node among its mates, is left for nobody; else another may have taken it on.
    for (const { ref, held, version, mates } of space.neighbours.values()) {
      const lists = version > 0 && mates.some(({ peer }) => peer === this.#core.self.peer)
      if (
        !lists ||
        this.#core.isDead(ref) ||
        !held.some(({ path }) => space.places.some((at) => overlap(at.path, path)))
      )
        continue
      space.follow({ head: ref, held, wellAt: step.now })
      const now = space.neighbours.get(ref.peer)
      // It is to hear of it.
      if (now !== undefined && now.askAt !== Infinity) now.askAt = step.now
      return
    }
    const known = space.neighbours.get(following.head.peer)
    const isDead = known !== undefined && this.#core.isDead(known.ref)
    if (step.now - following.wellAt >= (isDead ? LOST_MS : ORPHAN_MS)) unfollow(this.#core, step, space)
  }

  /** Shows its mates what they do not know of it yet, and forgets those that are gone. */
  #tell(step: Step, space: Space): void {
    const core = this.#core
    const { index, dimensions } = space
    for (const mate of [...space.mates.values()]) {
      const { ref } = mate
      const quietMs = step.now - mate.heardAt
      if (core.isDead(ref) || quietMs >= (mate.follows ? MISSED * core.params.calmMs : 2 * ORPHAN_MS)) {
        this.#drop(step, space, mate)
        continue
      }
      if (mate.askAt > step.now || (mate.knows === space.version && quietMs < QUIET * core.params.calmMs)) continue
      mate.askAt = Infinity
      const picture = pictureFor(space, mate.knows)
      const body: UpdateRequest = { type: 'update', space: index, dimensions, self: core.self, have: 0, picture }
      core.askNeighbour(step, ref, body, {
        answered: (then, _from, answer) => {
          mate.askAt = then.now + core.params.updateMs
          if (answer.type !== 'updated') return
          mate.knows = answer.have
          // Who follows this node knows of it.
          if (answer.have === 0 && mate.follows && space.mates.get(ref.peer) === mate) this.#drop(then, space, mate)
        },
        failed: (then) => {
          mate.askAt = then.now + core.params.updateMs
          if (then.now - mate.heardAt >= core.params.silentMs && space.mates.get(ref.peer) === mate)
            this.#drop(then, space, mate)
        },
      })
    }
  }

  /** Mates of neighbours are ways to them: how far they are. */
  #measure(step: Step, space: Space): void {
    const wanted = new Set<PeerKey>()
    for (const { ref, version, mates } of space.neighbours.values()) {
      if (version === 0 || mates.length === 0 || ref.peer === space.following?.head.peer || this.#core.isDead(ref))
        continue
      for (const mate of mates) {
        if (mate.peer === this.#core.self.peer || space.neighbours.has(mate.peer)) continue
        wanted.add(mate.peer)
        const known = space.ways.get(mate.peer)
        if (known?.ref.epoch !== mate.epoch)
          space.ways.set(mate.peer, { ref: mate, roundTripMs: undefined, version: 0, askAt: step.now })
      }
    }
    for (const [peer, way] of [...space.ways]) {
      if (!wanted.has(peer)) space.ways.delete(peer)
      else if (way.askAt <= step.now) this.#ping(step, space, way)
    }
  }

  #ping(step: Step, space: Space, way: MateWay): void {
    const core = this.#core
    const { index, dimensions, version } = space
    const begun = step.now
    way.askAt = Infinity
    const body: UpdateRequest = { type: 'update', space: index, dimensions, have: way.version, picture: { version } }
    const again = (then: Step): void => {
      way.askAt = then.now + core.random.jitter(core.params.calmMs)
    }
    core.askNeighbour(step, way.ref, body, {
      answered: (then, _from, answer) => {
        again(then)
        // Who claims something is nobody's mate.
        const isMate = answer.type === 'updated' && (answer.picture.shown?.claims.length ?? 0) === 0
        if (isMate) way.version = answer.picture.version
        way.roundTripMs = isMate ? smoothed(way.roundTripMs, then.now - begun) : undefined
      },
      failed: (then) => {
        again(then)
        way.roundTripMs = undefined
      },
    })
  }
}
