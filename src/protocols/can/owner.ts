import { calendarOf, contains, encloses, intersects, type PeerKey, type Zone, type ZonePath } from '../../base/index.ts'
import { cellsOf } from './cells.ts'
import type { Collector } from './collector.ts'
import type { Copies } from './copies.ts'
import type { Core, Step } from './core.ts'
import { firstPlaceOf, isLater, isLive, isWriters, itemBytes, lastPlaceOf, liveAt, newest, placeOf } from './items.ts'
import type { CanRefusal, GetRequest, Item, PageRequest, PutRequest, QueryRequest, StoreRequest } from './messages.ts'
import { MAX_AROUND, MAX_ITEMS, MAX_ITEMS_BYTES, type CanResponse } from './messages.ts'
import { fit, type Answer } from './fit.ts'
import { matesOf } from './sharing.ts'
import type { Shelf } from './shelf.ts'
import type { HeldZone, Space } from './space.ts'

interface Gathered {
  readonly items: Item[]
  /** Of these items, as one message counts them. */
  bytes: number
  more: boolean
}

/** Answers for the items of this node's zones, and for the copies it keeps of others'. */
export class Owner {
  readonly #core: Core
  readonly #shelf: Shelf
  readonly #copies: Copies
  readonly #collector: Collector

  constructor(core: Core, shelf: Shelf, copies: Copies, collector: Collector) {
    this.#core = core
    this.#shelf = shelf
    this.#copies = copies
    this.#collector = collector
  }

  /** Keeps an item: on this disk and at least one other, if there is another node. */
  put(step: Step, from: PeerKey, body: PutRequest, space: Space, answer: Answer): void {
    const { point, key, value, leaseMs } = body
    const zone = space.zoneAt(point)
    const refuse = (then: Step, code: CanRefusal): void => {
      answer(then, { type: 'failed', code })
    }
    if (zone === undefined || space.giving.has(zone.path) || !this.#copies.canPlace(space, zone)) {
      refuse(step, 'NOT_HELD')
      return
    }
    if (!isWriters(space.holds, key, from)) {
      refuse(step, 'FORBIDDEN')
      return
    }
    const place = placeOf(point, key)
    const stamp = (then: Step, before: Item | undefined): Item | undefined => {
      const clock = calendarOf(then.wall)
      // What is gone already, or whose lease has ended, is not there to be removed.
      if (value === undefined && (before === undefined || !isLive(before, clock))) {
        isNothing = true
        return undefined
      }
      if (value !== undefined && before === undefined && this.#isFull(from, key.byteLength + value.byteLength)) {
        isFull = true
        return undefined
      }
      const expiresAtMs = value === undefined ? then.wall.latest : clock + leaseMs
      const keepUntilMs = Math.max(expiresAtMs, before?.keepUntilMs ?? 0)
      // Of one clock, and above what is there: whoever held it before has told this node so in some message.
      const lamport = Math.max(then.lamport, (before?.version.lamport ?? 0) + 1)
      const version = {
        lamport: body.lamport === undefined ? lamport : Math.min(body.lamport, then.lamport),
        peer: from,
      }
      if (before !== undefined && !isLater(version, before.version)) return before
      return { point, key, value, version, expiresAtMs, keepUntilMs }
    }
    let isFull = false
    let isNothing = false
    this.#shelf.change(step, space, place, stamp, {
      done: (then, item) => {
        if (isFull) refuse(then, 'FULL')
        else if (item === undefined || isNothing) answer(then, NOTHING_KEPT)
        else this.#spread(then, space, zone, item, answer)
      },
      failed: (then) => {
        refuse(then, 'IO')
      },
    })
  }

  /** What is there, by this node's clock; those around are asked too while items of a zone that was gained are collected. */
  get(step: Step, body: GetRequest, space: Space, answer: Answer): void {
    const { point, key, copies } = body
    const zone = space.zoneAt(point)
    const live = (then: Step, item: Item | undefined): void => {
      answer(then, { type: 'item', item: item === undefined ? undefined : liveAt(item, calendarOf(then.wall)) })
    }
    if (!copies && (zone === undefined || space.giving.has(zone.path))) {
      answer(step, { type: 'failed', code: 'NOT_HELD' })
      return
    }
    this.#shelf.get(step, space, placeOf(point, key), {
      item: (then, item) => {
        if (copies || zone === undefined) answer(then, { type: 'item', item })
        else if (!this.#collector.isCollecting(space, zone.path)) live(then, item)
        else this.#askAround(then, body, space, item, live)
      },
      failed: (then) => {
        answer(then, { type: 'failed', code: 'IO' })
      },
    })
  }

  #askAround(
    step: Step,
    body: GetRequest,
    space: Space,
    own: Item | undefined,
    done: (then: Step, item: Item | undefined) => void,
  ): void {
    const core = this.#core
    const beside = [...space.neighbours.values()].map(({ ref }) => ref).filter((ref) => !core.isDead(ref))
    const around = [...matesOf(core, space), ...beside].slice(0, MAX_AROUND)
    let best = own
    let open = around.length
    const end = (then: Step): void => {
      if (--open <= 0) done(then, best)
    }
    if (open === 0) end(step)
    for (const ref of around) {
      core.ask(
        step,
        ref,
        { ...body, copies: true },
        { deadlineMs: core.params.askMs, semantics: 'maybe' },
        {
          answered: (then, _from, response) => {
            if (response.type === 'item' && response.item !== undefined) best = newest(response.item, best)
            end(then)
          },
          failed: end,
        },
      )
    }
  }

  /** Copies of others' items, and items that became this node's. */
  store(step: Step, from: PeerKey, { items }: StoreRequest, space: Space, answer: Answer): void {
    // Who neither is a neighbour nor gives or gets a zone has nothing to keep here.
    const isKnown = space.neighbours.has(from) || space.grants.some(({ to }) => to.peer === from) || !space.isMember
    const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0)
    if (!isKnown || !items.every(({ point }) => space.isAround(point))) {
      answer(step, { type: 'failed', code: 'NOT_HELD' })
    } else if (this.#shelf.bytes + bytes > this.#core.params.maxBytes) {
      answer(step, { type: 'failed', code: 'FULL' })
    } else {
      this.#shelf.store(step, space, items, {
        done: (then) => {
          answer(then, { type: 'taken' })
        },
        failed: (then) => {
          answer(then, { type: 'failed', code: 'IO' })
        },
      })
    }
  }

  page(step: Step, { path, after }: PageRequest, space: Space, answer: Answer): void {
    this.#shelf.page(step, space, path, after, MAX_ITEMS, {
      items: (then, items, more) => {
        const fitting = fit(items)
        answer(then, { type: 'items', items: fitting, more: more || fitting.length < items.length })
      },
      failed: (then) => {
        answer(then, { type: 'failed', code: 'IO' })
      },
    })
  }

  /** Live items of this node's zones in the box. */
  query(step: Step, body: QueryRequest, space: Space, answer: Answer): void {
    const { box, after } = body
    const zones = space.isMember
      ? space.own.filter(({ zone, path }) => intersects(zone, box) && !space.giving.has(path))
      : []
    const around = space
      .around()
      .filter(({ claims }) => claims.some((claim) => intersects(space.held(claim).zone, box)))
    const collected = zones.filter(({ path }) => !this.#collector.isCollecting(space, path))
    const covered = collected.map(({ path }) => path)
    if (body.limit === 0) {
      const counts = covered.map((path) => this.#shelf.present(space, path))
      answer(step, { type: 'answered', items: [], more: false, covered, counts, around })
      return
    }
    const found: Gathered = { items: [], bytes: 0, more: false }
    const end = (then: Step): void => {
      answer(then, { type: 'answered', items: found.items, more: found.more, covered, counts: [], around })
    }
    const rows = (path: ZonePath): number => this.#shelf.estimate(space, path)
    const cells = collected
      .filter(({ path }) => after === undefined || lastPlaceOf(path) > after)
      .flatMap(({ zone }) => cellsOf(zone, box, rows))
      .filter(({ path }) => after === undefined || lastPlaceOf(path) > after)
    this.#collect(step, space, cells, body, found, end, answer)
  }

  /** Part by part in the order of the tree, page by page, until there are enough. */
  #collect(
    step: Step,
    space: Space,
    cells: readonly Zone[],
    body: QueryRequest,
    found: Gathered,
    end: (then: Step) => void,
    answer: Answer,
  ): void {
    const [cell, ...others] = cells
    if (cell === undefined) {
      end(step)
      return
    }
    const { box, limit } = body
    const begin = body.after !== undefined && body.after >= firstPlaceOf(cell.path) ? body.after : undefined
    const isInside = encloses(box, cell)
    const next = (then: Step, after: string | undefined): void => {
      // One more than are wanted tells whether there are more.
      const rows = isInside ? Math.min(MAX_ITEMS, limit - found.items.length + 1) : MAX_ITEMS
      this.#shelf.page(then, space, cell.path, after, rows, {
        items: (got, items, more) => {
          for (const item of items) {
            if (!contains(cell, item.point) || !contains(box, item.point) || !isLive(item, calendarOf(got.wall)))
              continue
            const bytes = found.bytes + itemBytes(item)
            if (found.items.length >= limit || (found.items.length > 0 && bytes > MAX_ITEMS_BYTES)) {
              found.more = true
              end(got)
              return
            }
            found.bytes = bytes
            found.items.push(item)
          }
          const last = items.at(-1)
          if (more && last !== undefined) next(got, placeOf(last.point, last.key))
          else this.#collect(got, space, others, body, found, end, answer)
        },
        failed: (got) => {
          answer(got, { type: 'failed', code: 'IO' })
        },
      })
    }
    next(step, begin)
  }

  #isFull(writer: PeerKey, bytes: number): boolean {
    const { maxBytes, quotaItems } = this.#core.params
    return this.#shelf.bytes + bytes > maxBytes || this.#shelf.writtenBy(writer) >= quotaItems
  }

  /** To those beside: it is acknowledged when one of them has it, if there is any. */
  #spread(step: Step, space: Space, zone: HeldZone, item: Item, answer: Answer): void {
    const { version, expiresAtMs } = item
    this.#copies.place(step, space, zone, item, (then, copies, wanted) => {
      if (copies === 0 && (wanted > 0 || !this.#copies.canPlace(space, zone)))
        answer(then, { type: 'failed', code: 'UNREACHABLE' })
      else answer(then, { type: 'kept', version, expiresAtMs, copies: copies + 1 })
    })
  }
}

const NOTHING_KEPT: CanResponse = { type: 'item', item: undefined }
