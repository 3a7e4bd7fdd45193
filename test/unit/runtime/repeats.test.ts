import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { epoch, lamport, monoMs, peerKey, Random } from '../../../src/base/index.ts'
import type { AskId, Effect, Envelope, Protocol, Semantics } from '../../../src/protocols/index.ts'
import { LamportClock } from '../../../src/protocols/clock/index.ts'
import type { Repetition } from '../../../src/runtime/ask-table.ts'
import type { Interceptor } from '../../../src/runtime/index.ts'
import { Repeats } from '../../../src/runtime/repeats.ts'
import { RetryBudget } from '../../../src/runtime/retry-budget.ts'
import { rig, Scripted } from './rig.ts'

const repetition = (attempts: number, patienceMs: number): Repetition => ({
  semantics: 'at-most-once',
  to: peerKey('b'),
  body: {},
  patienceMs,
  attempts,
  calleeEpoch: 0,
  isInDoubt: false,
  why: 'timeout',
})

describe('the retry budget', () => {
  /** Withdraws until there is nothing left. */
  const spend = (budget: RetryBudget, now: number): number => {
    let spent = 0
    while (budget.withdraw(monoMs(now))) spent++
    return spent
  }

  it('begins with its reserve, and grows by a tenth of the asks and two a second, up to the reserve', () => {
    const budget = new RetryBudget()
    assert.equal(spend(budget, 0), 32)
    for (let i = 0; i < 9; i++) budget.deposit()
    assert.equal(spend(budget, 0), 0)
    for (let i = 0; i < 92; i++) budget.deposit()
    assert.equal(spend(budget, 0), 10)
    assert.equal(spend(budget, 400), 0)
    assert.equal(spend(budget, 600), 1)
    assert.equal(spend(budget, 1e9), 32)
  })

  it('lets repetitions be no more than a tenth of the asks, two a second, and the reserve', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('ask'), fc.constant('again'), fc.nat(3_000)), { maxLength: 500 }),
        (events) => {
          const budget = new RetryBudget()
          let [asks, repeated, now] = [0, 0, 0]
          for (const event of events) {
            if (typeof event === 'number') now += event
            else if (event === 'ask') {
              asks++
              budget.deposit()
            } else if (budget.withdraw(monoMs(now))) repeated++
          }
          assert.ok(repeated <= asks / 10 + (2 * now) / 1_000 + 32 + 1e-6)
        },
      ),
    )
  })
})

describe('repeats', () => {
  it('waits as long as was asked for, or an eighth of the time, 100 ms to 1 s', () => {
    assert.equal(Repeats.patienceMs(5_000, undefined), 625)
    assert.equal(Repeats.patienceMs(400, undefined), 100)
    assert.equal(Repeats.patienceMs(60_000, undefined), 1_000)
    assert.equal(Repeats.patienceMs(60_000, 3_000), 3_000)
    assert.equal(Repeats.patienceMs(50, undefined), 50, 'never beyond the deadline')
    assert.equal(Repeats.patienceMs(50, 80), 50)
  })

  it('backs off by doubling up to eight times, with jitter: a quarter more at first, a quarter either way later', () => {
    const repeats = new Repeats(new Random('jitter'))
    const drawn = (attempts: number): number[] =>
      Array.from({ length: 500 }, () => repeats.waitMs(repetition(attempts, 100)))
    for (const [attempts, low, high] of [
      [1, 100, 125],
      [2, 150, 250],
      [3, 300, 500],
      [4, 600, 1_000],
      [5, 600, 1_000],
      [50, 600, 1_000],
    ] as const) {
      const waits = drawn(attempts)
      assert.ok(Math.min(...waits) >= low && Math.max(...waits) <= high, `attempt ${attempts}`)
      assert.ok(Math.max(...waits) - Math.min(...waits) > (high - low) * 0.9, 'drawn from the whole range')
    }
    const relinks = Array.from({ length: 500 }, () => repeats.relinkMs(repetition(3, 800)))
    assert.ok(Math.min(...relinks) >= 50 && Math.max(...relinks) <= 150)
  })

  it('knows the lowest open call of each callee and machine', () => {
    const repeats = new Repeats(new Random('open'))
    const [a, b] = [peerKey('a'), peerKey('b')]
    assert.equal(repeats.settledBelow(a, 0), 0)
    for (const id of [16, 32, 48]) repeats.opened(a, 0, id)
    repeats.opened(a, 1, 17)
    repeats.opened(b, 0, 64)
    repeats.settled(a, 0, 32)
    assert.deepEqual([repeats.settledBelow(a, 0), repeats.settledBelow(a, 1), repeats.settledBelow(b, 0)], [16, 17, 64])
    repeats.settled(a, 0, 16)
    repeats.settled(a, 0, 16)
    assert.equal(repeats.settledBelow(a, 0), 48)
    repeats.settled(a, 0, 48)
    assert.equal(repeats.settledBelow(a, 0), 0)
  })
})

describe('asks that are repeated', () => {
  const ask = (to: string, semantics: Semantics, deadlineMs = 10_000): Effect<Protocol> => ({
    type: 'ask',
    ask: 1 as AskId,
    to: peerKey(to),
    body: {},
    deadlineMs,
    semantics,
  })
  const requests = (sent: readonly { envelope: Envelope }[]): Envelope[] =>
    sent.flatMap(({ envelope }) => (envelope.kind === 'request' ? [envelope] : []))

  it('of a host to itself are not: nothing is lost there, and it would be carried out twice', () => {
    for (const semantics of ['at-least-once', 'at-most-once'] as const) {
      const machine = new Scripted()
      let carriedOut = 0
      machine.react = (input) => {
        if (input.type === 'request') carriedOut++
        return input.type === 'command' ? [ask('me', semantics)] : []
      }
      const { host } = rig({ chord: machine })
      host.wake(monoMs(0))
      host.command(monoMs(0), 'chord', { name: 'go', args: {} }, 20_000)
      for (let now = 100; now < 10_000; now += 100) host.wake(monoMs(now))
      assert.equal(carriedOut, 1, semantics)
      host.wake(monoMs(10_000))
      assert.deepEqual(machine.seen.at(-1), { type: 'failed', ask: 1, from: 'me', why: 'timeout' })
    }
  })

  it('fail with overload only when the last word was overload', () => {
    for (const [again, why] of [
      [false, 'timeout'],
      [true, 'overload'],
    ] as const) {
      const machine = new Scripted()
      machine.react = (input) => (input.type === 'command' ? [ask('b', 'at-most-once', 2_000)] : [])
      const { host, out } = rig({ chord: machine })
      host.wake(monoMs(0))
      host.linkUp(monoMs(0), peerKey('b'), epoch(1))
      host.command(monoMs(0), 'chord', { name: 'go', args: {} }, 20_000)
      const overload = (now: number): void => {
        const refusal: Envelope = { kind: 'refusal', lamport: lamport(1), id: 16, why: 'overload' }
        host.deliver(monoMs(now), peerKey('b'), epoch(1), refusal)
      }
      overload(1)
      let answered = requests(out.sent).length
      for (let now = 10; now < 2_000; now += 10) {
        host.wake(monoMs(now))
        if (again && requests(out.sent).length > answered) overload(now)
        answered = requests(out.sent).length
      }
      host.wake(monoMs(2_000))
      assert.ok(answered > 1, 'it was sent again')
      assert.deepEqual(machine.seen.at(-1), { type: 'failed', ask: 1, from: 'b', why })
    }
  })

  it('fail with unreachable only when that was said after the last attempt', () => {
    for (const semantics of ['at-least-once', 'at-most-once'] as const) {
      for (const [again, why] of [
        [false, 'timeout'],
        [true, 'unreachable'],
      ] as const) {
        const machine = new Scripted()
        machine.react = (input) => (input.type === 'command' ? [ask('b', semantics, 2_000)] : [])
        const { host, out } = rig({ chord: machine })
        host.wake(monoMs(0))
        host.command(monoMs(0), 'chord', { name: 'go', args: {} }, 20_000)
        host.unreachable(monoMs(1), peerKey('b'), 0)
        let told = requests(out.sent).length
        for (let now = 10; now < 2_000; now += 10) {
          host.wake(monoMs(now))
          if (again && requests(out.sent).length > told) host.unreachable(monoMs(now + 1), peerKey('b'), 0)
          if (again) told = requests(out.sent).length
        }
        assert.ok(requests(out.sent).length > 1, 'it was sent again')
        host.wake(monoMs(2_000))
        assert.deepEqual(machine.seen.at(-1), { type: 'failed', ask: 1, from: 'b', why })
      }
    }
  })

  it('do not fail with overload when an earlier attempt had no word: it may have been carried out', () => {
    const machine = new Scripted()
    machine.react = (input) => (input.type === 'command' ? [ask('b', 'at-least-once', 2_000)] : [])
    const { host, out } = rig({ chord: machine })
    host.wake(monoMs(0))
    host.linkUp(monoMs(0), peerKey('b'), epoch(1))
    host.command(monoMs(0), 'chord', { name: 'go', args: {} }, 20_000)
    let answered = 1
    for (let now = 10; now < 2_000; now += 10) {
      host.wake(monoMs(now))
      if (requests(out.sent).length === answered) continue
      answered = requests(out.sent).length
      host.deliver(monoMs(now), peerKey('b'), epoch(1), {
        kind: 'refusal',
        lamport: lamport(1),
        id: 16,
        why: 'overload',
      })
    }
    host.wake(monoMs(2_000))
    assert.ok(answered > 2, 'it was sent again, twice')
    assert.deepEqual(machine.seen.at(-1), { type: 'failed', ask: 1, from: 'b', why: 'timeout' })
  })

  it('do not fail with unreachable while the host itself keeps an attempt back: it may leave later', () => {
    const swallower: Interceptor = { name: 'test', outbound: () => false }
    for (const semantics of ['maybe', 'at-least-once', 'at-most-once'] as const) {
      for (const options of [{ interceptors: [swallower] }, { clock: new LamportClock(0, 1) }, {}]) {
        const machine = new Scripted()
        machine.react = (input) => (input.type === 'command' ? [ask('b', semantics, 50)] : [])
        const { host, out } = rig({ chord: machine }, options)
        host.wake(monoMs(0))
        host.command(monoMs(0), 'chord', { name: 'go', args: {} }, 20_000)
        const isKept = 'interceptors' in options || 'clock' in options
        assert.equal(requests(out.sent).length, isKept ? 0 : 1)
        host.unreachable(monoMs(1), peerKey('b'), 0)
        host.wake(monoMs(50))
        const failed = machine.seen.find((input) => input.type === 'failed')
        assert.deepEqual(failed, { type: 'failed', ask: 1, from: 'b', why: isKept ? 'timeout' : 'unreachable' })
      }
    }
  })

  it('carry the id of the first, and the incarnation that may know it', () => {
    const machine = new Scripted()
    machine.react = (input) => (input.type === 'command' ? [ask('b', 'at-most-once')] : [])
    const { host, out } = rig({ chord: machine })
    host.wake(monoMs(0))
    host.linkUp(monoMs(0), peerKey('b'), epoch(4))
    host.command(monoMs(0), 'chord', { name: 'go', args: {} }, 20_000)
    for (let now = 0; now < 5_000; now += 50) host.wake(monoMs(now))
    const sent = requests(out.sent)
    assert.ok(sent.length >= 3)
    for (const request of sent) {
      assert.ok(request.kind === 'request' && request.id === 16 && request.once?.calleeEpoch === 4)
    }
    host.linkUp(monoMs(5_000), peerKey('b'), epoch(5))
    assert.deepEqual(machine.seen.at(-2), { type: 'failed', ask: 1, from: 'b', why: 'unknown-outcome' })
  })
})
