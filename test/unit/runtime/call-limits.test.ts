import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, lamport, monoMs, peerKey } from '../../../src/base/index.ts'
import type { AskEffect, AskId, Envelope, Protocol } from '../../../src/protocols/index.ts'
import { MAX_OPEN_ASKS } from '../../../src/runtime/calls.ts'
import { LamportClock } from '../../../src/protocols/clock/index.ts'
import { MAX_BEYOND_MARK } from '../../../src/runtime/outbox.ts'
import { MAX_OWED, MAX_OWED_PER_PEER } from '../../../src/runtime/reply-table.ts'
import { rig, Scripted } from './rig.ts'

const ask = (id: number): AskEffect<Protocol> => ({
  type: 'ask',
  ask: id as AskId,
  to: peerKey(`peer ${id % 100}`),
  body: { type: 'q' },
  deadlineMs: 1_000,
  semantics: 'maybe',
})
const request = (id: number): Envelope => ({
  kind: 'request',
  id,
  leftMs: 500,
  lamport: lamport(1),
  machine: 'chord',
  body: { type: 'q' },
  semantics: 'maybe',
  once: undefined,
})

describe('a host', () => {
  it(`has ${MAX_OPEN_ASKS} asks open, and one above fails at once`, () => {
    const chord = new Scripted()
    chord.react = ({ type }) => (type === 'tick' ? Array.from({ length: MAX_OPEN_ASKS + 1 }, (_, i) => ask(i)) : [])
    const { host, out } = rig({ chord })
    host.wake(monoMs(0))
    const to = peerKey(`peer ${MAX_OPEN_ASKS % 100}`)
    assert.deepEqual(chord.seen, [{ type: 'failed', ask: MAX_OPEN_ASKS, from: to, why: 'overload' }])
    assert.deepEqual([host.sizes.asks, out.sent.length], [MAX_OPEN_ASKS, MAX_OPEN_ASKS])
    host.wake(monoMs(1_000))
    assert.equal(host.sizes.asks, 0)
  })

  it(`holds ${MAX_BEYOND_MARK} envelopes back until the Lamport mark is on disk; one above fails, or is dropped`, () => {
    const chord = new Scripted()
    const send = { type: 'send' as const, to: peerKey('bob'), body: { type: 'm' } }
    chord.react = ({ type }) =>
      type === 'tick' ? [...Array.from({ length: MAX_BEYOND_MARK }, () => send), ask(1), send] : []
    const { host, out } = rig({ chord }, { clock: new LamportClock(0, 0) })
    host.wake(monoMs(0))
    assert.deepEqual(chord.seen, [{ type: 'failed', ask: 1, from: peerKey('peer 1'), why: 'overload' }])
    assert.equal(out.sent.length, 0)
    host.durable(monoMs(1), out.writes[0]?.group ?? -1)
    assert.equal(out.sent.length, MAX_BEYOND_MARK)
  })

  it(`owes ${MAX_OWED} answers, ${MAX_OWED_PER_PEER} of them to one peer, and refuses one above whoever asks`, () => {
    const chord = new Scripted()
    const { host, out } = rig({ chord })
    const refused = (): (false | string)[] =>
      out.sent.map(({ envelope }) => envelope.kind === 'refusal' && envelope.why)
    const deliver = (peer: string, id: number): void => {
      host.deliver(monoMs(0), peerKey(peer), epoch(1), request(id))
    }
    for (let i = 0; i < MAX_OWED; i++) deliver(`p${Math.floor(i / MAX_OWED_PER_PEER)}`, i)
    assert.deepEqual([refused(), host.sizes.replies, chord.seen.length], [[], MAX_OWED, MAX_OWED])
    deliver('somebody else', 0)
    assert.deepEqual([refused(), chord.seen.length], [['overload'], MAX_OWED])
    host.linkDown(monoMs(1), peerKey('p0'))
    deliver('somebody else', 1)
    assert.equal(host.sizes.replies, MAX_OWED - MAX_OWED_PER_PEER + 1, 'there is room again')
    assert.deepEqual(refused(), ['overload'])
  })
})
