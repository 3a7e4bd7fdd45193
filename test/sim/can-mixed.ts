import { contains, type Point } from '../../src/base/index.ts'
import { ATTRIBUTE_SPACE, type Item } from '../../src/protocols/can/index.ts'
import { isLater, itemOf, ITEMS } from '../../src/protocols/can/items.ts'
import type { ItemVersion, Kept } from '../../src/protocols/can/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import type { RingNode } from '../../src/sim/index.ts'
import { CanWorld } from './can-world.ts'

const LEASE_MS = 24 * 3_600_000
/** How often a look is taken, in virtual time, whether the assumptions hold again. */
const LOOK_MS = 250
const COMMAND_MS = 10_000
const SETTLE_MS = 240_000
const MIN_NODES = 7
const MAX_NODES = 36
const MAX_KEYS = 60

export interface MixedOptions {
  readonly seed: number
  /**
   * One at a time: nobody crashes or leaves before all that the one before has held, zones and copies, is in other hands, and
   * the network is not cut. Then no acknowledged item may be lost. Else anything at any time.
   */
  readonly single: boolean
  /** A space of attributes besides. */
  readonly attributes: boolean
  /** Nodes to a zone. */
  readonly overload?: number
}

export interface MixedReport {
  /** Steps of nodes. */
  readonly steps: number
  /** Changes of hands after which the tiling was exact, as it has to be while the assumptions hold. */
  readonly checks: number
  /** How often they were broken, and held again. */
  readonly broken: number
  readonly events: Readonly<Record<string, number>>
  readonly acknowledged: number
  readonly reads: number
}

interface Known {
  readonly point: Point
  /** All that was ever written there: nothing else may be read. */
  readonly tried: Set<string>
  /** The last that was acknowledged. */
  acknowledged: { readonly value: string; readonly version: ItemVersion } | undefined
  /** Values that may stand there by now: written since, or at the same time. */
  since: Set<string>
  writing: boolean
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array): string => new TextDecoder().decode(value)

/**
 * A CAN to which anything happens, by the chance of its seed, and what has to hold throughout. After each step of each node
 * in which something changed hands the zones tile each space exactly, whenever the assumptions of the paper are met: nobody
 * failed, or all has been mended since. They are broken by a crash, by a start of who still holds zones, by a cut, and
 * by who stops before it is rid of its zones; and met again when no network is cut, the zones tile, nobody is
 * resuming or taking over, and everybody knows, as living, exactly its neighbours and what they hold.
 */
export class CanMixed {
  readonly world: CanWorld
  readonly #single: boolean
  readonly #items = new Map<string, Known>()
  readonly #events: Record<string, number> = {}
  #isCut = false
  #broken = 0
  #acknowledged = 0
  #reads = 0
  #written = 0

  constructor({ seed, single, attributes, overload = 1 }: MixedOptions) {
    this.#single = single
    this.world = new CanWorld({ seed: `mixed ${seed}`, params: { attributeDimensions: attributes ? 3 : 0, overload } })
    if (attributes) this.world.watched = [0, ATTRIBUTE_SPACE]
  }

  /** Until so many steps were taken, then all heals and is whole again. @throws Error of what does not hold */
  run(steps: number): MixedReport {
    const { world } = this
    world.ring.growTo(10)
    this.#untilWhole()
    while (world.steps < steps) this.#act()
    world.ring.network.heal()
    this.#isCut = false
    for (const space of world.watched) {
      world.space = space
      world.settle(SETTLE_MS)
      this.#expect(world.locateMany(20).right, 20, `locates of space ${space} that were right`)
    }
    world.space = 0
    this.#untilWhole()
    // Items whose writer has got no answer yet are read as they are then.
    world.pass(COMMAND_MS)
    for (const key of this.#items.keys()) this.#read(key, true)
    world.pass(COMMAND_MS + 1_000)
    this.#expect(this.#settled(), 'nothing', 'what was not as it should be at the end')
    const { checks } = world
    const [broken, acknowledged, reads] = [this.#broken, this.#acknowledged, this.#reads]
    return { steps: world.steps, checks, broken, events: this.#events, acknowledged, reads }
  }

  #expect<Value>(is: Value, should: Value, what: string): void {
    if (is !== should) throw new Error(`${what}: ${String(is)}, not ${String(should)}`)
  }

  #act(): void {
    const { world } = this
    const { random } = world.ring
    for (let i = random.below(4); i >= 0; i--) this.#write()
    for (let i = random.below(3); i >= 0; i--) {
      const key = random.pick([...this.#items.keys()])
      if (key !== undefined) this.#read(key, false)
    }
    const alive = world.nodes.filter((node) => !world.leaving.has(node))
    const dead = world.ring.nodes.filter((node) => !node.alive)
    const one = random.pick(alive)
    // While the network is cut nobody goes for good: a half whose members have all changed is another network to the ring.
    const drawn = this.#isCut ? (['join', 'start', 'cut', 'cut'][random.below(4)] ?? 'cut') : DRAWN[random.below(DRAWN.length)] // prettier-ignore
    if (drawn === 'join' && alive.length < MAX_NODES) this.#do('join', () => world.ring.grow())
    else if (drawn === 'leave' && one !== undefined && alive.length > MIN_NODES) this.#leave(one)
    else if (drawn === 'crash' && one !== undefined && alive.length > MIN_NODES) this.#crash(one)
    else if (drawn === 'start') this.#start(random.pick(dead))
    else if (drawn === 'cut' && this.#isCut) this.#heal()
    else if (drawn === 'cut' && !this.#single && alive.length > MIN_NODES) this.#cut()
    this.#pass(random.below(3_000))
  }

  #do(name: string, event: () => void): void {
    this.#events[name] = (this.#events[name] ?? 0) + 1
    event()
  }

  #leave(node: RingNode): void {
    if (this.#single) this.#untilMended()
    if (!node.alive || this.world.leaving.has(node)) return
    const { ring, leaving } = this.world
    this.#do('leave', () => {
      leaving.add(node)
      ring.command(node, 'can', { name: 'handOver', args: {} }, 20_000, () => {
        ring.at(ring.now + 100, () => {
          if (!node.alive) return
          leaving.delete(node)
          if (this.world.watched.some((space) => this.world.shown(node, space).zones.length > 0)) this.#break()
          ring.stop(node)
        })
      })
    })
  }

  #crash(node: RingNode): void {
    if (this.#single) this.#untilMended()
    if (!node.alive || this.world.leaving.has(node)) return
    this.#do('crash', () => {
      this.#break()
      this.world.ring.crash(node)
    })
  }

  #start(node: RingNode | undefined): void {
    if (node === undefined) return
    this.#do('start', () => {
      this.#break()
      this.world.ring.rejoin(node)
    })
  }

  #cut(): void {
    const { random, network } = this.world.ring
    this.#do('cut', () => {
      this.#break()
      const some = random.shuffle(this.world.nodes)
      const at = 1 + random.below(some.length - 1)
      network.partition([some.slice(0, at), some.slice(at)])
      this.#isCut = true
    })
  }

  #heal(): void {
    this.world.ring.network.heal()
    this.#isCut = false
  }

  #break(): void {
    this.#broken++
    this.world.exact = false
  }

  #pass(ms: number): void {
    const { world } = this
    for (let left = ms; left > 0; left -= LOOK_MS) {
      world.pass(Math.min(LOOK_MS, left))
      if (!world.exact && !this.#isCut && world.notWhole() === undefined) world.exact = true
    }
  }

  #untilWhole(): void {
    this.world.until(() => this.world.notWhole(), SETTLE_MS)
    this.world.exact = true
  }

  /** Nobody is missed: neither a zone nor a copy of anything. */
  #untilMended(): void {
    this.world.until(() => this.world.notWhole() ?? this.#atRisk(), SETTLE_MS)
    this.world.exact = true
  }

  /** An acknowledged item that its owner, or everybody else, lacks. */
  #atRisk(): string | undefined {
    const { world } = this
    if (world.leaving.size > 0) return 'somebody is leaving'
    const disks = world.nodes.map((node) => {
      const rows = node.disk.rows(`${ITEMS}0/`).flatMap((row) => itemOf(row)?.item ?? [])
      return { zones: world.shown(node, 0).zones, items: new Map(rows.map((item) => [text(item.key), item])) }
    })
    for (const [key, { point, acknowledged }] of this.#items) {
      if (acknowledged === undefined) continue
      const with_ = disks.filter(({ items }) => hasIt(items.get(key), acknowledged.version))
      const atOwner = with_.some(({ zones }) => zones.some((zone) => contains(zone, point)))
      if (!atOwner || with_.length < 2) return `${key} is on ${with_.length} disks, its owner's ${atOwner ? '' : 'not '}included` // prettier-ignore
    }
    return undefined
  }

  /** From somebody who is there and stays, as far as that is known. */
  #from(): RingNode | undefined {
    const { world } = this
    return world.ring.random.pick(
      world.nodes.filter((node) => !world.leaving.has(node) && world.shown(node, 0).state === 'member'),
    )
  }

  #write(): void {
    const { world } = this
    const { random } = world.ring
    const from = this.#from()
    if (from === undefined) return
    const key = `key ${random.below(MAX_KEYS)}`
    let known = this.#items.get(key)
    if (known === undefined) {
      known = { point: world.drawPoint(), tried: new Set(), acknowledged: undefined, since: new Set(), writing: false }
      this.#items.set(key, known)
    }
    // Of two writers at once it is open which is the later.
    if (known.writing) return
    const item = known
    const value = `value ${++this.#written}`
    item.writing = true
    item.tried.add(value)
    item.since.add(value)
    const args = { space: 0, point: item.point, key: bytes(key), value: bytes(value), leaseMs: LEASE_MS }
    const begun = world.ring.now
    world.ring.command(from, 'can', { name: 'put', args }, COMMAND_MS, (result: Result) => {
      const kept = result as Result<Kept>
      // What was given up may be written yet: nobody knows, so it stays possible, and the next one waits as long.
      if (!kept.ok) {
        world.ring.at(begun + 2 * COMMAND_MS, () => {
          item.writing = false
        })
        return
      }
      this.#acknowledged++
      item.writing = false
      // Who is cut off from all others is alone.
      if (this.#single && kept.value.copies < 2) throw new Error(`${key} is on ${kept.value.copies} disk`)
      // The version decides, not when the word of it came.
      if (item.acknowledged !== undefined && !isLater(kept.value.version, item.acknowledged.version)) return
      item.acknowledged = { value, version: kept.value.version }
      item.since = new Set([value])
    })
  }

  readonly #open = new Set<string>()

  #read(key: string, atEnd: boolean): void {
    const { world } = this
    const item = this.#items.get(key)
    const from = this.#from()
    if (item === undefined || from === undefined) return
    // Anything that was not yet outdone when it began may be what is read.
    const before = item.acknowledged?.value
    const possible = item.since
    if (atEnd) this.#open.add(key)
    const args = { space: 0, point: item.point, key: bytes(key) }
    world.ring.command(from, 'can', { name: 'get', args }, COMMAND_MS, (result: Result) => {
      const read = result as Result<{ readonly item: Item | undefined }>
      if (!read.ok) return
      this.#reads++
      this.#open.delete(key)
      const value = read.value.item?.value === undefined ? undefined : text(read.value.item.value)
      if (value !== undefined && !item.tried.has(value)) throw new Error(`${key} is ${value}, which nobody wrote`)
      if (!this.#single) return
      const isRight = value === undefined ? before === undefined : possible.has(value) || item.since.has(value)
      if (!isRight)
        throw new Error(`at ${world.ring.now} ${key} was read as ${String(value)}, not as ${String(before)}`)
    })
  }

  #settled(): string {
    const unread = [...this.#open]
    return unread.length === 0 ? 'nothing' : `no answer for ${unread.join(', ')}`
  }
}

const hasIt = (item: Item | undefined, version: ItemVersion): boolean =>
  item !== undefined && !isLater(version, item.version)

/** What befalls it, each as often as it stands here. */
const DRAWN = ['join', 'join', 'join', 'leave', 'leave', 'crash', 'crash', 'start', 'start', 'cut'] as const

/**
 * What a seed is: even ones with single failures, odd ones with anything at once; half of each with a space of attributes.
 * @throws Error with the seed and what does not hold
 */
export function mixed(seed: number, steps: number): MixedReport {
  try {
    return new CanMixed({ seed, single: seed % 2 === 0, attributes: seed % 4 >= 2 }).run(steps)
  } catch (err) {
    throw new Error(`CAN_SEEDS=1 CAN_FROM=${seed} CAN_STEPS=${steps}: ${String(err)}`, { cause: err })
  }
}
