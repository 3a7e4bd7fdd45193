import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey, type MonoMs } from '../../../src/base/index.ts'
import type { Effect, Input, Machine, Protocol } from '../../../src/protocols/index.ts'
import { DIAL_TIMEOUT_MS, Simulation, type SimNode } from '../../../src/sim/index.ts'

/** Asks whom a command names, answers every request, and keeps what it was given. */
class Echo implements Machine<Protocol> {
  readonly hears = ['peerDead', 'peerAlive'] as const
  readonly heard: string[] = []
  /** When connections came. */
  readonly ups: number[] = []
  /** How long the askers of what it was asked still waited, ms. */
  readonly lefts: number[] = []
  wakeAt: MonoMs | undefined = undefined
  #last = 0

  step(ctx: { now: MonoMs }, input: Input<Protocol>): readonly Effect<Protocol>[] {
    switch (input.type) {
      case 'command': {
        const to = peerKey(String((input.command as { args: unknown }).args))
        const ask = { type: 'ask', ask: ++this.#last, to, body: {}, deadlineMs: 1_000, semantics: 'maybe' }
        return [ask, { type: 'done', id: input.id, result: { ok: true, value: undefined } }] as never
      }
      case 'request':
        this.lefts.push(input.leftMs)
        return [{ type: 'respond', reply: input.reply, body: {} }] as never
      case 'answer':
        this.#note(ctx.now, 'answer')
        return []
      case 'failed':
        this.#note(ctx.now, input.why)
        return []
      case 'news':
        this.#note(ctx.now, input.news.type)
        return []
      case 'linkUp':
        this.ups.push(ctx.now)
        return []
      case 'linkDown':
        this.#note(ctx.now, input.type)
        return []
      default:
        return []
    }
  }

  #note(now: MonoMs, what: string): void {
    this.heard.push(`${now} ${what}`)
  }
}

class Pair {
  readonly sim = new Simulation<Echo>({
    seed: 1,
    latencyMs: () => 10,
    make: () => {
      const echo = new Echo()
      return { machines: [['chord', echo]], view: echo }
    },
  })
  readonly a: SimNode<Echo> = this.sim.add()
  readonly b: SimNode<Echo> = this.sim.add()

  ask(at: number, from = this.a, to = this.b): void {
    this.sim.at(at, () => {
      const command = { name: 'lookup', args: to.peer }
      this.sim.command(from, 'chord', command, 10_000, () => undefined)
    })
  }

  heard(node: SimNode<Echo>, until: number): string[] {
    this.sim.run(until)
    return node.view.heard
  }
}

describe('simulated links', () => {
  it('a partition swallows: two asks time out, the redial takes its timeout, after healing it works', () => {
    const pair = new Pair()
    pair.ask(0)
    pair.sim.at(100, () => {
      pair.sim.network.partition([[pair.a], [pair.b]])
    })
    pair.ask(100)
    pair.ask(1_200)
    const failedAt = 2_200 + DIAL_TIMEOUT_MS
    assert.deepEqual(pair.heard(pair.a, 10_000), [
      '20 answer',
      '1100 timeout',
      '2200 timeout',
      `${failedAt} linkDown`,
      `${failedAt} peerDead`,
    ])
    assert.deepEqual(pair.b.view.heard, [], 'nothing resets the other end')
    assert.deepEqual([pair.a.view.ups, pair.b.view.ups], [[0], [0]])
    pair.sim.network.heal()
    pair.ask(10_100)
    assert.deepEqual(pair.heard(pair.a, 20_000).slice(5), ['10100 peerAlive', '10120 answer'])
  })

  it('without a connection a cut makes the dial fail, once for all that wait for it', () => {
    const pair = new Pair()
    pair.sim.network.partition([[], [pair.b]])
    pair.ask(0)
    pair.ask(500)
    // Asks have their own deadline; the peer is dead when the dial has failed.
    assert.deepEqual(pair.heard(pair.a, 9_000), ['1000 timeout', '1500 timeout', '2500 peerDead'])
  })

  it('a dial that was begun during a cut that ends meanwhile brings what is still waited for, with the time that is left', () => {
    const pair = new Pair()
    pair.sim.network.partition([[], [pair.b]])
    pair.ask(0)
    pair.ask(2_000)
    pair.sim.at(2_100, () => {
      pair.sim.network.heal()
    })
    assert.deepEqual(pair.heard(pair.a, 6_000), ['1000 timeout', '2520 answer'])
    assert.equal(pair.sim.delivered, 2)
    assert.deepEqual(pair.b.view.lefts, [500])
  })

  it('a dial of which nobody wants anything any more brings a connection all the same', () => {
    const pair = new Pair()
    pair.sim.network.partition([[], [pair.b]])
    pair.ask(0)
    pair.sim.at(2_100, () => {
      pair.sim.network.heal()
    })
    assert.deepEqual(pair.heard(pair.a, 6_000), ['1000 timeout'])
    assert.deepEqual([pair.a.view.ups, pair.b.view.ups], [[2_500], [2_500]])
    assert.equal(pair.sim.delivered, 0)
  })

  it('a one-way block means no answer, whichever way', () => {
    for (const way of ['there', 'back']) {
      const pair = new Pair()
      pair.ask(0)
      pair.sim.at(100, () => {
        if (way === 'there') pair.sim.network.block(pair.a, pair.b)
        else pair.sim.network.block(pair.b, pair.a)
      })
      pair.ask(100)
      assert.deepEqual(pair.heard(pair.a, 5_000), ['20 answer', '1100 timeout'])
      assert.equal(pair.sim.delivered, way === 'there' ? 2 : 3)
    }
  })

  it('a crash across a cut is not noticed before somebody asks; without a cut at once', () => {
    const cut = new Pair()
    cut.ask(0)
    cut.sim.run(50)
    cut.sim.network.partition([[cut.a], [cut.b]])
    cut.sim.crash(cut.b)
    assert.deepEqual(cut.heard(cut.a, 20_000), ['20 answer'])
    cut.sim.network.heal()
    cut.ask(20_100)
    // The closed port answers a round trip later: that ends the connection, on which more may have left before.
    assert.deepEqual(cut.heard(cut.a, 30_000).slice(1), ['20120 timeout', '20120 linkDown', '20120 peerDead'])
    const whole = new Pair()
    whole.ask(0)
    whole.sim.run(50)
    whole.sim.crash(whole.b)
    assert.deepEqual(whole.heard(whole.a, 20_000), ['20 answer', '60 linkDown', '80 peerDead'])
  })

  it('doubles a message: a request is answered twice, the asker takes one answer', () => {
    const pair = new Pair()
    pair.sim.network.set({ duplicateRate: 1 })
    pair.ask(0)
    assert.equal(pair.heard(pair.a, 1_000).length, 1)
    assert.equal(pair.sim.delivered, 6)
  })

  it('starts are behind a cut unknown: what is dead is the epoch that was met', () => {
    const pair = new Pair()
    pair.ask(0)
    pair.sim.run(50)
    pair.sim.network.partition([[pair.a], [pair.b]])
    pair.sim.crash(pair.b)
    pair.sim.restart(pair.b)
    pair.ask(100)
    pair.ask(1_200)
    pair.sim.run(9_000)
    assert.ok(pair.a.view.heard.some((line) => line.endsWith('peerDead')))
    assert.equal(pair.a.met.get(pair.b), 1)
    assert.equal(pair.b.ref.epoch, 2)
  })
})
