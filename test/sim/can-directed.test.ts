import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { areNeighbours, siblingOf, type PeerKey } from '../../src/base/index.ts'
import type { CanProtocol } from '../../src/protocols/can/index.ts'
import type { Effect } from '../../src/protocols/index.ts'
import type { RingNode } from '../../src/sim/index.ts'
import { CanItems } from './can-kept.ts'
import { CanWorld } from './can-world.ts'

const ITEMS = 60
const MEND_MS = 120_000

/** What somebody is about to do, and to whom. */
interface Deed {
  readonly peer: PeerKey
  readonly effect: Effect<CanProtocol>
}

/** A world with items in which something befalls somebody at a certain point of an exchange. */
class Scene {
  readonly items: CanItems
  #trap: ((deed: Deed) => boolean) | undefined

  /** @param silent is asked for no item: it holds no zone. */
  constructor(seed: string, nodes: number, silent?: PeerKey) {
    this.items = new CanItems(seed, nodes, silent, (peer, effect) => {
      if (this.#trap?.({ peer, effect }) === true) this.#trap = undefined
      return effect
    })
    this.items.fill(ITEMS)
    // Copies are where they belong.
    this.world.pass(30_000)
  }

  get world(): CanWorld {
    return this.items.world
  }

  node(peer: PeerKey): RingNode {
    const node = this.world.ring.nodeOf(peer)
    if (node === undefined) throw new Error(`there is no ${peer}`)
    return node
  }

  /** The first time that it is so, `then` happens so much later. */
  when(is: (deed: Deed) => boolean, afterMs: number, then: (deed: Deed) => void): void {
    const { ring } = this.world
    this.#trap = (deed) => {
      if (!is(deed)) return false
      ring.at(ring.now + afterMs, () => {
        then(deed)
      })
      return true
    }
  }

  /** It did happen, and in the end all is whole and no item is lost; as well when the victim comes back. */
  mends(victim: RingNode | undefined): void {
    const { world, items } = this
    assert.ok(victim !== undefined, 'what was to befall somebody has not happened')
    assert.equal(victim.alive, false)
    world.until(() => world.untiled(), MEND_MS)
    world.settle(MEND_MS)
    items.checkAll()
    world.ring.rejoin(victim)
    world.settle(MEND_MS)
    items.checkAll()
  }
}

const asks = ({ effect }: Deed, type: string): boolean => effect.type === 'ask' && effect.body.type === type
const answers = ({ effect }: Deed, type: string): boolean => effect.type === 'respond' && effect.body.type === type

void describe('a CAN in which somebody is killed in the middle of a split', () => {
  // A message is 5 to 15 ms on its way, a disk takes 1 ms.
  const cases = [
    { name: 'the owner, before it has written the grant', on: 'granted', who: 'owner', afterMs: 0 },
    { name: 'the owner, when it has written and told the grant', on: 'granted', who: 'owner', afterMs: 2 },
    { name: 'the owner, before it hears that the newcomer accepts', on: 'accept', who: 'owner', afterMs: 0 },
    { name: 'the owner, when it has heard that', on: 'accept', who: 'owner', afterMs: 30 },
    { name: 'the newcomer, before it hears of the grant', on: 'granted', who: 'newcomer', afterMs: 2 },
    { name: 'the newcomer, when it has written it down', on: 'accept', who: 'newcomer', afterMs: 0 },
  ] as const
  for (const { name, on, who, afterMs } of cases) {
    void it(name, () => {
      const scene = new Scene(`split ${name}`, 10)
      const { ring } = scene.world
      let owner: PeerKey | undefined
      let victim: RingNode | undefined
      const kill = (node: RingNode): void => {
        victim = node
        ring.crash(node)
      }
      const newcomer = ring.grow()
      scene.when(
        (deed) => {
          if (answers(deed, 'granted')) owner = deed.peer
          return on === 'granted' ? answers(deed, on) : asks(deed, on)
        },
        afterMs,
        () => {
          kill(who === 'owner' && owner !== undefined ? scene.node(owner) : newcomer)
        },
      )
      scene.world.until(() => (victim === undefined ? 'nobody was killed' : undefined), 30_000)
      scene.mends(victim)
    })
  }
})

void describe('a CAN in which somebody is killed in the middle of a hand-over', () => {
  const cases = [
    { name: 'who leaves, as it gives its zone', on: 'give', who: 'giver' },
    { name: 'who leaves, before it hears that its heir has it', on: 'taken', who: 'giver' },
    { name: 'the heir, before it hears of it', on: 'give', who: 'heir' },
    { name: 'the heir, when it has written it down', on: 'taken', who: 'heir' },
  ] as const
  for (const { name, on, who } of cases) {
    void it(name, () => {
      const scene = new Scene(`leave ${name}`, 10)
      const { world } = scene
      const [giver] = world.nodes
      assert.ok(giver !== undefined)
      let heir: PeerKey | undefined
      let victim: RingNode | undefined
      scene.when(
        (deed) => {
          const { peer, effect } = deed
          if (peer === giver.peer && effect.type === 'ask' && effect.body.type === 'give')
            heir = typeof effect.to === 'string' ? effect.to : effect.to.peer
          return heir !== undefined && (on === 'give' || (peer === heir && answers(deed, 'taken')))
        },
        0,
        () => {
          victim = who === 'giver' || heir === undefined ? giver : scene.node(heir)
          world.ring.crash(victim)
        },
      )
      world.leave(giver)
      world.until(() => (victim === undefined ? 'nobody was killed' : undefined), 30_000)
      // The other of the two goes on: who leaves finds another heir.
      world.pass(30_000)
      assert.equal(giver.alive, false)
      scene.mends(victim)
    })
  }
})

void describe('a CAN', () => {
  void it('in which two siblings fail at once is whole again, and has the items that were kept threefold', () => {
    const scene = new Scene('adjacent', 14)
    const { world, items } = scene
    const holders = new Map(world.nodes.map((node) => [world.shown(node).zones[0]?.path, node]))
    const pairs = [...holders].flatMap(([path, node]) => {
      const other = path === undefined ? undefined : holders.get(siblingOf(path))
      return other === undefined ? [] : [[node, other] as const]
    })
    const [pair] = pairs
    assert.ok(pair !== undefined)
    const [[a], [b]] = pair.map((node) => world.shown(node).zones) as [never[], never[]]
    assert.ok(a !== undefined && b !== undefined && areNeighbours(a, b))
    for (const node of pair) world.ring.crash(node)
    world.until(() => world.untiled(), MEND_MS)
    world.settle(MEND_MS)
    items.checkAll()
  })

  void it('that many join at the same point at the same time is divided among them', () => {
    const newcomers = new Set<PeerKey>()
    const point = [0.3, 0.7]
    const world = new CanWorld({
      seed: 'same point',
      lie: (peer, effect) => {
        if (!newcomers.has(peer) || effect.type !== 'ask') return effect
        const { body } = effect
        if (body.type !== 'join' && body.type !== 'find') return effect
        return { ...effect, body: { ...body, point } }
      },
    })
    world.ring.growTo(4)
    world.settle()
    world.exact = true
    const before = world.checks
    for (let i = 0; i < 12; i++) newcomers.add(world.ring.grow().peer)
    world.until(() => world.nodes.map((node) => (world.shown(node).zones.length > 0 ? '' : node.peer)).join('') || undefined, MEND_MS) // prettier-ignore
    assert.ok(world.checks - before >= 24)
    newcomers.clear()
    world.settle(MEND_MS)
  })

  void it('whose disks are full gives nothing away that would be forgotten, and goes on when there is room', () => {
    const scene = new Scene('full givers', 6)
    const { world, items } = scene
    const givers = [...world.nodes]
    for (const { disk } of givers) disk.set({ writeError: 'STORAGE_FULL' })
    const newcomer = world.ring.grow()
    world.pass(40_000)
    for (const { disk } of givers) disk.set({})
    world.until(() => world.untiled(), MEND_MS)
    world.settle(MEND_MS)
    assert.equal(world.shown(newcomer).zones.length, 1)
    items.checkAll()
  })

  void it('grants nothing to who cannot write it down, and takes back what one could not', () => {
    const scene = new Scene('full newcomer', 6, 'n6' as PeerKey)
    const { world, items } = scene
    const newcomer = world.ring.grow()
    assert.equal(newcomer.peer, items.liar)
    const full = { writeError: 'STORAGE_FULL' } as const
    newcomer.disk.set(full)
    let granted = 0
    const count = (deed: Deed): boolean => answers(deed, 'granted') && ++granted > 0
    scene.when(count, 0, () => undefined)
    world.pass(30_000)
    assert.equal(granted, 0)
    items.checkAll()
    // There is room until it has asked.
    newcomer.disk.set({})
    scene.when(count, 0, () => {
      newcomer.disk.set(full)
    })
    world.until(() => (granted > 0 ? undefined : 'nothing was granted'), 30_000)
    assert.notDeepEqual(world.nodes.flatMap((node) => world.shown(node).granted), []) // prettier-ignore
    world.pass(30_000)
    assert.deepEqual(world.nodes.flatMap((node) => world.shown(node).granted), []) // prettier-ignore
    assert.deepEqual(world.shown(newcomer).zones, [])
    assert.equal(world.untiled(), undefined)
    items.checkAll()
    newcomer.disk.set({})
    world.settle(MEND_MS)
    items.checkAll()
  })

  void it('that loses power as a whole holds the same zones and items when it is back', () => {
    const scene = new Scene('all at once', 10)
    const { world, items } = scene
    const all = [...world.nodes]
    const zones = (): (string | undefined)[] => all.map((node) => world.shown(node).zones[0]?.path)
    const before = zones()
    for (const node of all) world.ring.crash(node)
    world.pass(5_000)
    for (const node of all) {
      world.ring.rejoin(node)
      world.pass(200)
    }
    world.settle(MEND_MS)
    assert.deepEqual(zones(), before)
    items.checkAll()
  })

  void it('takes in again who comes back after its zone was taken over, and it takes nothing from the others', () => {
    const scene = new Scene('back late', 10)
    const { world, items } = scene
    const [node] = world.nodes
    assert.ok(node !== undefined)
    world.ring.crash(node)
    world.settle(MEND_MS)
    // Written while it was away: it comes back with earlier ones.
    for (const key of [...items.kept.keys()]) items.put(key, `${key} later`)
    world.pass(15_000)
    const held = world.paths()
    world.ring.rejoin(node)
    world.settle(MEND_MS)
    // The others have at most been split.
    const others = world.paths(world.nodes.filter((other) => other !== node))
    assert.ok(others.every((path) => held.some((before) => path.startsWith(before))))
    items.checkAll()
    for (const [key, { value }] of items.kept) assert.equal(value, `${key} later`)
  })
})
