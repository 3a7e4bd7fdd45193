import { areNeighbours, contains, type NodeRef, type ZonePath } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import { itemBytes, PLACE_BITS, placeOf } from './items.ts'
import type { DigestRequest, Item, PartDigest } from './messages.ts'
import { MAX_ITEMS } from './messages.ts'
import { fit, type Answer } from './fit.ts'
import { matesOf } from './sharing.ts'
import { hashOf, type Shelf } from './shelf.ts'
import { totalVolume, type HeldZone, type Space } from './space.ts'

/** Parts a digest is cut into where it differs: 16. */
const SPLIT_BITS = 4
/** Below so many items they are sent, not compared any further. */
const FEW = 64

/**
 * Keeps copies of each own zone's items with its mates, and with neighbours: those that hold least, since they are the likely heirs. What they
 * have is compared now and then, part by part, and made equal.
 */
export class Copies {
  readonly #core: Core
  readonly #shelf: Shelf
  /** When each zone is compared with each of those that keep copies of it. */
  readonly #due = new Map<string, Due>()
  readonly #comparing = new Set<string>()

  constructor(core: Core, shelf: Shelf) {
    this.#core = core
    this.#shelf = shelf
  }

  get wakeAt(): number {
    let at = Infinity
    for (const [name, due] of this.#due) if (due.at < at && !this.#comparing.has(name)) at = due.at
    return at
  }

  /** Compares what is due; whoever keeps copies of a zone from now on is due at once. */
  tick(step: Step): void {
    const wanted = new Set<string>()
    const { syncMs } = this.#core.params
    for (const space of this.#core.spaces) {
      if (!space.isMember) continue
      for (const zone of space.own) {
        for (const ref of this.#keepers(space, zone)) {
          const name = nameOf(space, zone, ref)
          wanted.add(name)
          const due = this.#due.get(name) ?? { at: 0, everyMs: syncMs, differed: 0 }
          if (due.at > step.now || this.#comparing.has(name)) continue
          this.#due.set(name, due)
          this.#comparing.add(name)
          this.#compare(step, space, ref, [zone.path], (then, isSame) => {
            this.#comparing.delete(name)
            due.differed = isSame ? Math.max(0, due.differed - 1) : Math.min(2 * PATIENCE, due.differed + 2)
            // The longer both have the same the rarer; so too who lacks things again and again, though it was given them.
            const isRarer = isSame || due.differed > PATIENCE
            due.everyMs = isRarer ? Math.min(2 * due.everyMs, MAX_STRETCH * syncMs) : syncMs
            due.at = then.now + this.#core.random.jitter(due.everyMs)
          })
        }
      }
    }
    for (const name of this.#due.keys()) if (!wanted.has(name)) this.#due.delete(name)
  }

  /** Puts a new version beside this node: told how many have it on disk, once one has or none can, and how many were asked. */
  place(
    step: Step,
    space: Space,
    zone: HeldZone,
    item: Item,
    done: (then: Step, copies: number, wanted: number) => void,
  ): void {
    const keepers = this.#keepers(space, zone)
    let open = keepers.length
    let copies = 0
    let isDone = false
    const end = (then: Step, taken: boolean): void => {
      if (taken) copies++
      open--
      if (isDone || (open > 0 && copies === 0)) return
      isDone = true
      done(then, copies, keepers.length)
    }
    if (open === 0) done(step, 0, 0)
    for (const ref of keepers) {
      this.#send(step, space, ref, [item], (then, taken) => {
        const due = this.#due.get(nameOf(space, zone, ref))
        // It lacks what this node has.
        if (!taken && due !== undefined && due.differed <= PATIENCE)
          due.at = Math.min(due.at, then.now + this.#core.params.updateMs)
        end(then, taken)
      })
    }
  }

  /** What another compares with: where it has something else. */
  digest(step: Step, { parts }: DigestRequest, space: Space, answer: Answer): void {
    const paths: ZonePath[] = []
    const next = (then: Step, rest: readonly PartDigest[]): void => {
      const [part, ...others] = rest
      if (part === undefined) {
        answer(then, { type: 'differing', paths })
        return
      }
      this.#digestOf(then, space, part.path, (got, own) => {
        if (own === undefined || !isSame(own, part)) paths.push(part.path)
        next(got, others)
      })
    }
    next(step, parts)
  }

  /** Gives all below these paths to a node that holds them now. */
  push(step: Step, space: Space, to: NodeRef, path: ZonePath, done: (then: Step, whole: boolean) => void): void {
    const next = (then: Step, after: string | undefined): void => {
      this.#shelf.page(then, space, path, after, MAX_ITEMS, {
        items: (got, all, more) => {
          const items = fit(all)
          const last = items.at(-1)
          if (last === undefined) {
            done(got, true)
            return
          }
          this.#send(got, space, to, items, (sent, taken) => {
            if (!taken) done(sent, false)
            else if (more || items.length < all.length) next(sent, placeOf(last.point, last.key))
            else done(sent, true)
          })
        },
        failed: (got) => {
          done(got, false)
        },
      })
    }
    next(step, undefined)
  }

  /** Takes all that the other has below the path. */
  pull(step: Step, space: Space, from: NodeRef, path: ZonePath, done: (then: Step, whole: boolean) => void): void {
    const core = this.#core
    const next = (then: Step, after: string | undefined): void => {
      core.ask(
        then,
        from,
        { type: 'page', space: space.index, path, after },
        { deadlineMs: 2 * core.params.askMs, semantics: 'maybe' },
        {
          answered: (got, _from, answer) => {
            if (answer.type !== 'items' || !this.#isWelcome(space, path, answer.items)) {
              done(got, false)
              return
            }
            const last = answer.items.at(-1)
            this.#shelf.store(got, space, answer.items, {
              done: (stored) => {
                const place = last === undefined ? undefined : placeOf(last.point, last.key)
                if (answer.more && place !== undefined && place > (after ?? '')) next(stored, place)
                else done(stored, true)
              },
              failed: (stored) => {
                done(stored, false)
              },
            })
          },
          failed: (got) => {
            done(got, false)
          },
        },
      )
    }
    next(step, undefined)
  }

  /** Items from there, and not more than there is room for. */
  #isWelcome(space: Space, path: ZonePath, items: readonly Item[]): boolean {
    const { zone } = space.held({ path, epoch: 1 })
    const isThere = items.every(({ point }) => point.length === space.dimensions && contains(zone, point))
    const bytes = items.reduce((sum, item) => sum + itemBytes(item), this.#shelf.bytes)
    return isThere && bytes <= this.#core.params.maxBytes
  }

  /** Whether somebody takes copies of a zone, or there is nobody else at all; who has just come to a zone has to hear them first. */
  canPlace(space: Space, zone: HeldZone): boolean {
    if (this.#core.params.replicas === 1 || this.#keepers(space, zone).length > 0) return true
    return totalVolume(space.own) + totalVolume(space.grants) >= 1
  }

  /** Who keeps copies of a zone: all mates, since one of them is the heir, and the living neighbours beside it that hold least. */
  #keepers(space: Space, { zone }: HeldZone): readonly NodeRef[] {
    const mates = matesOf(this.#core, space)
    const beside = this.#core.living(space).filter(({ held }) => held.some((each) => areNeighbours(each.zone, zone)))
    beside.sort((a, b) => a.volume - b.volume || (a.ref.peer < b.ref.peer ? -1 : 1))
    const wanted = Math.max(0, this.#core.params.replicas - 1 - mates.length)
    return [...mates, ...beside.slice(0, wanted).map(({ ref }) => ref)]
  }

  #send(
    step: Step,
    space: Space,
    to: NodeRef,
    items: readonly Item[],
    end: (then: Step, taken: boolean) => void,
  ): void {
    const core = this.#core
    core.ask(
      step,
      to,
      { type: 'store', space: space.index, items },
      { deadlineMs: core.params.askMs, semantics: 'at-least-once' },
      {
        answered: (then, _from, answer) => {
          end(then, answer.type === 'taken')
        },
        failed: (then) => {
          end(then, false)
        },
      },
    )
  }

  /** Where both differ below these paths: further down while there are many items, then both ways. */
  #compare(
    step: Step,
    space: Space,
    to: NodeRef,
    paths: readonly ZonePath[],
    done: (then: Step, isSame: boolean) => void,
  ): void {
    const core = this.#core
    this.#digestsOf(step, space, paths, (then, parts) => {
      core.ask(
        then,
        to,
        { type: 'digest', space: space.index, parts },
        { deadlineMs: 2 * core.params.askMs, semantics: 'maybe' },
        {
          answered: (got, _from, answer) => {
            const differing = answer.type === 'differing' ? answer.paths.filter((path) => paths.includes(path)) : []
            const count = (path: ZonePath): number => parts.find((part) => part.path === path)?.count ?? 0
            this.#level(got, space, to, differing, count, (level) => {
              done(level, answer.type === 'differing' && differing.length === 0)
            })
          },
          failed: (got) => {
            done(got, false)
          },
        },
      )
    })
  }

  #level(
    step: Step,
    space: Space,
    to: NodeRef,
    differing: readonly ZonePath[],
    count: (path: ZonePath) => number,
    done: (then: Step) => void,
  ): void {
    const [path, ...others] = differing
    if (path === undefined) {
      done(step)
      return
    }
    const goOn = (then: Step): void => {
      this.#level(then, space, to, others, count, done)
    }
    if (count(path) > FEW && path.length + SPLIT_BITS <= PLACE_BITS) {
      this.#compare(step, space, to, partsOf(path), goOn)
      return
    }
    this.push(step, space, to, path, (then) => {
      this.pull(then, space, to, path, goOn)
    })
  }

  #digestsOf(
    step: Step,
    space: Space,
    paths: readonly ZonePath[],
    done: (then: Step, parts: readonly PartDigest[]) => void,
  ): void {
    const parts: PartDigest[] = []
    const next = (then: Step, rest: readonly ZonePath[]): void => {
      const [path, ...others] = rest
      if (path === undefined) {
        done(then, parts)
        return
      }
      this.#digestOf(then, space, path, (got, part) => {
        if (part !== undefined) parts.push(part)
        next(got, others)
      })
    }
    next(step, paths)
  }

  /** From memory for large parts, counted row by row for small ones; undefined: the disk failed. */
  #digestOf(step: Step, space: Space, path: ZonePath, done: (then: Step, part: PartDigest | undefined) => void): void {
    const known = this.#shelf.digest(space, path)
    if (known !== undefined) {
      done(step, known)
      return
    }
    let [count, low, high] = [0, 0, 0]
    const next = (then: Step, after: string | undefined): void => {
      this.#shelf.page(then, space, path, after, MAX_ITEMS, {
        items: (got, items, more) => {
          for (const item of items) {
            const [a, b] = hashOf(placeOf(item.point, item.key), item)
            count++
            low ^= a
            high ^= b
          }
          const last = items.at(-1)
          if (more && last !== undefined) next(got, placeOf(last.point, last.key))
          else done(got, { path, count, hash: [low >>> 0, high >>> 0] })
        },
        failed: (got) => {
          done(got, undefined)
        },
      })
    }
    next(step, undefined)
  }
}

/** When a zone is compared with one that keeps copies of it, and how often. */
interface Due {
  at: number
  everyMs: number
  /** How often they differed of late: each time counts 2, each time they were the same takes back 1. */
  differed: number
}

/** Of what has been the same for long: one comparison in so many periods. */
const MAX_STRETCH = 8
/** Differing twice in a row is what changes hands and disks bring about; beyond that it may be a liar, or a disk that keeps nothing. */
const PATIENCE = 4

const nameOf = (space: Space, zone: HeldZone, { peer }: NodeRef): string =>
  `${space.index.toString()}/${zone.path}/${peer}`

const isSame = (a: PartDigest, b: PartDigest): boolean =>
  a.count === b.count && a.hash[0] === b.hash[0] && a.hash[1] === b.hash[1]

const partsOf = (path: ZonePath): ZonePath[] =>
  Array.from({ length: 1 << SPLIT_BITS }, (_, i) => `${path}${i.toString(2).padStart(SPLIT_BITS, '0')}` as ZonePath)
