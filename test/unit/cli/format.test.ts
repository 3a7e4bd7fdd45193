import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  duration,
  harmless,
  pairs,
  parseDurationMs,
  percent,
  short,
  size,
  speed,
  table,
} from '../../../src/cli/format.ts'

test('sizes and speeds', () => {
  const cases = [
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.0 KiB'],
    [1_536, '1.5 KiB'],
    [104_857_600, '100 MiB'],
    [5 * 2 ** 40, '5.0 TiB'],
    [3 * 2 ** 60, '3072 PiB'],
  ] as const
  for (const [bytes, text] of cases) assert.equal(size(bytes), text)
  assert.equal(speed(2_048), '2.0 KiB/s')
})

test('durations', () => {
  const cases = [
    [0, '0.00 ms'],
    [0.424, '0.42 ms'],
    [12.3, '12 ms'],
    [1_000, '1 s'],
    [119_000, '119 s'],
    [125_000, '2 min 05 s'],
    [7_500_000, '2 h 05 min'],
    [180_000_000, '2 d 2 h'],
  ] as const
  for (const [ms, text] of cases) assert.equal(duration(ms), text)
})

test('parts of a whole are rounded down: 100 % means all', () => {
  assert.equal(percent(999, 1_000), '99 %')
  assert.equal(percent(1_000, 1_000), '100 %')
  assert.equal(percent(0, 0), '100 %')
  assert.equal(short('a'.repeat(64)), `${'a'.repeat(12)}…`)
  assert.equal(short('abc'), 'abc')
})

test('durations of --timeout', () => {
  const good = [
    ['500ms', 500],
    ['5s', 5_000],
    ['5', 5_000],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['2d', 172_800_000],
    ['1w', 604_800_000],
  ] as const
  for (const [text, ms] of good) assert.equal(parseDurationMs(text), ms)
  for (const text of ['', 's', '-5s', '0s', '5 s', '6w', '42d', '1e3', 'NaN', '1001h', '0.1ms']) {
    assert.throws(() => parseDurationMs(text), { code: 'USAGE' }, text)
  }
})

test('text of others cannot command a terminal', () => {
  assert.equal(harmless('a\u001b[31mb\u0007\nc\u202Ed'), 'a\uFFFD[31mb\uFFFD\uFFFDc\uFFFDd')
  assert.equal(harmless('Grüße 🕸'), 'Grüße 🕸')
})

test('tables and pairs', () => {
  const text = table(
    [
      { a: 'x', n: 5 },
      { a: 'longer', n: 10 },
    ],
    [
      { title: 'n', right: true, value: (row) => String(row.n) },
      { title: 'name', value: (row) => row.a },
    ],
  )
  assert.equal(text, ' n  name\n 5  x\n10  longer')
  assert.equal(
    pairs([
      ['a', '1'],
      ['long', '2'],
    ]),
    'a     1\nlong  2',
  )
})
