import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, lamport, monoMs, peerKey, Random, wallMs } from '../../../src/base/index.ts'
import type { ChordCommands } from '../../../src/protocols/chord/commands.ts'
import { lookupOf, MachineCore, MAX_OPEN, type Handlers, type StepOf } from '../../../src/protocols/core.ts'
import {
  prefixRange,
  type AskId,
  type CallId,
  type CommandId,
  type Effect,
  type Input,
  type OpId,
  type ReplyId,
  type Result,
} from '../../../src/protocols/index.ts'
import { idOf, refOf } from './chord/net.ts'

interface Echo {
  message: string
  request: string
  response: string
  commands: {
    say: { args: { readonly text: string }; result: null; codes: never }
    hush: { args: null; result: null; codes: never }
  }
  calls: { chord: Pick<ChordCommands, 'lookup'> }
}

/** A machine that writes down what it hears. */
function world(on: Partial<Handlers<Echo>> = {}) {
  const core = new MachineCore<Echo, null, null>(null, null, new Random('core'))
  const heard: unknown[] = []
  const all: Handlers<Echo> = {
    commands: {
      say: (_step, id, { text }, leftMs) => heard.push(['say', id, text, leftMs]),
      hush: (_step, id) => heard.push(['hush', id]),
    },
    cancel: (_step, id) => heard.push(['cancel', id]),
    tick: () => heard.push(['tick']),
    ...on,
  }
  const wall = { earliest: wallMs(5), latest: wallMs(6) }
  const take = (input: Input<Echo>): readonly Effect<Echo>[] =>
    core.step({ now: monoMs(1), wall, lamport: lamport(2), epoch: epoch(3) }, input, all)
  const step = (): StepOf<Echo> => ({ now: 1, wall, lamport: 2, effects: [] })
  return { core, heard, take, step }
}

const codeOf = (result: Result): string => (result.ok ? 'ok' : result.code)
const to = refOf('b', idOf('b'))
const from = peerKey('a')
const maybe = { deadlineMs: 10, semantics: 'maybe' } as const

describe('the core of a machine', () => {
  it('brings an answer or a failure to the ends of its ask, once; one to what is not open is dropped', () => {
    const { core, heard, take, step } = world()
    const ends = {
      answered: (_step: StepOf<Echo>, by: string, body: string) => heard.push([by, body]),
      failed: (_step: StepOf<Echo>, why: string) => heard.push(why),
    }
    const at = step()
    const [first, second] = [core.ask(at, to, 'hello', maybe, ends), core.ask(at, to, 'hello?', maybe, ends)]
    assert.deepEqual(at.effects, [
      { type: 'ask', ask: first, to, body: 'hello', ...maybe },
      { type: 'ask', ask: second, to, body: 'hello?', ...maybe },
    ])
    take({ type: 'interim', ask: first, from, body: 'mm' })
    take({ type: 'answer', ask: first, from, body: 'yes' })
    take({ type: 'answer', ask: first, from, body: 'yes' })
    take({ type: 'failed', ask: first, from, why: 'timeout' })
    take({ type: 'failed', ask: second, from, why: 'refused' })
    take({ type: 'answer', ask: 77 as AskId, from, body: 'no' })
    assert.deepEqual(heard, [['a', 'yes'], 'refused'])
    assert.deepEqual(core.sizes, { asks: 0, calls: 0, ops: 0 })
  })

  it('brings results, writes and pages to their ends; a page says what comes after it', () => {
    const { core, heard, take, step } = world()
    const at = step()
    const call = core.call(at, lookupOf(idOf('7')), 20, (_step, result) => heard.push(result.ok))
    const ends = { written: () => heard.push('written'), failed: (_step: unknown, code: string) => heard.push(code) }
    const [good, bad] = [core.write(at, [{ key: 'echo/a' }], ends), core.write(at, [{ key: 'echo/b' }], ends, false)]
    const page = {
      rows: (_step: unknown, rows: readonly unknown[], rest: unknown) => heard.push([rows.length, rest]),
      failed: ends.failed,
    }
    const range = prefixRange('echo/')
    for (let i = 0; i < 3; i++) core.read(at, range, 10, page)
    assert.deepEqual(
      at.effects.map((effect) => ('sync' in effect ? effect.sync : effect.type)),
      ['call', true, false, 'read', 'read', 'read'],
    )
    take({ type: 'result', call, result: { ok: false, code: 'TIMEOUT', detail: '' } })
    take({ type: 'written', op: good })
    take({ type: 'ioFailed', op: bad, code: 'STORAGE_FULL' })
    const row = ['echo/x', new Uint8Array()] as const
    take({ type: 'rows', op: 3 as OpId, rows: [row], more: true })
    take({ type: 'rows', op: 4 as OpId, rows: [], more: false })
    take({ type: 'ioFailed', op: 5 as OpId, code: 'IO' })
    for (const op of [good, bad, 3 as OpId, 99 as OpId]) {
      take({ type: 'written', op })
      take({ type: 'rows', op, rows: [row], more: false })
      take({ type: 'ioFailed', op, code: 'IO' })
    }
    take({ type: 'result', call: 99 as CallId, result: { ok: false, code: 'TIMEOUT', detail: '' } })
    const rest = { from: 'echo/x\0', below: range.below }
    assert.deepEqual(heard, [false, 'written', 'STORAGE_FULL', [1, rest], [0, undefined], 'IO'])
  })

  it('cancels what is open, and nothing else', () => {
    const { core, heard, take, step } = world()
    const at = step()
    const ask = core.ask(at, to, 'x', maybe, { answered: () => heard.push('no'), failed: () => heard.push('no') })
    const call = core.call(at, lookupOf(idOf('7')), 20, () => heard.push('no'))
    at.effects.length = 0
    for (let i = 0; i < 2; i++) {
      core.cancelAsk(at, ask)
      core.cancelCall(at, call)
    }
    core.cancelAsk(at, undefined)
    core.cancelCall(at, undefined)
    assert.deepEqual(at.effects, [
      { type: 'cancelAsk', ask },
      { type: 'cancelCall', call },
    ])
    take({ type: 'answer', ask, from, body: 'late' })
    take({ type: 'result', call, result: { ok: false, code: 'CANCELLED', detail: '' } })
    assert.deepEqual(heard, [])
  })

  it('forgets an ask whose write fails: it never left', () => {
    const { core, heard, take, step } = world()
    const ends = { answered: () => heard.push('answered'), failed: () => heard.push('failed') }
    for (const end of ['ioFailed', 'written'] as const) {
      const at = step()
      const written = core.writeWith(
        at,
        (after) => {
          core.ask(at, to, 'x', { ...maybe, after }, ends)
          core.ask(at, to, 'y', { ...maybe, after }, ends)
          return [{ key: 'echo/a' }]
        },
        { failed: (_step, code) => heard.push(code) },
      )
      assert.ok(written)
      const op = at.effects.find((effect) => effect.type === 'write')?.op as OpId
      take(end === 'written' ? { type: end, op } : { type: end, op, code: 'IO' })
      assert.equal(core.sizes.asks, end === 'written' ? 2 : 0)
    }
    assert.deepEqual(heard, ['IO'])
  })

  it('writes nothing when there is nothing to write', () => {
    const { core, step } = world()
    const at = step()
    assert.equal(
      core.writeWith(at, () => undefined, { failed: () => undefined }),
      false,
    )
    assert.deepEqual(at.effects, [])
    assert.equal(core.sizes.ops, 0)
  })

  it('hands on what comes unasked, refuses requests when nobody takes them, and drops the rest', () => {
    const { heard, take } = world()
    const id = 4 as CommandId
    take({ type: 'command', id, command: { name: 'say', args: { text: 'hi' } }, leftMs: 9 })
    take({ type: 'command', id, command: { name: 'hush', args: null }, leftMs: 9 })
    take({ type: 'cancel', id })
    take({ type: 'tick' })
    const request = { type: 'request', from, reply: 8 as ReplyId, body: 'x', leftMs: 3 } as const
    assert.deepEqual(take(request), [{ type: 'refuse', reply: 8 }])
    for (const input of [
      { type: 'message', from, body: 'x' },
      { type: 'news', news: { type: 'peerDead', peer: from } },
      { type: 'linkDown', peer: from },
    ] as const) {
      assert.deepEqual(take(input), [])
    }
    assert.deepEqual(heard, [['say', 4, 'hi', 9], ['hush', 4], ['cancel', 4], ['tick']])

    const other = world({
      request: (step, { reply, leftMs }, body) => {
        step.effects.push({ type: 'respond', reply, body: `${body} ${leftMs}` })
      },
      message: (_step, by, body) => other.heard.push([by, body]),
      news: (_step, { type }) => other.heard.push(type),
    })
    assert.deepEqual(other.take(request), [{ type: 'respond', reply: 8, body: 'x 3' }])
    other.take({ type: 'message', from, body: 'psst' })
    other.take({ type: 'news', news: { type: 'peerDead', peer: from } })
    assert.deepEqual(other.heard, [['a', 'psst'], 'peerDead'])
  })

  for (const kind of ['asks', 'calls', 'ops'] as const) {
    it(`begins nothing for others while ${MAX_OPEN} ${kind} are open: one end, and it does again`, () => {
      const { core, heard, take, step } = world({
        request: (to, { reply }) => to.effects.push({ type: 'respond', reply, body: 'x' }),
        message: () => heard.push('message'),
      })
      const open = (): void => {
        if (kind === 'asks') core.ask(step(), to, 'x', maybe, { answered: () => undefined, failed: () => undefined })
        else if (kind === 'calls') core.call(step(), lookupOf(idOf('7')), 20, () => undefined)
        else core.write(step(), [{ key: 'echo/a' }], { failed: () => undefined })
      }
      const others = (): string[] => {
        const command = { name: 'say', args: { text: 'hi' } } as const
        const request = { type: 'request', from, reply: 8 as ReplyId, body: 'x', leftMs: 3 } as const
        take({ type: 'message', from, body: 'x' })
        return [...take(request), ...take({ type: 'command', id: 4 as CommandId, command, leftMs: 9 })].map((effect) =>
          effect.type === 'refuse'
            ? `refuse ${effect.why}`
            : effect.type === 'done'
              ? codeOf(effect.result)
              : effect.type,
        )
      }
      for (let i = 1; i < MAX_OPEN; i++) open()
      assert.deepEqual([others(), heard.splice(0)], [['respond'], ['message', ['say', 4, 'hi', 9]]])
      open()
      assert.deepEqual([others(), heard.splice(0)], [['refuse overload', 'OVERLOAD'], []])
      take({ type: 'tick' })
      take({ type: 'cancel', id: 4 as CommandId })
      assert.deepEqual(heard.splice(0), [['tick'], ['cancel', 4]])
      if (kind === 'asks') take({ type: 'failed', ask: 1 as AskId, from, why: 'timeout' })
      else if (kind === 'calls')
        take({ type: 'result', call: 1 as CallId, result: { ok: false, code: 'CANCELLED', detail: '' } })
      else take({ type: 'written', op: 1 as OpId })
      assert.deepEqual([others(), heard.length], [['respond'], 2])
    })
  }
})
