import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { covers, overlap, without, type PeerKey, type ZonePath } from '../../src/base/index.ts'
import type { News, ZoneChange } from '../../src/protocols/index.ts'
import type { RingNode } from '../../src/sim/index.ts'
import { CanWorld } from './can-world.ts'

type Change = Extract<News, { type: 'zoneChanged' }> & { readonly at: PeerKey }

/** A world and the news of zones in it. */
class Told {
  readonly world: CanWorld
  readonly all: Change[] = []
  /** What each node holds, from the news alone. */
  readonly #held = new Map<PeerKey, ZonePath[]>()

  constructor(seed: string) {
    this.world = new CanWorld({
      seed,
      lie: (at, effect) => {
        if (effect.type === 'news' && effect.news.type === 'zoneChanged') this.#hear({ ...effect.news, at })
        return effect
      },
    })
  }

  /** Those told since the last time. */
  take(): Change[] {
    return this.all.splice(0)
  }

  of(change: ZoneChange, among: readonly Change[]): Change[] {
    return among.filter((each) => each.change === change)
  }

  /** Where the news of a node come to something else than it holds. */
  untold(nodes: readonly RingNode[] = this.world.nodes): string | undefined {
    for (const node of nodes) {
      const held = this.world
        .shown(node)
        .zones.map(({ path }) => path)
        .toSorted()
        .join(' ')
      const told = (this.#held.get(node.peer) ?? []).toSorted().join(' ')
      if (held !== told) return `${node.peer} holds ${held}, was told ${told}`
    }
    return undefined
  }

  #hear(change: Change): void {
    this.all.push(change)
    const before = this.#held.get(change.at) ?? []
    this.#held.set(change.at, heldAfter(before, change))
  }
}

/** What is held after the news of a change. */
function heldAfter(before: readonly ZonePath[], { change, path }: Change): ZonePath[] {
  if (change === 'split' || change === 'given' || change === 'lost') {
    assert.ok(
      before.some((own) => overlap(own, path)),
      `${change} ${path}, of ${before.join(' ')}`,
    )
    return before.flatMap((own) => (covers(path, own) ? [] : covers(own, path) ? without(own, path) : [own]))
  }
  if (change === 'merged') assert.ok(before.filter((own) => covers(path, own) && own !== path).length >= 2)
  if (before.some((own) => covers(own, path))) return [...before]
  return [...before.filter((own) => !covers(path, own)), path]
}

const bare = ({ at, change, path, epoch, peer }: Change): unknown[] => [change, path, epoch, at, peer]
/** Of two nodes the same hand-over, from either side. */
const mirrored = ({ at, path, epoch, peer }: Change): unknown[] => [path, epoch, peer, at]
const told = ({ at, path, epoch, peer }: Change): unknown[] => [path, epoch, at, peer]

void describe('news of zones', () => {
  void it('tell of founding, splits and joins, each once at either side', () => {
    const news = new Told('changes of growth')
    const { world } = news
    world.ring.grow()
    world.settle()
    const [first] = world.nodes
    assert.deepEqual(news.take().map(bare), [['founded', '', 1, first?.peer, undefined]])
    world.ring.growTo(16)
    world.settle()
    const grown = news.take()
    const [splits, joins] = [news.of('split', grown), news.of('joined', grown)]
    assert.deepEqual([splits.length, joins.length, grown.length], [15, 15, 30])
    assert.deepEqual(splits.map(told).toSorted(), joins.map(mirrored).toSorted())
    assert.deepEqual(new Set(joins.map(({ at }) => at)).size, 15)
    assert.equal(news.untold(), undefined)
  })

  void it('tell of hand-overs at either side, and of what becomes one', () => {
    const news = new Told('changes of leaving')
    const { world } = news
    world.ring.growTo(12)
    world.settle()
    for (let i = 0; i < 6; i++) {
      const leaver = world.nodes[i]
      if (leaver === undefined) break
      news.take()
      world.leave(leaver)
      world.until(() => (leaver.alive ? 'is still there' : undefined), 20_000)
      world.settle()
      const seen = news.take()
      const [given, received, merged] = (['given', 'received', 'merged'] as const).map((each) => news.of(each, seen))
      assert.equal(given?.[0]?.at, leaver.peer)
      assert.deepEqual(given?.map(told).toSorted(), received?.map(mirrored).toSorted())
      // One node less, one zone less.
      assert.equal(merged?.length, 1)
      assert.equal(seen.length, 2 * given.length + 1, 'and of nothing else')
      assert.equal(news.untold(), undefined)
    }
  })

  void it('tell of a take-over, and whose zone it was', () => {
    const news = new Told('changes of crashes')
    const { world } = news
    world.ring.growTo(12)
    world.settle()
    for (let i = 0; i < 4; i++) {
      const [victim] = world.ring.random.shuffle(world.nodes)
      if (victim === undefined) break
      news.take()
      const [zone] = world.shown(victim).zones
      world.ring.crash(victim)
      world.settle()
      const taken = news.of('taken', news.take())
      assert.deepEqual(
        taken.map(({ path, epoch, peer }) => [path, epoch, peer]),
        [[zone?.path, (zone?.epoch ?? 0) + 1, victim.peer]],
      )
      assert.equal(news.untold(), undefined)
    }
  })

  void it('tell of a half that comes back, since the newcomer died before it knew', () => {
    const news = new Told('changes of a grant')
    const { world } = news
    world.ring.growTo(3)
    world.settle()
    news.take()
    const newcomer = world.ring.grow()
    while (news.of('split', news.all).length === 0) world.pass(1)
    world.ring.crash(newcomer)
    const [split] = news.take()
    world.settle()
    const back = news.take()
    assert.deepEqual(
      back.map(({ change, at, path }) => [change, at, path]),
      [
        ['reclaimed', split?.at, split?.path],
        ['merged', split?.at, split?.path.slice(0, -1)],
      ],
    )
    assert.equal(split?.peer, newcomer.peer)
    assert.equal(news.untold(), undefined)
  })

  void it('tell who loses what when the halves of a network meet', () => {
    const news = new Told('changes of a partition')
    const { world } = news
    world.ring.growTo(16)
    world.settle()
    const [half, rest] = [world.nodes.slice(0, 8), world.nodes.slice(8)]
    world.ring.network.partition([half, rest])
    world.until(() => world.untiled(half) ?? world.untiled(rest), 60_000)
    news.take()
    world.ring.network.heal()
    world.settle(120_000)
    const lost = news.of('lost', news.take())
    for (const { at, peer } of lost) assert.ok(peer !== undefined && peer !== at)
    // Not all: who has won a zone may give it on to one of the loser's own half before the loser has heard.
    const ofHalf = new Set(half.map(({ peer }) => peer))
    const across = lost.filter(({ at, peer }) => peer !== undefined && ofHalf.has(at) !== ofHalf.has(peer))
    assert.ok(across.length >= 8, `${across.length} of ${lost.length} lost to the other half`)
    assert.equal(news.untold(), undefined)
  })

  void it('come to exactly what each node holds, whatever befalls it but a restart', () => {
    for (const seed of [1, 2, 3]) {
      const news = new Told(`changes ${seed.toString()}`)
      const { world } = news
      world.ring.growTo(12)
      for (let i = 0; i < 25; i++) {
        const [one] = world.ring.random.shuffle(world.nodes)
        const drawn = world.ring.random.below(3)
        if (one === undefined || drawn === 0 || world.nodes.length < 8) world.ring.grow()
        else if (drawn === 1) world.leave(one)
        else world.ring.crash(one)
        world.pass(world.ring.random.below(4_000))
        assert.equal(news.untold(), undefined)
      }
      world.settle(120_000)
      assert.equal(news.untold(), undefined)
    }
  })
})
