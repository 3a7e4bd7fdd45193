import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  compareNames,
  isBelow,
  keyAtDepth,
  keyOfName,
  keyPrefixBelow,
  MAX_DEPTH,
  MAX_LABEL_BYTES,
  MAX_NAME_BYTES,
  nameOf,
  nameOfKey,
  namesAbove,
  ringIdOfTree,
  type Name,
} from '../../../../src/protocols/names/name.ts'
import { sha256 } from './desk.ts'

const name = (text: string): Name => {
  const made = nameOf(text)
  assert.ok('labels' in made, `${text}: ${'problem' in made ? made.problem : ''}`)
  return made
}
const problem = (text: string): string => {
  const made = nameOf(text)
  assert.ok('problem' in made, `${JSON.stringify(text)} is ${'text' in made ? made.text : ''}`)
  return made.problem
}
const label = fc
  .string({
    unit: fc.constantFrom('a', 'b', 'Z', '-', '.', '1', 'é', 'e\u0301', 'ß', 'İ', 'Ω', 'ς', '日', '😀', ' ', '!'),
  })
  .filter((text) => text !== '' && 'labels' in nameOf(text))
const names = fc.array(label, { minLength: 1, maxLength: MAX_DEPTH }).map((labels) => labels.join('/'))

describe('a name', () => {
  it('has one form: NFC and lower case', () => {
    assert.equal(name('Printers/Floor-2/LASER').text, 'printers/floor-2/laser')
    assert.equal(name('cafe\u0301').text, 'caf\u00e9')
    assert.equal(name('CAFE\u0301').text, 'caf\u00e9')
    assert.equal(name('ΟΔΟΣ').text, name('οδος').text)
    assert.notEqual(name('a').text, name('\u0430').text, 'Cyrillic а is another letter')
    assert.deepEqual(name('a b/c.d').labels, ['a b', 'c.d'])
  })

  it('property: the form of the form is the form, and nothing that is refused comes of it', () => {
    fc.assert(
      fc.property(names, (text) => {
        const once = name(text)
        assert.deepEqual(name(once.text), once)
        assert.equal(once.labels.join('/'), once.text)
        for (const other of [text.normalize('NFD'), text.normalize('NFC'), text.toLowerCase()]) {
          assert.deepEqual(name(other), once, other)
        }
      }),
    )
  })

  it('property: whatever text it is made of, it keeps its limits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 })), (text) => {
        const made = nameOf(text)
        if ('problem' in made) return
        assert.ok(made.labels.length <= MAX_DEPTH && Buffer.byteLength(made.text) <= MAX_NAME_BYTES)
        for (const each of made.labels) assert.ok(each !== '' && Buffer.byteLength(each) <= MAX_LABEL_BYTES)
        assert.ok(!/[\p{C}\u00a0\u2028]/u.test(made.text))
      }),
    )
  })

  it('is refused one above each limit', () => {
    name('x'.repeat(MAX_LABEL_BYTES))
    assert.match(problem('x'.repeat(MAX_LABEL_BYTES + 1)), /more than 63 bytes/)
    name('é'.repeat(31))
    assert.match(problem('é'.repeat(32)), /more than 63 bytes/)
    name(Array(MAX_DEPTH).fill('x').join('/'))
    assert.match(
      problem(
        Array(MAX_DEPTH + 1)
          .fill('x')
          .join('/'),
      ),
      /9 labels, 8 are allowed/,
    )
    const long = Array(4).fill('x'.repeat(63)).join('/')
    assert.equal(Buffer.byteLength(name(long).text), MAX_NAME_BYTES)
    assert.match(problem(`${long.slice(1)}/x`), /more than 255 bytes/)
    assert.match(problem('x'.repeat(1e6)), /more than 255 bytes/)
  })

  it('is refused with labels that are empty, hidden, blank or taken out of paths', () => {
    for (const text of ['', '/', 'a/', '/a', 'a//b']) assert.match(problem(text), /empty label/, text)
    for (const char of ['\0', '\n', '\t', '\x7f', '\u200d', '\u202e', '\ufeff', '\ue000', '\ud800', '\u0378']) {
      assert.match(problem(`a${char}b`), /cannot be seen/, JSON.stringify(char))
    }
    for (const text of [' ', ' a', 'a ', 'a/ b', 'a  b', 'a\u00a0b', 'a\u3000b']) assert.match(problem(text), /blanks/)
    assert.match(problem('a/\u0301b'), /combining mark/)
    for (const text of ['.', '..', 'a/../b']) assert.match(problem(text), /\. or \.\./)
    assert.equal(name('...').text, '...')
  })
})

describe('keys of names', () => {
  it('property: a key is of one name, and of no other key the same name comes', () => {
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(255), (text, nth, byte) => {
        const made = name(text)
        const key = keyOfName(made)
        assert.deepEqual(nameOfKey(key), made)
        const other = Uint8Array.from(key)
        other[nth % key.length] = byte
        if (Buffer.compare(other, key) !== 0) assert.notDeepEqual(nameOfKey(other), made)
      }),
    )
  })

  it('are none of other bytes', () => {
    const key = keyOfName(name('a/b'))
    const wrong = [
      Buffer.of(),
      key.subarray(1),
      key.subarray(0, 6),
      Buffer.concat([key, Buffer.of(0)]),
      Buffer.concat([key, Buffer.of(0xff)]),
      Buffer.from('name\0\x02a\0\ufeffb'),
      Buffer.from('name\0\x01\ufeffa'),
      Buffer.from('name\0\x02a/b'),
      Buffer.from('name\0\x01A'),
    ]
    for (const bytes of wrong) assert.equal(nameOfKey(bytes), undefined, bytes.toString())
  })

  it('property: keys of one depth are in the order of names, and prefixes and bounds fit', () => {
    fc.assert(
      fc.property(names, names, (first, second) => {
        const [a, b] = [name(first), name(second)]
        const order = Math.sign(compareNames(a, b))
        assert.equal(order + Math.sign(compareNames(b, a)), 0)
        assert.equal(order === 0, a.text === b.text)
        if (isBelow(a, b)) assert.equal(order, -1, 'what stands above comes first')
        const key = keyOfName(b)
        // Of two names the second is after the first exactly when its key is after the first's bound at its depth.
        assert.equal(Buffer.compare(key, keyAtDepth(a, b.labels.length)) > 0, order < 0)
        const prefix = keyPrefixBelow(a, b.labels.length)
        assert.equal(Buffer.compare(key.subarray(0, prefix.length), prefix) === 0, isBelow(a, b))
      }),
    )
  })

  it('of one tree are kept together, where its top label says', () => {
    const id = createHash('sha256').update('orbweaver/name/1printers').digest('hex')
    assert.equal(ringIdOfTree(sha256, name('Printers')), id)
    assert.equal(ringIdOfTree(sha256, name('printers/floor-2/laser')), id)
    assert.notEqual(ringIdOfTree(sha256, name('scanners')), id)
    assert.deepEqual(
      namesAbove(name('a/b/c')).map(({ text }) => text),
      ['a', 'a/b'],
    )
    assert.deepEqual(namesAbove(name('a')), [])
  })
})
