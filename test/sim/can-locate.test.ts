import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { contains, type PeerKey, type Point } from '../../src/base/index.ts'
import type { CanProtocol, Located } from '../../src/protocols/can/index.ts'
import type { Effect, Result } from '../../src/protocols/index.ts'
import type { RingNode } from '../../src/sim/index.ts'
import { CanWorld } from './can-world.ts'

const DEADLINE_MS = 30_000

/** What came of locating each of these points from everybody. */
class Locates {
  readonly results: Result<Located>[] = []
  asked = 0
  readonly #world: CanWorld

  constructor(world: CanWorld) {
    this.#world = world
  }

  from(nodes: readonly RingNode[], points: readonly Point[]): void {
    for (const node of nodes) {
      for (const point of points) {
        this.asked++
        const args = { space: 0, point, trace: false }
        this.#world.ring.command(node, 'can', { name: 'locate', args }, DEADLINE_MS, (result) => {
          this.results.push(result as Result<Located>)
        })
      }
    }
  }

  /** All have been answered, and rightly. */
  check(): void {
    const failed = this.results.flatMap((result) => (result.ok ? [] : [`${result.code}: ${result.detail}`]))
    assert.deepEqual(failed, [])
    assert.ok(this.asked > 0)
    assert.equal(this.results.length, this.asked)
  }
}

function grown(seed: string, nodes: number, lie?: (peer: PeerKey, effect: Effect<CanProtocol>) => void): CanWorld {
  const world = new CanWorld({
    seed,
    lie: (peer, effect) => {
      lie?.(peer, effect)
      return effect
    },
  })
  world.ring.growTo(nodes)
  world.settle()
  return world
}

void describe('a locate', () => {
  void it('is answered while the half in which its point lies is on its way to a newcomer', () => {
    let begin: (() => void) | undefined
    const world = grown('on its way', 10, (_peer, effect) => {
      if (effect.type === 'respond' && effect.body.type === 'granted') begin?.()
    })
    const locates = new Locates(world)
    const nodes = [...world.nodes]
    begin = () => {
      begin = undefined
      for (let at = 0; at < 200; at += 5) {
        world.ring.at(world.ring.now + at, () => {
          const granted = world.nodes.flatMap((node) => world.shown(node).granted)
          const joining = world.nodes.filter((node) => world.shown(node).state !== 'member')
          if (granted.length === 0 && joining.length === 0) return
          const points = Array.from({ length: 40 }, () => world.drawPoint())
          const inside = points.filter((point) => !nodes.some((node) => world.shown(node).zones.some((zone) => contains(zone, point)))) // prettier-ignore
          locates.from(nodes, inside)
        })
      }
    }
    world.ring.grow()
    world.pass(40_000)
    locates.check()
  })

  void it('is answered when the holder of its point was killed, by who has taken over', () => {
    const world = grown('killed', 10)
    const [victim] = world.nodes
    assert.ok(victim !== undefined)
    const [zone] = world.shown(victim).zones
    assert.ok(zone !== undefined)
    const { low } = zone
    world.ring.crash(victim)
    const locates = new Locates(world)
    for (const at of [0, 100, 500, 1_000, 2_000]) {
      world.ring.at(world.ring.now + at, () => {
        locates.from(world.nodes, [low])
      })
    }
    world.pass(40_000)
    locates.check()
    for (const result of locates.results) assert.ok(result.ok && result.value.owner.peer !== victim.peer)
  })
})
