import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { peerKey, wallMs, type PeerKey } from '../../../../src/base/index.ts'
import {
  MAX_LISTED_VALUE_BYTES,
  type Change,
  type RegisterState,
} from '../../../../src/protocols/agreement/messages.ts'
import { authorityOf, permits } from '../../../../src/protocols/names/authority.ts'
import {
  decodeEntry,
  encodeEntry,
  MAX_DELEGATES,
  MAX_PEER_BYTES,
  type Entry,
} from '../../../../src/protocols/names/entry.ts'
import { judgeName } from '../../../../src/protocols/names/judge.ts'
import { keyOfName, nameOfLabels } from '../../../../src/protocols/names/name.ts'
import { kindOf, MAX_VALUE_BYTES, problemOfValue, type NameValue } from '../../../../src/protocols/names/value.ts'
import { simulatedSigner } from '../../../../src/sim/signer.ts'

const PEER = '12D3KooWRQzyz1YvDBSPTNb3NC6HfhCnrQuBv8BFoEPJZpbwtVbr'
const MAGNET = `magnet:?xt=urn:btmh:1220${'c0'.repeat(32)}&dn=holiday.mp4`
const name = nameOfLabels(['printers', 'laser'])
const signerOf = (peer: string) => simulatedSigner(peerKey(peer))
const value: fc.Arbitrary<NameValue> = fc.oneof(
  fc.constant({ kind: 'held' as const, text: '' }),
  fc.constant({ kind: 'peer' as const, text: PEER }),
  fc.constantFrom('/ip4/10.0.0.7/tcp/631', 'ipp://10.0.0.7', 'nas:445', '[::1]:80').map((text) => ({
    kind: 'address' as const,
    text,
  })),
  fc
    .string({ minLength: 1, maxLength: 100 })
    .map((text) => ({ kind: 'text' as const, text }))
    .filter((each) => problemOfValue(each) === undefined),
  fc.constant({ kind: 'swarm' as const, text: MAGNET }),
)
const peers = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,64}$/), { minLength: 1, maxLength: 1 + MAX_DELEGATES })
const entries = fc
  .tuple(peers, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), value)
  .map(([[owner, ...delegates], revision, what]): Entry => ({
    owner: peerKey(owner ?? ''),
    revision,
    value: what,
    delegates: delegates.map(peerKey),
  }))

describe('an entry', () => {
  it('property: comes back as it was, for its own name, and for no other', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const bytes = encodeEntry(simulatedSigner(entry.owner), name, entry)
        assert.deepEqual(decodeEntry(signerOf('reader'), name, bytes), entry)
        assert.equal(decodeEntry(signerOf('reader'), nameOfLabels(['printers', 'inkjet']), bytes), undefined)
        assert.equal(decodeEntry(signerOf('reader'), nameOfLabels(['printers']), bytes), undefined)
      }),
    )
  })

  it('property: with any bit changed, or shorter, or longer, it is none', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (entry, nth) => {
        const bytes = encodeEntry(simulatedSigner(entry.owner), name, entry)
        const bit = nth % (8 * bytes.length)
        const changed = Uint8Array.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        for (const wrong of [changed, bytes.subarray(0, nth % bytes.length), Buffer.concat([bytes, Buffer.of(1)])]) {
          assert.equal(decodeEntry(signerOf('reader'), name, wrong), undefined)
        }
      }),
    )
  })

  it('property: whatever bytes there are, reading them does not throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        assert.equal(decodeEntry(signerOf('reader'), name, bytes), undefined)
      }),
    )
  })

  it('signed by another than its owner is none', () => {
    const entry: Entry = { owner: peerKey('alice'), revision: 1, value: { kind: 'text', text: 'x' }, delegates: [] }
    assert.equal(decodeEntry(signerOf('reader'), name, encodeEntry(signerOf('mallory'), name, entry)), undefined)
  })

  it('fits what lists carry at its largest; one beyond each limit is none', () => {
    const long = (i: number): PeerKey => peerKey(`${i}`.padStart(MAX_PEER_BYTES, 'x'))
    const largest: Entry = {
      owner: long(0),
      revision: Number.MAX_SAFE_INTEGER,
      value: { kind: 'text', text: 'x'.repeat(MAX_VALUE_BYTES) },
      delegates: [1, 2, 3, 4].map(long),
    }
    const read = (entry: Entry): Entry | undefined =>
      decodeEntry(signerOf('reader'), name, encodeEntry(simulatedSigner(entry.owner), name, entry))
    assert.ok(encodeEntry(simulatedSigner(largest.owner), name, largest).byteLength <= MAX_LISTED_VALUE_BYTES)
    assert.deepEqual(read(largest), largest)
    assert.equal(read({ ...largest, delegates: [1, 2, 3, 4, 5].map(long) }), undefined)
    assert.equal(read({ ...largest, value: { kind: 'text', text: 'x'.repeat(MAX_VALUE_BYTES + 1) } }), undefined)
    assert.equal(read({ ...largest, owner: peerKey('x'.repeat(MAX_PEER_BYTES + 1)) }), undefined)
    assert.equal(read({ ...largest, delegates: [long(0)] }), undefined, 'the owner as a delegate')
    assert.equal(read({ ...largest, delegates: [long(1), long(1)] }), undefined, 'one twice')
    assert.equal(read({ ...largest, revision: 0 }), undefined)
    assert.equal(
      read({ ...largest, value: { kind: 'peer', text: 'x' } }),
      undefined,
      'a value that is none of its kind',
    )
  })
})

describe('a value', () => {
  const problem = (kind: NameValue['kind'], text: string): string => problemOfValue({ kind, text }) ?? ''

  it('has the form of its kind', () => {
    const good: [NameValue['kind'], string][] = [
      ['held', ''],
      ['peer', PEER],
      ['address', '/ip4/10.0.0.7/tcp/631'],
      ['address', 'https://printers.example:631/ipp?x=1'],
      ['address', 'mailto:printers@example.org'],
      ['address', '10.0.0.7:9100'],
      ['address', '[fe80::1]:9100'],
      ['text', 'second floor,\n\tbehind the door'],
      ['record', 'any key'],
      ['swarm', MAGNET],
    ]
    for (const [kind, text] of good) assert.equal(problem(kind, text), '', `${kind} ${text}`)
    const bad: [NameValue['kind'], string][] = [
      ['held', 'x'],
      ['peer', 'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N'],
      ['peer', `${PEER}x`],
      ['address', 'somewhere'],
      ['address', 'http://with blank'],
      ['text', ''],
      ['text', 'a\0b'],
      ['text', 'a\x1b[31mb'],
      ['text', '\ud800'],
      ['record', ''],
      ['swarm', 'magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a'],
      ['swarm', 'https://example.org'],
    ]
    for (const [kind, text] of bad) assert.notEqual(problem(kind, text), '', `${kind} ${JSON.stringify(text)}`)
    assert.equal(problem('text', 'é'.repeat(MAX_VALUE_BYTES / 2)), '')
    assert.match(problem('text', `${'é'.repeat(MAX_VALUE_BYTES / 2)}x`), /at most 600 bytes/)
  })

  it('is taken for what it looks like when nothing is said', () => {
    const kinds = [PEER, MAGNET, '/ip4/10.0.0.7/tcp/631', 'ipp://x', 'nas:445', 'note: call Ann', 'hello'].map(kindOf)
    assert.deepEqual(kinds, ['peer', 'swarm', 'address', 'address', 'address', 'text', 'text'])
    for (const text of [PEER, MAGNET, 'ipp://x', 'hello'])
      assert.equal(problemOfValue({ kind: kindOf(text), text }), undefined)
  })
})

describe('who decides below a path', () => {
  const by = (owner: string, ...delegates: string[]) => ({ owner: peerKey(owner), delegates: delegates.map(peerKey) })

  it('is the nearest above that counts', () => {
    assert.equal(authorityOf([]), undefined)
    assert.equal(authorityOf([undefined, undefined]), undefined)
    assert.deepEqual(authorityOf([by('a'), undefined])?.owner, 'a')
    assert.deepEqual(authorityOf([by('a', 'b'), by('b')])?.owner, 'b')
    assert.deepEqual(authorityOf([by('a'), by('b')])?.owner, 'a', 'b was not let')
    assert.deepEqual(authorityOf([undefined, by('b'), by('b')])?.owner, 'b', 'nothing above it: it stands by itself')
    assert.deepEqual(authorityOf([by('a'), by('b', 'c'), by('c')])?.owner, 'a', 'nor does whoever b lets')
    assert.equal(permits(undefined, peerKey('x')), true)
    assert.deepEqual(
      ['a', 'b', 'c'].map((peer) => permits(by('a', 'b'), peerKey(peer))),
      [true, true, false],
    )
  })
})

describe('the judge of changes', () => {
  const judge = judgeName(signerOf('member'))
  const key = keyOfName(name)
  const entry = (owner: string, revision = 1): Uint8Array =>
    encodeEntry(signerOf(owner), name, {
      owner: peerKey(owner),
      revision,
      value: { kind: 'text', text: 'x' },
      delegates: [],
    })
  const put = (bytes: Uint8Array): Change => ({
    type: 'put',
    value: bytes,
    contentType: '',
    ttlMs: 1_000,
    ifMatch: undefined,
  })
  const state = (bytes: Uint8Array, writer = 'alice'): RegisterState => ({
    sequence: 1,
    kind: 'value',
    key,
    value: bytes,
    contentType: '',
    expiresAtMs: wallMs(1),
    writer: peerKey(writer),
    tag: { epoch: 1, counter: 1, peer: peerKey(writer) },
    recent: [],
  })
  const may = (present: Uint8Array | undefined, change: Change, who: string): boolean =>
    judge(key, present && state(present), change, peerKey(who))

  it('lets owners put, change, renew and remove what is theirs', () => {
    assert.ok(may(undefined, put(entry('alice')), 'alice'))
    assert.ok(may(entry('alice', 3), put(entry('alice', 4)), 'alice'))
    assert.ok(may(entry('alice', 3), put(entry('alice', 3)), 'alice'), 'a renewal')
    assert.ok(may(entry('alice'), { type: 'remove', ifMatch: undefined }, 'alice'))
    assert.ok(may(entry('alice'), { type: 'read' }, 'mallory'))
  })

  it('lets nobody else, whatever they have signed or have got of somebody', () => {
    assert.ok(!may(entry('alice'), put(entry('mallory', 9)), 'mallory'))
    assert.ok(!may(entry('alice'), put(entry('alice', 9)), 'mallory'), "the owner's own, from another")
    assert.ok(!may(undefined, put(entry('alice')), 'mallory'), 'an old one, after it has ended')
    assert.ok(!may(entry('alice'), { type: 'remove', ifMatch: undefined }, 'mallory'))
    assert.ok(!may(entry('alice', 3), put(entry('alice', 2)), 'alice'), 'not even the owner back in time')
  })

  it('lets only entries of the name stand there; what is none belongs to nobody', () => {
    assert.ok(!may(undefined, put(Buffer.from('rubbish')), 'alice'))
    const other = { owner: peerKey('alice'), revision: 1, value: { kind: 'text', text: 'x' }, delegates: [] } as const
    assert.ok(!may(undefined, put(encodeEntry(signerOf('alice'), nameOfLabels(['x']), other)), 'alice'))
    assert.ok(may(Buffer.from('rubbish'), put(entry('bob')), 'bob'))
    assert.ok(may(Buffer.from('rubbish'), { type: 'remove', ifMatch: 1 }, 'bob'))
    assert.ok(!judge(Buffer.from('name\0\x01A'), undefined, put(entry('alice')), peerKey('alice')), 'no key of a name')
    assert.ok(judge(Buffer.from('another key'), undefined, put(Buffer.from('any')), peerKey('anybody')))
  })
})
