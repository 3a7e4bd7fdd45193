import type { CanBackend, ItemName, Place } from '../admin/index.ts'
import { sha512 } from '../adapters/system/index.ts'
import { checkBox, checkPoint, OrbError, pointOfKey, type Box, type Point } from '../base/index.ts'
import type { Config } from '../config/index.ts'
import type { Metrics } from '../observe/index.ts'
import type { Result } from '../protocols/index.ts'
import type { Can, SpaceShown } from '../protocols/can/index.ts'
import type { Pump } from '../runtime/index.ts'

/** Reality in which items are put and looked for by their points. */
const ITEMS_SPACE = 0

export interface CanInit {
  readonly pump: Pick<Pump, 'command'>
  /** Undefined: this daemon takes no part. */
  readonly can: Pick<Can, 'describe' | 'figures'> | undefined
  /** The value of a command, or its failure as an OrbError. */
  readonly valueOf: <Value>(result: Result<Value>) => Value
  readonly metrics: Metrics
  readonly config: () => Config['can']
}

/** The part of the admin API that concerns CAN, on the commands of its machine. */
export function makeCanBackend(init: CanInit): CanBackend {
  const access = new Access(init)
  return { ...spaces(access), ...items(access) }
}

/** The machine as the routes need it: each of them asks for its space before anything else. */
class Access {
  readonly #init: CanInit
  /** Of the spaces of items: no other dimensions come while the daemon runs. */
  readonly dimensions: number
  readonly timed: ReturnType<typeof meter>
  readonly command: CanInit['pump']['command']

  constructor(init: CanInit) {
    this.#init = init
    this.dimensions = init.config().dimensions
    this.timed = meter(init.metrics)
    this.command = init.pump.command.bind(init.pump)
  }

  get config(): Config['can'] {
    return this.#init.config()
  }

  /** @throws OrbError NOT_JOINED: this daemon takes no part */
  get machine(): NonNullable<CanInit['can']> {
    return this.#init.can ?? off()
  }

  /** @throws OrbError NOT_FOUND: there is no such space */
  space(index: number): SpaceShown {
    const shown = this.machine.describe()
    return shown.find(({ space }) => space === index) ?? noSpace(index, shown)
  }

  valueOf<Value>(result: Result<Value>, index = ITEMS_SPACE): Value {
    if (!result.ok && result.code === 'NOT_JOINED') throwMismatch(this.space(index), result.detail)
    return this.#init.valueOf(spoken(result))
  }

  pointOf(place: Place, dimensions = this.dimensions): Point {
    if ('pointOf' in place) return pointOfKey(sha512, place.pointOf, dimensions)
    checkPoint(place.point, dimensions)
    return place.point
  }

  named({ key, point }: ItemName): { readonly space: number; readonly key: Uint8Array; readonly point: Point } {
    this.space(ITEMS_SPACE)
    return { space: ITEMS_SPACE, key, point: this.pointOf(point === undefined ? { pointOf: key } : { point }) }
  }
}

const spaces = (access: Access): Pick<CanBackend, 'can' | 'canLocate' | 'canMap'> => ({
  can: (index) => {
    const shown = access.space(index)
    const { items, bytes, spaces: all } = access.machine.figures
    return { ...shown, spaces: all.map(({ space }) => space), items, bytes, maxBytes: access.config.maxBytes }
  },
  canLocate: async ({ space, place, trace }, call) => {
    const point = access.pointOf(place, access.space(space).dimensions)
    const begun = performance.now()
    const args = { space, point, trace }
    const located = await access.timed('locate', async () =>
      access.valueOf(await access.command('can', { name: 'locate', args }, call), space),
    )
    return { ...located, point, durationMs: performance.now() - begun }
  },
  canMap: async (space, call) => {
    const { self, dimensions } = access.space(space)
    const args = { space }
    const map = await access.timed('map', async () =>
      access.valueOf(await access.command('can', { name: 'map', args }, call), space),
    )
    return { ...map, space, dimensions, self: self.peer }
  },
})

const items = (access: Access): Pick<CanBackend, 'putItem' | 'item' | 'removeItem' | 'gatherItems'> => ({
  putItem: async ({ value, leaseMs = access.config.leaseMs, ...name }, call) => {
    const args = { ...access.named(name), value, leaseMs }
    const kept = await access.timed('put', async () =>
      access.valueOf(await access.command('can', { name: 'put', args }, call)),
    )
    return { ...kept, point: args.point }
  },
  item: async (name, call) => {
    const args = access.named(name)
    const { item } = await access.timed('get', async () =>
      access.valueOf(await access.command('can', { name: 'get', args }, call)),
    )
    if (item !== undefined) return item
    throw new OrbError('NOT_FOUND', 'there is no such item, or its lease has ended', {
      hint: 'an item is named by its key and its point; without a point it lies at the point of its key',
    })
  },
  removeItem: async (name, call) => {
    const args = access.named(name)
    const { removed, owner } = await access.timed('remove', async () =>
      access.valueOf(await access.command('can', { name: 'remove', args }, call)),
    )
    if (removed) return { point: args.point, owner }
    throw new OrbError('NOT_FOUND', 'there was no such item, or its lease had ended')
  },
  gatherItems: async ({ where, after, limit }, call) => {
    const { space } = access.space(ITEMS_SPACE)
    if ('near' in where) {
      const args = { space, point: access.pointOf({ point: where.near }), limit }
      return access.timed('nearest', async () =>
        access.valueOf(await access.command('can', { name: 'nearest', args }, call)),
      )
    }
    const box = 'at' in where ? boxAround(access.pointOf({ point: where.at })) : where
    checkBox(box, access.dimensions)
    const args = { space, box, after, limit }
    return access.timed('query', async () => access.valueOf(await access.command('can', { name: 'query', args }, call)))
  },
})

function off(): never {
  throw new OrbError('NOT_JOINED', 'this daemon takes no part in CAN', {
    hint: 'can.enabled is false in its configuration: ask another daemon, or set it and start again',
  })
}

function noSpace(index: number, spaces: readonly SpaceShown[]): never {
  const known = spaces.map(({ space }) => space).join(', ')
  throw new OrbError('NOT_FOUND', `this daemon has no space ${index}`, { hint: `it has ${known}` })
}

/** Waiting does not help a daemon that nobody gives a zone because it counts other dimensions. */
function throwMismatch({ space, dimensions, mismatch }: SpaceShown, detail: string): void {
  if (mismatch === undefined) return
  const { node, dimensions: theirs } = mismatch
  throw new OrbError('NOT_JOINED', detail, {
    hint:
      theirs === 0
        ? `${node.peer} has no space ${space}: can.realities differs`
        : `${node.peer} counts ${theirs} dimensions in space ${space}, this daemon ${dimensions}: set can.dimensions as the others have it, and start again`,
  })
}

/** What the machine calls by names of its own, in the codes of the API. */
function spoken<Value>(result: Result<Value>): Result<Value> {
  if (result.ok) return result
  if (result.code === 'FULL') return { ...result, code: 'STORAGE_FULL' }
  return result.code === 'NO_ROUTE' ? { ...result, code: 'UNREACHABLE' } : result
}

/** The box that holds this point and no other. */
const boxAround = (point: Point): Box => ({ low: point, high: point.map(nextAbove) })

/** The next larger number, for 0 ≤ x < 1: at most 1. */
function nextAbove(x: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  view.setBigUint64(0, view.getBigUint64(0) + 1n)
  return view.getFloat64(0)
}

const OPERATIONS = ['locate', 'get', 'put', 'remove', 'query', 'nearest', 'map'] as const
type Operation = (typeof OPERATIONS)[number]

function meter(metrics: Metrics): <Value>(operation: Operation, work: () => Promise<Value>) => Promise<Value> {
  const of = (operation: Operation) => ({
    done: metrics.count('orbweaver_can_operations_total', { operation, outcome: 'done' }),
    failed: metrics.count('orbweaver_can_operations_total', { operation, outcome: 'failed' }),
    seconds: metrics.observer('orbweaver_can_operation_duration_seconds', { operation }),
  })
  const all = new Map(OPERATIONS.map((operation) => [operation, of(operation)]))
  return async (operation, work) => {
    const begun = performance.now()
    const meters = all.get(operation) ?? of(operation)
    try {
      const value = await work()
      meters.done.value++
      meters.seconds((performance.now() - begun) / 1000)
      return value
    } catch (error) {
      meters.failed.value++
      throw error
    }
  }
}
