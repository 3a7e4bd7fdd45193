import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, lamport, monoMs, OrbError, peerKey } from '../../../src/base/index.ts'
import { LamportClock, MAX_LAMPORT } from '../../../src/protocols/clock/index.ts'
import {
  fail,
  succeed,
  type AskEffect,
  type AskId,
  type CallId,
  type CommandId,
  type Envelope,
  type OpId,
  type Protocol,
} from '../../../src/protocols/index.ts'
import { MAX_COMMANDS, TOO_MANY } from '../../../src/runtime/command-table.ts'
import { LAMPORT_MARK_KEY } from '../../../src/runtime/index.ts'
import { MAX_OWED_PER_PEER } from '../../../src/runtime/reply-table.ts'
import { rig, Scripted } from './rig.ts'

const at = monoMs
const first = epoch(1)
const bob = peerKey('bob')
const eve = peerKey('eve')

const ask = (id: number, options: Partial<AskEffect<Protocol>> = {}): AskEffect<Protocol> => ({
  type: 'ask',
  ask: id as AskId,
  to: bob,
  body: { type: 'q' },
  deadlineMs: 1000,
  semantics: 'maybe',
  ...options,
})
const request = (id: number, leftMs = 500): Envelope => ({
  kind: 'request',
  id,
  leftMs,
  lamport: lamport(1),
  machine: 'chord',
  body: { type: 'q' },
  semantics: 'maybe',
  once: undefined,
})
const reply = (kind: 'answer' | 'interim', id: number): Envelope => ({
  kind,
  id,
  lamport: lamport(1),
  machine: 'chord',
  body: { type: 'a' },
})
/** A machine that asks once, on its first tick. */
const asker = (options: Partial<AskEffect<Protocol>> = {}): Scripted => {
  const machine = new Scripted()
  machine.react = (input) => (input.type === 'tick' ? [ask(1, options)] : [])
  return machine
}
const wireIdOf = (envelope: Envelope | undefined): number => {
  assert.ok(envelope !== undefined && envelope.kind !== 'message')
  return envelope.id
}

describe('PeerHost: asks', () => {
  it('gives the answer of the asked peer to the machine, once', () => {
    const chord = asker()
    const { host, out } = rig({ chord })
    host.wake(at(0))
    const id = wireIdOf(out.sent[0]?.envelope)
    host.deliver(at(5), eve, first, reply('answer', id))
    assert.deepEqual(chord.seen, [], 'an answer from somebody else does not count')
    host.deliver(at(6), bob, first, reply('answer', id))
    host.deliver(at(7), bob, first, reply('answer', id))
    assert.deepEqual(chord.seen, [{ type: 'answer', ask: 1, from: bob, body: { type: 'a' } }])
    assert.equal(host.sizes.asks, 0)
  })

  it('fails with timeout at the deadline, not before', () => {
    const chord = asker({ deadlineMs: 100 })
    const { host } = rig({ chord })
    host.wake(at(0))
    assert.equal(host.wakeAt, 100)
    host.wake(at(99))
    assert.deepEqual(chord.seen, [])
    host.wake(at(100))
    assert.deepEqual(chord.seen, [{ type: 'failed', ask: 1, from: bob, why: 'timeout' }])
  })

  it('fails when the first word is late; an interim answer gives it until the deadline', () => {
    const chord = asker({ deadlineMs: 100, firstWordMs: 20 })
    const { host } = rig({ chord })
    host.wake(at(0))
    host.wake(at(20))
    assert.equal(chord.seen.at(-1)?.type, 'failed')

    const patient = asker({ deadlineMs: 100, firstWordMs: 20 })
    const second = rig({ chord: patient })
    second.host.wake(at(0))
    second.host.deliver(at(10), bob, first, reply('interim', wireIdOf(second.out.sent[0]?.envelope)))
    second.host.wake(at(20))
    assert.deepEqual(
      patient.seen.map((input) => input.type),
      ['interim'],
    )
    second.host.wake(at(100))
    assert.deepEqual(
      patient.seen.map((input) => input.type),
      ['interim', 'failed'],
    )
  })

  it('passes on a refusal with its reason', () => {
    const chord = asker()
    const { host, out } = rig({ chord })
    host.wake(at(0))
    const id = wireIdOf(out.sent[0]?.envelope)
    host.deliver(at(1), bob, first, { kind: 'refusal', id, lamport: lamport(1), why: 'overload' })
    assert.deepEqual(chord.seen, [{ type: 'failed', ask: 1, from: bob, why: 'overload' }])
  })

  it('fails at once when the link goes down, with unreachable when the redial fails', () => {
    const chord = asker()
    const { host } = rig({ chord })
    host.wake(at(0))
    host.linkDown(at(3), bob)
    assert.deepEqual(
      chord.seen.map((input) => input.type),
      ['failed', 'linkDown'],
    )
    const other = asker()
    const second = rig({ chord: other })
    other.hears = ['peerDead', 'peerAlive']
    second.host.wake(at(0))
    second.host.unreachable(at(4), bob, 1)
    second.host.unreachable(at(5), bob, 1)
    assert.deepEqual(other.seen, [
      { type: 'failed', ask: 1, from: bob, why: 'unreachable' },
      { type: 'news', news: { type: 'peerDead', peer: bob } },
    ])
    second.host.deliver(at(6), bob, first, reply('answer', 1))
    assert.deepEqual(
      second.out.news.map(({ type }) => type),
      ['peerDead', 'peerAlive'],
    )
  })

  it('probes a peer after two asks in a row without a word', () => {
    const chord = new Scripted()
    chord.react = (input) => (input.type === 'command' ? [ask(input.id, { deadlineMs: 10 })] : [])
    const { host, out } = rig({ chord })
    host.command(at(0), 'chord', { name: 'x', args: {} }, 5000)
    host.wake(at(10))
    assert.deepEqual(out.probed, [])
    host.command(at(20), 'chord', { name: 'x', args: {} }, 5000)
    host.wake(at(30))
    assert.deepEqual(out.probed, [bob])
  })

  it('forgets a cancelled ask', () => {
    const chord = new Scripted()
    chord.react = (input) => (input.type === 'tick' ? [ask(1), { type: 'cancelAsk', ask: 1 as AskId }] : [])
    const { host, out } = rig({ chord })
    host.wake(at(0))
    host.deliver(at(1), bob, first, reply('answer', wireIdOf(out.sent[0]?.envelope)))
    host.wake(at(5000))
    assert.deepEqual(chord.seen, [])
  })

  it('may ask itself: the answer comes within the same step', () => {
    const chord = new Scripted()
    chord.react = (input) => {
      if (input.type === 'tick') return [ask(1, { to: peerKey('me') })]
      if (input.type === 'request') return [{ type: 'respond', reply: input.reply, body: { type: 'a' } }]
      return []
    }
    const { host, out } = rig({ chord })
    host.wake(at(0))
    assert.deepEqual(
      chord.seen.map((input) => input.type),
      ['request', 'answer'],
    )
    assert.equal(out.sent.length, 0)
  })
})

describe('PeerHost: requests', () => {
  it('answers now or later, interim first, each request once', () => {
    const chord = new Scripted()
    const { host, out } = rig({ chord })
    host.wake(at(0))
    chord.react = (input) => {
      if (input.type === 'request') {
        chord.react = (next) =>
          next.type === 'linkUp'
            ? [
                { type: 'respond', reply: input.reply, body: { type: 'a' } },
                { type: 'respond', reply: input.reply, body: { type: 'again' } },
              ]
            : []
        return [{ type: 'respond', reply: input.reply, body: { type: 'wait' }, interim: true }]
      }
      return []
    }
    host.deliver(at(1), bob, first, request(77))
    host.linkUp(at(2), eve, 1 as never)
    assert.deepEqual(
      out.sent.map(({ to, envelope }) => [to, envelope.kind, wireIdOf(envelope)]),
      [
        [bob, 'interim', 77],
        [bob, 'answer', 77],
      ],
    )
  })

  it('says why a machine refuses: that it will not, unless it has too much to do', () => {
    for (const why of [undefined, 'refused', 'overload'] as const) {
      const chord = new Scripted()
      chord.react = (input) =>
        input.type === 'request' ? [{ type: 'refuse', reply: input.reply, ...(why && { why }) }] : []
      const { host, out } = rig({ chord })
      host.deliver(at(0), bob, first, request(77))
      const { envelope } = out.sent[0] ?? {}
      assert.ok(envelope?.kind === 'refusal' && envelope.id === 77)
      assert.equal(envelope.why, why ?? 'refused')
    }
  })

  it('refuses what no machine is there for, and more than one peer may have waiting', () => {
    const chord = new Scripted()
    const { host, out } = rig({ chord })
    host.deliver(at(0), bob, first, { ...(request(1) as Extract<Envelope, { kind: 'request' }>), machine: 'swarm' })
    assert.deepEqual(
      out.sent.map(({ envelope }) => envelope.kind === 'refusal' && envelope.why),
      ['refused'],
    )
    for (let id = 0; id < MAX_OWED_PER_PEER; id++) host.deliver(at(1), bob, first, request(id))
    assert.equal(out.sent.length, 1)
    host.deliver(at(1), bob, first, request(MAX_OWED_PER_PEER))
    assert.deepEqual(
      out.sent.slice(1).map(({ envelope }) => envelope.kind === 'refusal' && envelope.why),
      ['overload'],
    )
    host.deliver(at(1), eve, first, request(1))
    assert.equal(out.sent.length, 2, 'another peer still has room')
    host.linkDown(at(2), bob)
    assert.equal(host.sizes.replies, 1, 'what a lost peer waited for is forgotten')
    host.wake(at(60_000))
    assert.equal(host.sizes.replies, 0, 'and so is what nobody can wait for any more')
  })
})

describe('PeerHost: commands and calls', () => {
  it('settles a command, or fails it at its deadline and tells the machine', () => {
    const chord = new Scripted()
    const { host, out } = rig({ chord })
    host.wake(at(0))
    const slow = host.command(at(1), 'chord', { name: 'lookup', args: {} }, 100)
    host.wake(at(101))
    assert.deepEqual(out.settled.get(slow), fail('TIMEOUT', 'the command took longer than its deadline'))
    assert.deepEqual(chord.seen.at(-1), { type: 'cancel', id: slow })
    chord.react = (input) => (input.type === 'command' ? [{ type: 'done', id: input.id, result: succeed(42) }] : [])
    const quick = host.command(at(102), 'chord', { name: 'lookup', args: {} }, 100)
    assert.deepEqual(out.settled.get(quick), succeed(42))
  })

  it('carries calls to siblings and their results back within one step and one tick', () => {
    const swarm = new Scripted()
    const providers = new Scripted()
    swarm.react = (input) => {
      if (input.type === 'command') {
        return [
          { type: 'call', to: 'providers', call: 9 as CallId, command: { name: 'find', args: 1 }, deadlineMs: 50 },
        ]
      }
      return input.type === 'result' ? [{ type: 'done', id: 1 as CommandId, result: input.result }] : []
    }
    providers.react = (input) =>
      input.type === 'command' ? [{ type: 'done', id: input.id, result: succeed('p') }] : []
    const { host, out } = rig({ swarm, providers })
    host.wake(at(0))
    const id = host.command(at(1), 'swarm', { name: 'add', args: {} }, 1000)
    assert.deepEqual(out.settled.get(id), succeed('p'))
    assert.equal(new Set([swarm.times.at(-1), providers.times.at(-1)]).size, 1)
  })

  it(`runs ${MAX_COMMANDS} commands at once, and not one above, be it from outside or of a sibling`, () => {
    const [chord, swarm] = [new Scripted(), new Scripted()]
    swarm.react = (input) =>
      input.type === 'command'
        ? [{ type: 'call', to: 'chord', call: 1 as CallId, command: { name: 'lookup', args: {} }, deadlineMs: 50 }]
        : []
    const { host, out } = rig({ chord, swarm })
    for (let i = 0; i < MAX_COMMANDS; i++) host.command(at(0), 'chord', { name: 'lookup', args: {} }, 100)
    const begun = chord.seen.length
    const refused = host.command(at(1), 'chord', { name: 'lookup', args: {} }, 100)
    assert.deepEqual([begun, chord.seen.length, host.sizes.commands], [MAX_COMMANDS, MAX_COMMANDS, MAX_COMMANDS])
    assert.deepEqual(out.settled.get(refused), TOO_MANY)
    host.cancel(at(2), 1 as CommandId)
    // There is room for one: not for what it calls as well.
    const id = host.command(at(3), 'swarm', { name: 'status', args: {} }, 100)
    const [, told] = swarm.seen
    assert.ok(told?.type === 'result')
    assert.deepEqual([told.result, out.settled.get(id)], [TOO_MANY, undefined])
  })

  it('cancels a call of a sibling', () => {
    const swarm = new Scripted()
    const providers = new Scripted()
    swarm.react = (input) =>
      input.type === 'command'
        ? [
            { type: 'call', to: 'providers', call: 9 as CallId, command: { name: 'find', args: 1 }, deadlineMs: 50 },
            { type: 'cancelCall', call: 9 as CallId },
          ]
        : []
    const { host } = rig({ swarm, providers })
    host.command(at(1), 'swarm', { name: 'add', args: {} }, 1000)
    assert.deepEqual(
      providers.seen.map((input) => input.type),
      ['command', 'cancel'],
    )
    assert.equal(host.sizes.commands, 1)
  })

  it('holds an endless hand-on for a fault', () => {
    const swarm = new Scripted()
    const providers = new Scripted()
    swarm.hears = providers.hears = ['peerDead']
    const echo = () => [{ type: 'news' as const, news: { type: 'peerDead' as const, peer: bob } }]
    swarm.react = echo
    providers.react = echo
    const { host } = rig({ swarm, providers })
    assert.throws(
      () => {
        host.wake(at(0))
      },
      (error: unknown) => error instanceof OrbError && error.code === 'INTERNAL',
    )
  })

  it('gives news to those that hear it, not to the teller', () => {
    const swarm = new Scripted()
    const chord = new Scripted()
    const providers = new Scripted()
    chord.hears = providers.hears = ['rangeChanged']
    chord.react = (input) =>
      input.type === 'tick' ? [{ type: 'news', news: { type: 'rangeChanged', position: 0 } }] : []
    const { host } = rig({ chord, swarm, providers })
    host.wake(at(0))
    assert.deepEqual([chord.seen.length, swarm.seen.length, providers.seen.length], [0, 0, 1])
  })
})

describe('PeerHost: persist before answer', () => {
  const writer = (): Scripted => {
    const chord = new Scripted()
    chord.react = (input) =>
      input.type === 'request'
        ? [
            // The answer stands before the write that it waits for: order within a step does not matter.
            { type: 'respond', reply: input.reply, body: { type: 'a' }, after: 3 as OpId },
            { type: 'write', op: 3 as OpId, batch: [{ key: 'chord/k', value: Uint8Array.of(1) }], sync: true },
          ]
        : []
    return chord
  }

  it('holds an effect until its write is durable, releases it before `written`', () => {
    const chord = writer()
    const { host, out } = rig({ chord })
    host.wake(at(0))
    host.deliver(at(1), bob, first, request(1))
    assert.equal(out.sent.length, 0)
    assert.deepEqual([out.writes.length, out.writes[0]?.sync, host.sizes.heldBack], [1, true, 1])
    chord.react = (input) => {
      if (input.type === 'written') assert.equal(out.sent.length, 1, 'released before written is given')
      return []
    }
    host.durable(at(5), out.writes[0]?.group ?? -1)
    assert.deepEqual(chord.seen.at(-1), { type: 'written', op: 3 })
    assert.equal(host.sizes.heldBack, 0)
  })

  it('drops the effect when the write fails', () => {
    const chord = writer()
    const { host, out } = rig({ chord })
    host.wake(at(0))
    host.deliver(at(1), bob, first, request(1))
    host.durable(at(5), out.writes[0]?.group ?? -1, 'STORAGE_FULL')
    assert.equal(out.sent.length, 0)
    assert.deepEqual(chord.seen.at(-1), { type: 'ioFailed', op: 3, code: 'STORAGE_FULL' })
  })

  it('makes one batch of a step, also across machines', () => {
    const chord = new Scripted()
    const swarm = new Scripted()
    const write = (key: string) => ({ type: 'write' as const, op: 1 as OpId, batch: [{ key }], sync: false })
    chord.react = (input) => (input.type === 'linkUp' ? [write('chord/a')] : [])
    swarm.react = (input) => (input.type === 'linkUp' ? [write('swarm/b')] : [])
    const { host, out } = rig({ chord, swarm })
    host.linkUp(at(0), bob, 1 as never)
    assert.deepEqual(
      out.writes.map(({ batch }) => batch.map(({ key }) => key)),
      [['chord/a', 'swarm/b']],
    )
    host.durable(at(1), out.writes[0]?.group ?? -1)
    assert.deepEqual([chord.seen.at(-1)?.type, swarm.seen.at(-1)?.type], ['written', 'written'])
  })

  it('holds waiting for an unknown write for a fault', () => {
    const chord = new Scripted()
    chord.react = (input) =>
      input.type === 'request' ? [{ type: 'respond', reply: input.reply, body: {}, after: 8 as OpId }] : []
    const { host } = rig({ chord })
    assert.throws(() => {
      host.deliver(at(0), bob, first, request(1))
    }, OrbError)
  })
})

describe('PeerHost: Lamport time', () => {
  it('stamps what leaves after what arrived, one tick a step', () => {
    const chord = new Scripted()
    chord.react = (input) => (input.type === 'request' ? [{ type: 'respond', reply: input.reply, body: {} }] : [])
    const { host, out } = rig({ chord })
    host.deliver(at(0), bob, first, { ...request(1), lamport: lamport(500) })
    assert.equal(out.sent[0]?.envelope.lamport, 501)
    host.deliver(at(1), bob, first, { ...request(2), lamport: lamport(3) })
    assert.equal(out.sent[1]?.envelope.lamport, 502)
  })

  it('sends nothing stamped above the durable mark, then all in order', () => {
    const chord = new Scripted()
    chord.react = (input) => (input.type === 'request' ? [{ type: 'respond', reply: input.reply, body: {} }] : [])
    const { host, out } = rig({ chord }, { clock: new LamportClock(0, 1000) })
    host.deliver(at(0), bob, first, { ...request(1), lamport: lamport(5000) })
    host.deliver(at(0), bob, first, { ...request(2), lamport: lamport(1) })
    assert.equal(out.sent.length, 0)
    assert.deepEqual(
      out.writes.map(({ batch }) => batch.map(({ key }) => key)),
      [[LAMPORT_MARK_KEY]],
    )
    host.durable(at(1), out.writes[0]?.group ?? -1)
    assert.deepEqual(
      out.sent.map(({ envelope }) => wireIdOf(envelope)),
      [1, 2],
    )
    assert.ok(out.sent.every(({ envelope }) => envelope.lamport <= host.clock.mark))
  })

  it('asks again for a mark that could not be written', () => {
    const chord = new Scripted()
    const { host, out } = rig({ chord }, { clock: new LamportClock(0, 10) })
    host.wake(at(0))
    host.durable(at(1), out.writes[0]?.group ?? -1, 'IO')
    assert.equal(out.writes.length, 2)
  })

  it('swallows a stamp out of range', () => {
    const chord = new Scripted()
    const { host } = rig({ chord })
    for (const bad of [-1, NaN, MAX_LAMPORT + 1, Infinity]) {
      host.deliver(at(0), bob, first, { ...request(1), lamport: lamport(bad) })
    }
    assert.deepEqual(chord.seen, [])
    host.deliver(at(0), bob, first, { ...request(1), lamport: lamport(7) })
    assert.equal(chord.seen.length, 1)
  })
})
