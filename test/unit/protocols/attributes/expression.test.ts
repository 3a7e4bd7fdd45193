import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { OrbError } from '../../../../src/base/index.ts'
import {
  MAX_CONDITIONS,
  MAX_EXPRESSION_CHARS,
  MAX_FIGURE,
  parseExpression,
  SUBJECTS,
  type Condition,
  type Operator,
} from '../../../../src/protocols/attributes/index.ts'

const GOOD: readonly (readonly [string, readonly Condition[]])[] = [
  ['freeBytes>10GB', [{ subject: 'freeBytes', operator: '>', value: 1e10 }]],
  ['freeBytes >= 1.5GiB', [{ subject: 'freeBytes', operator: '>=', value: 1.5 * 2 ** 30 }]],
  ['freeBytes<7', [{ subject: 'freeBytes', operator: '<', value: 7 }]],
  ['freeBytes<7B', [{ subject: 'freeBytes', operator: '<', value: 7 }]],
  [
    '\tuptime>1h  load<.5\nuploadRate>=5MB/s rtt<=80ms',
    [
      { subject: 'uptime', operator: '>', value: 3_600_000 },
      { subject: 'load', operator: '<', value: 0.5 },
      { subject: 'uploadRate', operator: '>=', value: 5e6 },
      { subject: 'rtt', operator: '<=', value: 80 },
    ],
  ],
  ['uptime>=2w', [{ subject: 'uptime', operator: '>=', value: 1_209_600_000 }]],
]

/** Expression, where the fault is (from 1), what the message and the hint say. */
const BAD: readonly (readonly [string, number | undefined, RegExp, RegExp])[] = [
  ['', undefined, /empty/, /side by side/],
  [' \n ', undefined, /empty/, /side by side/],
  ['freeBytes', 10, /comparison is wanted after freeBytes/, /< <= > >=/],
  ['freeBytes>', 11, /number is wanted after >/, /side by side/],
  ['freeBytes=10GB', 10, /comparison/, /never equal/],
  ['freeBytes!=10GB', 10, /comparison/, /never equal/],
  ['freeBytes=>10GB', 10, /comparison/, /< <= > >=/],
  ['freeBytes>>10GB', 10, /comparison/, /< <= > >=/],
  ['freebytes>1', 1, /"freebytes" is no attribute/, /write freeBytes/],
  ['disk>1', 1, /"disk" is no attribute/, /freeBytes, uploadRate, uptime, load, rtt/],
  ['load<1 and uptime>1h', 8, /"and" is no attribute/, /side by side/],
  ['load<1, uptime>1h', 7, /"," is not understood/, /side by side/],
  ['10GB<freeBytes', 1, /name of an attribute/, /freeBytes/],
  ['freeBytes>10 GB', 14, /"GB" is no attribute/, /freeBytes/],
  ['freeBytes>10Gb', 13, /not told in "Gb"/, /kB, MB, GB/],
  ['uploadRate>5MB', 13, /not told in "MB"/, /MB\/s/],
  ['uptime>10', 10, /needs a unit/, /ms, s, m, h, d, w/],
  ['load<50%', 8, /not told in "%"/, /number alone/],
  ['load<1.2.3', 6, /"1.2.3" is no number/, /digits/],
  ['load<.', 6, /no number/, /digits/],
  ['load<-1', 6, /"-" is not understood/, /side by side/],
  ['load<1e3', 7, /not told in "e3"/, /number alone/],
  ['freeBytes<99999999PB', 11, /too large/, /9007199254740991/],
  ['load<½', 6, /"½" is not understood/, /side by side/],
]

function faultOf(text: string): OrbError {
  try {
    parseExpression(text)
  } catch (err) {
    if (err instanceof OrbError) return err
    throw err
  }
  throw new Error(`"${text}" was understood`)
}

void describe('an expression', () => {
  void it('is conditions side by side, with units', () => {
    for (const [text, conditions] of GOOD) assert.deepEqual(parseExpression(text), conditions)
  })

  void it('that is wrong is answered with where, why, and what to write', () => {
    for (const [text, at, message, hint] of BAD) {
      const fault = faultOf(text)
      assert.equal(fault.code, 'INVALID_ARGUMENT')
      assert.match(fault.message, message, text)
      assert.match(fault.hint ?? '', hint, text)
      if (at !== undefined) assert.match(fault.message, new RegExp(`^character ${at} of `), text)
    }
  })

  void it('quotes whole characters', () => {
    assert.match(faultOf('load<1 🦄').message, /"🦄" is not understood$/)
  })

  void it('has at most so many characters and conditions', () => {
    const many = (count: number): string => Array.from({ length: count }, () => 'load<1').join(' ')
    assert.equal(parseExpression(many(MAX_CONDITIONS)).length, MAX_CONDITIONS)
    assert.match(faultOf(many(MAX_CONDITIONS + 1)).message, /more than 16 conditions/)
    assert.equal(parseExpression('load<1'.padEnd(MAX_EXPRESSION_CHARS)).length, 1)
    assert.match(faultOf('load<1'.padEnd(MAX_EXPRESSION_CHARS + 1)).message, /more than 512 characters/)
  })

  void it('says what was meant: written and read again it is the same', () => {
    const units = { freeBytes: 'B', uploadRate: 'B/s', uptime: 'ms', load: '', rtt: 'ms' } as const
    const condition = fc.record(
      {
        subject: fc.constantFrom(...SUBJECTS),
        operator: fc.constantFrom<Operator>('<', '<=', '>', '>='),
        value: fc.nat({ max: MAX_FIGURE }),
      },
      { noNullPrototype: true },
    )
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 8 }), (conditions) => {
        const text = conditions.map(({ subject, operator, value }) => `${subject}${operator}${value}${units[subject]}`)
        assert.deepEqual(parseExpression(text.join(' ')), conditions)
      }),
    )
  })

  void it('of any text is understood or refused, quickly', () => {
    const piece = fc.constantFrom('freeBytes', 'load', '<', '>=', '1', '10GB', '.', ' ', 'and', '=', '/s', '%')
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(piece, { maxLength: 12 }).map((some) => some.join('')),
    )
    fc.assert(
      fc.property(text, (drawn) => {
        try {
          assert.ok(parseExpression(drawn).length > 0)
        } catch (err) {
          assert.ok(err instanceof OrbError && err.code === 'INVALID_ARGUMENT')
        }
      }),
    )
  })
})
