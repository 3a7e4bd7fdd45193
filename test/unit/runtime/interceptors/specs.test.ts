import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OrbError } from '../../../../src/base/index.ts'
import { INTERCEPTOR_KINDS, interceptorSpec, parseInterceptorSpec } from '../../../../src/runtime/index.ts'
import { MAX_SPEC_CHARS, type ParameterSpec } from '../../../../src/runtime/interceptors/specs.ts'

const refuses = (words: RegExp, make: () => unknown): void => {
  assert.throws(
    make,
    (error) => error instanceof OrbError && error.code === 'INVALID_ARGUMENT' && words.test(error.message),
  )
}

describe('interceptor specs', () => {
  it('fills in defaults, which are in their own range', () => {
    for (const [kind, { parameters }] of Object.entries(INTERCEPTOR_KINDS)) {
      const spec = interceptorSpec(kind)
      assert.deepEqual(Object.keys(spec.parameters), Object.keys(parameters))
      assert.deepEqual(interceptorSpec(kind, spec.parameters), spec, 'what comes out goes in')
    }
  })

  it('reads numbers and toggles as text too', () => {
    const { parameters } = parseInterceptorSpec('faults:slow drop=0.25 delayMs=200 reorder=true machine=chord')
    assert.deepEqual(
      [parameters['drop'], parameters['delayMs'], parameters['reorder'], parameters['machine']],
      [0.25, 200, true, 'chord'],
    )
  })

  it('holds every number to its range: the ends pass, one beyond does not', () => {
    for (const [kind, { parameters }] of Object.entries(INTERCEPTOR_KINDS)) {
      for (const [key, spec] of Object.entries(parameters) as [string, ParameterSpec][]) {
        if (spec.type !== 'number' && spec.type !== 'integer') continue
        for (const end of [spec.min, spec.max]) assert.equal(interceptorSpec(kind, { [key]: end }).parameters[key], end)
        for (const value of [spec.min - 0.001, spec.max + 1, NaN, Infinity, '', 'x', '1e3', null, [1]]) {
          refuses(new RegExp(`${key} must be`), () => interceptorSpec(kind, { [key]: value }))
        }
        if (spec.type === 'integer') refuses(/whole/, () => interceptorSpec(kind, { [key]: spec.min + 0.5 }))
      }
    }
  })

  it('refuses what it does not know, in words', () => {
    refuses(/no interceptor "fault"/, () => interceptorSpec('fault'))
    refuses(/no interceptor "constructor"/, () => interceptorSpec('constructor'))
    refuses(/faults has no parameter "drops"/, () => interceptorSpec('faults', { drops: 1 }))
    refuses(/no parameter "__proto__"/, () =>
      interceptorSpec('faults', JSON.parse('{"__proto__":1}') as Record<string, unknown>),
    )
    refuses(/without a label/, () => interceptorSpec('metrics:two'))
    refuses(/label/, () => interceptorSpec(`faults:${'a'.repeat(33)}`))
    refuses(/label/, () => interceptorSpec('faults:'))
    refuses(/one of in, out, both/, () => interceptorSpec('faults', { direction: 'up' }))
    refuses(/true or false/, () => interceptorSpec('faults', { reorder: 'yes' }))
    refuses(/visible/, () => interceptorSpec('faults', { peer: 'a b' }))
    refuses(/visible/, () => interceptorSpec('faults', { peer: 'p'.repeat(129) }))
    assert.equal(interceptorSpec('faults', { peer: 'p'.repeat(128) }).parameters['peer'], 'p'.repeat(128))
  })

  it('reads text of one form, of bounded length', () => {
    for (const text of ['', ' faults', 'faults drop', 'faults drop=', 'faults =1', 'faults drop=0.1,delay=1', 'a=b']) {
      refuses(/form/, () => parseInterceptorSpec(text))
    }
    refuses(/twice/, () => parseInterceptorSpec('faults drop=0 drop=1'))
    const long = `faults${' '.repeat(MAX_SPEC_CHARS)}`
    refuses(/form/, () => parseInterceptorSpec(`${long} drop=1`))
  })
})
