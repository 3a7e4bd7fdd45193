import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grown, idOf, PARAMS, refOf } from '../unit/protocols/chord/net.ts'
import { ChordTrace } from './chord-trace.ts'
import { assertGolden } from './golden.ts'

const params = { ...PARAMS, fixFingerMs: 1e9 }

test('three nodes join one after another', () => {
  const trace = new ChordTrace({ params })
  const { net } = trace
  trace.say('a founds a ring')
  const a = net.add(refOf('a', idOf('2')))
  net.join(a, [])
  trace.say('b joins it')
  const b = net.add(refOf('b', idOf('6')))
  net.join(b, [a.ref])
  net.run(2000)
  trace.say('c joins between b and a')
  const c = net.add(refOf('c', idOf('a')))
  net.join(c, [a.ref])
  net.run(2000)
  assertGolden('chord-join', trace.lines)
})

test('a successor crashes', () => {
  const trace = new ChordTrace({ params, detectMs: 400 })
  const nodes = grown(trace.net, { a: '2', b: '6', c: 'a', d: 'e' })
  trace.lines.length = 0
  trace.say('b crashes; its predecessor a fails over to c when the detector speaks')
  trace.net.crash(nodes.b)
  trace.net.run(2500)
  assertGolden('chord-crash', trace.lines)
})

test('a look-up goes round a hop that is silent', () => {
  const trace = new ChordTrace({ params: { ...params, successors: 2 }, detectMs: 1e9 })
  const nodes = grown(trace.net, { a: '2', b: '4', c: '6', d: '8', e: 'a', f: 'c' })
  trace.lines.length = 0
  trace.say('c, the best hop towards 9, is silent without being held for dead: a asks b')
  trace.net.crash(nodes.c)
  const result = trace.net.lookup(nodes.a, idOf('9'))
  assert.ok(result.ok)
  assert.equal(result.value.owner, nodes.e.ref)
  assertGolden('chord-alternate', trace.lines)
})
