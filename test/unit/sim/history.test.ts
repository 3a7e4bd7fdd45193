import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, peerKey } from '../../../src/base/index.ts'
import type { Version } from '../../../src/protocols/records/index.ts'
import { History } from '../../../src/sim/index.ts'

const version = (time: number, peer = 'n1'): Version => ({ lamport: lamport(time), peer: peerKey(peer) })

/** A history in which `a` was put as version 5 and acknowledged. */
function begun(): { history: History; now: { ms: number } } {
  const now = { ms: 0 }
  const history = new History(() => now.ms)
  history.end(history.begin('put', 'k', 'a'), { type: 'written', version: version(5) })
  return { history, now }
}
const fails = (run: () => void, check: string): void => {
  assert.throws(run, (error: Error & { check?: string }) => error.check === check)
}

describe('the history of records', () => {
  it('takes what a register may do', () => {
    const { history } = begun()
    history.end(history.begin('get', 'k'), { type: 'found', version: version(5), value: 'a' })
    const [put, get] = [history.begin('put', 'k', 'b'), history.begin('get', 'k')]
    // A write under way may be seen before it is acknowledged.
    history.end(get, { type: 'found', version: version(7), value: 'b' })
    history.end(put, { type: 'written', version: version(7) })
    history.end(history.begin('remove', 'k'), { type: 'written', version: version(8) })
    history.end(history.begin('get', 'k'), { type: 'absent' })
    assert.deepEqual(history.counts, { written: 3, found: 2, absent: 1, unknown: 0, strict: 6 })
  })

  it('finds a value that nobody has put, or not as that version', () => {
    const { history } = begun()
    fails(
      () => history.end(history.begin('get', 'k'), { type: 'found', version: version(6), value: 'x' }),
      'NeverWritten',
    )
    fails(
      () => history.end(history.begin('get', 'k'), { type: 'found', version: version(6), value: 'a' }),
      'NeverWritten',
    )
    fails(
      () => history.end(history.begin('get', 'other'), { type: 'found', version: version(5), value: 'a' }),
      'NeverWritten',
    )
  })

  it('finds a stale read, but not of one that began before the write was acknowledged', () => {
    const { history } = begun()
    const early = history.begin('get', 'k')
    history.end(history.begin('put', 'k', 'b'), { type: 'written', version: version(6) })
    history.end(early, { type: 'found', version: version(5), value: 'a' })
    fails(() => history.end(history.begin('get', 'k'), { type: 'found', version: version(5), value: 'a' }), 'StaleRead')
  })

  it('finds a record that is not there any more', () => {
    const { history } = begun()
    fails(() => history.end(history.begin('get', 'k'), { type: 'absent' }), 'LostRead')
  })

  it('lets a removal of unknown outcome hide what was put before it, not what was put long after', () => {
    const { history, now } = begun()
    history.end(history.begin('remove', 'k'), { type: 'unknown' })
    history.end(history.begin('get', 'k'), { type: 'absent' })
    now.ms = 60_000
    history.end(history.begin('put', 'k', 'b'), { type: 'written', version: version(9) })
    fails(() => history.end(history.begin('get', 'k'), { type: 'absent' }), 'LostRead')
  })

  it('finds a write below one that was acknowledged before it began', () => {
    const { history } = begun()
    fails(
      () => history.end(history.begin('put', 'k', 'b'), { type: 'written', version: version(4, 'n9') }),
      'WrittenBelow',
    )
  })

  it('holds what was under way in doubt to nothing but that it is not made up', () => {
    const { history } = begun()
    const get = history.begin('get', 'k')
    history.doubt()
    history.end(get, { type: 'absent' })
    fails(
      () => history.end(history.begin('get', 'k'), { type: 'found', version: version(1), value: 'z' }),
      'NeverWritten',
    )
    assert.deepEqual([...history.acknowledged()].length, 1)
  })
})
