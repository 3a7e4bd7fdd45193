import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { epoch, lamport, MAX_POSITIONS, monoMs, Random, wallMs, type NodeRef } from '../../../../src/base/index.ts'
import { batchAnswered, batchFailed, sendHeld, type PartEnds } from '../../../../src/protocols/chord/batch.ts'
import { Core } from '../../../../src/protocols/chord/core.ts'
import { makeChord } from '../../../../src/protocols/chord/index.ts'
import { newState } from '../../../../src/protocols/chord/initial.ts'
import { MAX_BATCH, MAX_PLAIN } from '../../../../src/protocols/chord/limits.ts'
import type { BatchedRequest, ChordRequest, ChordResponse } from '../../../../src/protocols/chord/messages.ts'
import type { Purpose } from '../../../../src/protocols/chord/state.ts'
import type { AskId, CommandId, ReplyId } from '../../../../src/protocols/index.ts'
import { encodeEnvelope, MAX_CONTROL_FRAME_BYTES } from '../../../../src/wire/index.ts'
import { newWire } from '../../../wire/support.ts'
import { PARAMS } from './net.ts'

const wire = newWire()
/** As many bytes of addresses as a reference may have. */
const LONG = ['x', 'y'].map((letter) => `/dns4/${letter.repeat(116)}/tcp/1` as never)
const ref = (peer: number, position = 0): NodeRef =>
  wire.refs.refOf(peer.toString(16).padStart(64, '0') as never, position, epoch(1), LONG)
const SELVES = Array.from({ length: MAX_POSITIONS }, (_, position) => ref(1, position))
const ping = (position: number): BatchedRequest => ({ type: 'ping', position })
const wireBytes = (body: ChordRequest): number =>
  encodeEnvelope(wire, {
    kind: 'request',
    lamport: lamport(Number.MAX_SAFE_INTEGER),
    id: Number.MAX_SAFE_INTEGER,
    leftMs: 1_500,
    machine: 'chord',
    body,
    semantics: 'maybe',
    once: undefined,
  }).byteLength

class Rig {
  readonly core = new Core(
    PARAMS,
    { detector: { isDead: () => false }, self: () => SELVES },
    new Random(1),
    newState(SELVES, 1),
  )
  readonly ended: string[] = []
  readonly ends: PartEnds = {
    answered: (ask, body) => this.ended.push(`${ask} ${body.type}`),
    failed: (ask, why) => this.ended.push(`${ask} ${why}`),
  }

  /** A step that asks each of them; gives what is sent. */
  ask(questions: readonly (readonly [to: NodeRef, body: BatchedRequest])[]): { ask: AskId; body: ChordRequest }[] {
    for (const [to, body] of questions) this.core.ask({ kind: 'announce' }, to, body, PARAMS.queryMs)
    sendHeld(this.core, this.core.takeHeld() ?? [])
    return this.sent()
  }
  sent(): { ask: AskId; body: ChordRequest }[] {
    return this.core.takeEffects().map((effect) => {
      assert.ok(effect.type === 'ask')
      return { ask: effect.ask, body: effect.body }
    })
  }
  batch(ask: AskId): Extract<Purpose, { kind: 'batch' }> {
    const purpose = this.core.state.asks.get(ask)
    assert.ok(purpose?.kind === 'batch')
    return purpose
  }
}
const typesOf = (sent: readonly { body: ChordRequest }[]): string[] => sent.map(({ body }) => body.type)

describe('questions of one step', () => {
  test('to one peer go as one message, whichever its positions; a single one goes alone', () => {
    const sent = new Rig().ask([
      [ref(2, 5), ping(5)],
      [ref(3), ping(0)],
      [ref(2, 7), { type: 'view', position: 7, have: 3 }],
    ])
    assert.deepEqual(
      sent.map(({ body }) => body),
      [
        { type: 'batch', position: 5, requests: [ping(5), { type: 'view', position: 7, have: 3 }] },
        { type: 'ping', position: 0 },
      ],
    )
  })

  test('one more than MAX_BATCH go as two', () => {
    const sent = new Rig().ask(Array.from({ length: MAX_BATCH + 1 }, (_, i) => [ref(2), ping(i % MAX_POSITIONS)]))
    assert.deepEqual(typesOf(sent), ['batch', 'ping'])
    assert.equal(sent[0]?.body.type === 'batch' && sent[0].body.requests.length, MAX_BATCH)
  })

  test('that name long references are as many messages as they need frames', () => {
    const self = ref(1)
    const sent = new Rig().ask(
      Array.from({ length: MAX_BATCH }, (_, position) => [
        ref(2, position),
        { type: 'notify', position, self, onRing: true },
      ]),
    )
    assert.equal(sent.length, 2)
    for (const { body } of sent) assert.ok(wireBytes(body) < MAX_CONTROL_FRAME_BYTES)
  })
})

describe('the answer to a batch', () => {
  test('is the answer to each part; what was left out is asked for alone, what is not there at all has failed', () => {
    const rig = new Rig()
    const [sent] = rig.ask([0, 1, 2].map((position) => [ref(2, position), ping(position)]))
    const answers = [{ type: 'noted' }, undefined] as const
    batchAnswered(rig.core, rig.batch(sent!.ask), { type: 'batch', answers }, rig.ends)
    assert.deepEqual(rig.ended, ['1 noted', '3 refused'])
    assert.deepEqual(rig.sent(), [{ ask: 2, body: ping(1) }])
  })

  test('that is none fails all of them', () => {
    const rig = new Rig()
    const [sent] = rig.ask([0, 1].map((position) => [ref(2, position), ping(position)]))
    batchAnswered(rig.core, rig.batch(sent!.ask), { type: 'noted' }, rig.ends)
    assert.deepEqual(rig.ended, ['1 refused', '2 refused'])
  })

  test('has no more than MAX_BATCH parts, and fits a frame whatever is asked', () => {
    const machine = makeChord(PARAMS, { detector: { isDead: () => false }, self: () => SELVES }, new Random(1))
    const at = { earliest: wallMs(0), latest: wallMs(0) }
    const context = { now: monoMs(0), wall: at, lamport: lamport(1), epoch: epoch(1) }
    machine.step(context, {
      type: 'command',
      id: 1 as CommandId,
      command: { name: 'join', args: { contacts: [] } },
      leftMs: 1_000,
    })
    const answersTo = (requests: readonly BatchedRequest[]): readonly (ChordResponse | undefined)[] => {
      const body = { type: 'batch', position: 0, requests } as const
      const input = { type: 'request', from: ref(2).peer, reply: 1 as ReplyId, body, leftMs: 1_000 } as const
      const [effect] = machine.step(context, input).filter(({ type }) => type === 'respond')
      assert.ok(effect?.type === 'respond' && effect.body.type === 'batch')
      const time = lamport(Number.MAX_SAFE_INTEGER)
      const envelope = { kind: 'answer', lamport: time, id: 2 ** 53 - 1, machine: 'chord', body: effect.body } as const
      assert.ok(encodeEnvelope(wire, envelope).byteLength < MAX_CONTROL_FRAME_BYTES)
      return effect.body.answers
    }
    const parts = Array.from({ length: MAX_BATCH + 1 }, (_, i) => i % MAX_POSITIONS)
    const views = answersTo(parts.map((position) => ({ type: 'view', position, have: 0 })))
    assert.equal(views.length, MAX_BATCH)
    assert.equal(views[0]?.type, 'view')
    assert.equal(views[MAX_BATCH - 1], undefined)
    const pongs = answersTo(parts.map(ping))
    assert.equal(pongs[20]?.type, 'pong')
    assert.equal(pongs[MAX_BATCH - 1], undefined)
  })
})

describe('a batch without an answer', () => {
  test('from a peer that refuses batches is asked part by part, now and from then on', () => {
    const rig = new Rig()
    const questions = [0, 1].map((position) => [ref(2, position), ping(position)] as const)
    const [sent] = rig.ask(questions)
    batchFailed(rig.core, rig.batch(sent!.ask), ref(2).peer, 'refused', rig.ends)
    assert.deepEqual(rig.sent(), [
      { ask: 1, body: ping(0) },
      { ask: 2, body: ping(1) },
    ])
    assert.deepEqual(typesOf(rig.ask(questions)), ['ping', 'ping'])
    assert.deepEqual(rig.ended, [])
  })

  test('for any other reason has failed in every part', () => {
    for (const why of ['timeout', 'unreachable', 'overload'] as const) {
      const rig = new Rig()
      const questions = [0, 1].map((position) => [ref(2, position), ping(position)] as const)
      const [sent] = rig.ask(questions)
      batchFailed(rig.core, rig.batch(sent!.ask), ref(2).peer, why, rig.ends)
      assert.deepEqual(rig.ended, [`1 ${why}`, `2 ${why}`])
      assert.deepEqual(typesOf(rig.ask(questions)), ['batch'])
    }
  })

  test('of more than MAX_PLAIN peers: the oldest is tried with a batch again', () => {
    const rig = new Rig()
    const questions = (peer: number): (readonly [NodeRef, BatchedRequest])[] =>
      [0, 1].map((position) => [ref(peer, position), ping(position)])
    for (let peer = 2; peer < 2 + MAX_PLAIN + 1; peer++) {
      const [sent] = rig.ask(questions(peer))
      batchFailed(rig.core, rig.batch(sent!.ask), ref(peer).peer, 'refused', rig.ends)
      rig.sent()
    }
    assert.equal(rig.core.state.plain.size, MAX_PLAIN)
    assert.deepEqual(typesOf(rig.ask(questions(2))), ['batch'])
    assert.deepEqual(typesOf(rig.ask(questions(3))), ['ping', 'ping'])
  })
})
