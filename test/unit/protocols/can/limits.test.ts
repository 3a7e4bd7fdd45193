import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey } from '../../../../src/base/index.ts'
import { MAX_LEASE_MS, type CanView, type Item } from '../../../../src/protocols/can/index.ts'
import { MAX_GRANTS, MAX_HEARSAY, MAX_LEAP, MAX_NEIGHBOURS } from '../../../../src/protocols/can/params.ts'
import { CLOCKS_MS, MAX_CHANGES, MAX_LAMPORT_LEAP } from '../../../../src/protocols/can/shelf.ts'
import { Bench, claim, key, refOf, WALL_MS } from './rig.ts'

void describe('limits of a CAN node', () => {
  void it('nobody speaks for another', () => {
    const bench = new Bench()
    const picture = { version: 2 ** 33, shown: { claims: [claim('1', 5)], around: [] } }
    const body = { type: 'update', space: 0, dimensions: 2, self: refOf('victim'), have: 0, picture } as const
    assert.equal(bench.ask('liar', body), 'refused')
    assert.deepEqual(bench.neighbours, [])
  })

  void it('grants so many halves at once, one to each peer however often it starts again, and none to who holds zones', () => {
    const bench = new Bench()
    const paths = new Set<string>()
    for (let i = 0; i < MAX_GRANTS; i++) {
      const answer = bench.join(`n${i.toString()}`)
      assert.ok(typeof answer === 'object' && answer.type === 'granted')
      paths.add(answer.claim.path)
    }
    assert.equal(paths.size, MAX_GRANTS)
    assert.deepEqual(bench.join('one more'), { type: 'failed', code: 'BUSY' })
    const again = bench.join('n3', 2)
    assert.ok(typeof again === 'object' && again.type === 'granted' && paths.has(again.claim.path))
    assert.equal(bench.can.describe()[0]?.granted.length, MAX_GRANTS)
    const first = bench.can.describe()[0]?.granted.find(({ to }) => to.peer === peerKey('n0'))
    assert.ok(first !== undefined)
    const granted = claim(first.path, 2)
    assert.deepEqual(bench.ask('n0', { type: 'accept', space: 0, claim: granted }), { type: 'taken' })
    bench.update('n0', [granted])
    assert.deepEqual(bench.join('n0'), { type: 'failed', code: 'BUSY' })
  })

  void it('asks no more than so many of those that others name, and they keep nobody out who speaks', () => {
    const bench = new Bench()
    bench.join('n0')
    const others = Array.from({ length: MAX_HEARSAY + 1 }, (_, i) => ({
      ref: refOf(`told ${i.toString()}`),
      claims: [claim('0', 3)],
    }))
    bench.update('n0', [claim('1', 2)], others)
    assert.equal(bench.neighbours.filter((peer) => peer.startsWith('told')).length, MAX_HEARSAY)
    for (let i = 0; i <= MAX_NEIGHBOURS; i++) bench.update(`s${i.toString()}`, [claim('1', 2)])
    assert.equal(bench.neighbours.length, MAX_NEIGHBOURS)
    assert.deepEqual(
      bench.neighbours.filter((peer) => peer.startsWith('told')),
      [],
    )
  })

  void it('hears no claim whose epoch is far above all others, first-hand or told', () => {
    const bench = new Bench()
    bench.join('n0')
    const [own] = bench.can.describe()[0]?.zones ?? []
    assert.ok(own !== undefined)
    const beside = own.path === '1' ? '0' : '1'
    bench.update('n1', [claim(beside, own.epoch + MAX_LEAP + 1)])
    bench.update('n2', [], [{ ref: refOf('n3'), claims: [claim(beside, own.epoch + MAX_LEAP + 1)] }])
    assert.deepEqual(bench.neighbours, [])
    bench.update('n1', [claim(beside, own.epoch + MAX_LEAP)])
    assert.deepEqual(bench.neighbours, [peerKey('n1')])
  })

  void it('takes no zone from one that does not hold it', () => {
    const bench = new Bench()
    bench.join('n0')
    const [own] = bench.can.describe()[0]?.zones ?? []
    const body = {
      type: 'give',
      space: 0,
      self: refOf('liar'),
      claim: claim(own?.path ?? '', 900),
      around: [],
    } as const
    assert.deepEqual(bench.ask('liar', body), { type: 'failed', code: 'NOT_HELD' })
    assert.deepEqual(bench.can.describe()[0]?.zones, [own])
  })

  void it('keeps copies of neighbours alone, of places around, and no longer than a lease can be', () => {
    const bench = new Bench()
    bench.join('n0')
    const given = bench.can.describe()[0]?.granted[0]?.path ?? ''
    bench.ask('n0', { type: 'accept', space: 0, claim: claim(given, 2) })
    bench.update('n0', [claim(given, 2)])
    const latest = WALL_MS + MAX_LEASE_MS + CLOCKS_MS
    const item = (at: number, lamport: number, expiresAtMs: number): Item => ({
      point: [at, at],
      key,
      value: key,
      version: { lamport, peer: peerKey('w') },
      expiresAtMs,
      keepUntilMs: expiresAtMs,
    })
    const store = (from: string, ...items: Item[]): unknown => bench.ask(from, { type: 'store', space: 0, items })
    assert.deepEqual(store('stranger', item(0.3, 1, WALL_MS)), { type: 'failed', code: 'NOT_HELD' })
    assert.deepEqual(store('n0', item(0.3, 1, latest + 1), item(0.8, bench.lamport + MAX_LAMPORT_LEAP + 1, WALL_MS)), { type: 'taken' }) // prettier-ignore
    assert.deepEqual(bench.items.map(({ point, expiresAtMs, keepUntilMs }) => [point, expiresAtMs, keepUntilMs]), [[[0.3, 0.3], latest, latest]]) // prettier-ignore
  })

  void it('keeps nothing of a place where nobody around holds a zone', () => {
    const bench = new Bench()
    for (const name of ['n0', 'n1', 'n2', 'n3', 'n4']) bench.join(name)
    const far = bench.can.describe()[0]?.granted.find(({ to }) => to.peer === peerKey('n4'))?.path ?? ''
    for (const { path, to } of bench.can.describe()[0]?.granted ?? [])
      bench.ask(to.peer, { type: 'accept', space: 0, claim: claim(path, 9) })
    bench.update('n4', [claim(far, 9)])
    const item: Item = { point: [0.9, 0.9], key, value: key, version: { lamport: 1, peer: peerKey('w') }, expiresAtMs: WALL_MS, keepUntilMs: WALL_MS } // prettier-ignore
    assert.deepEqual(bench.ask('n4', { type: 'store', space: 0, items: [item] }), { type: 'failed', code: 'NOT_HELD' })
    assert.deepEqual(bench.items, [])
  })

  void it('changes so many rows at once, those that wait for the same one included', () => {
    const bench = new Bench()
    bench.stalled = true
    const put = { type: 'put', space: 0, point: [0.5, 0.5], key, value: key, leaseMs: 1_000 } as const
    for (let i = 0; i < MAX_CHANGES; i++) assert.equal(bench.ask('w', put), undefined)
    assert.deepEqual(bench.ask('w', put), { type: 'failed', code: 'IO' })
  })
})

void describe('the view for siblings', () => {
  void it('shows who is around, and takes candidates as hearsay', () => {
    const bench = new Bench()
    bench.join('n0')
    const view: CanView = bench.can.view
    assert.deepEqual([view.isMember(0), view.isMember(1), view.zones(0).length, view.zones(1)], [true, false, 1, []])
    bench.update('n0', [claim('1', 2)])
    assert.deepEqual(
      view.neighbours(0).map(({ ref, firstHand }) => [ref.peer, firstHand]),
      [['n0', true]],
    )
    const suggest = (name: string, path: string, epoch: number): unknown =>
      bench.command({
        name: 'suggest',
        args: { space: 0, holding: { ref: refOf(name), claims: [claim(path, epoch)] } },
      })
    // Who has spoken holds it, as long as nobody is told of with a later claim.
    assert.deepEqual(suggest('n1', '1', 1), { ok: true, value: { isNeighbour: false } })
    assert.deepEqual(suggest('n1', '1', 3), { ok: true, value: { isNeighbour: true } })
    assert.deepEqual(view.neighbours(0).find(({ ref }) => ref.peer === peerKey('n1'))?.firstHand, false)
    assert.deepEqual(suggest('n2', '0'.repeat(65), 3), { ok: true, value: { isNeighbour: false } })
  })
})
