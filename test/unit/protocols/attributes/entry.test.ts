import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { epoch, MAX_ADDRESSES, multiaddr, peerKey } from '../../../../src/base/index.ts'
import {
  decodeEntry,
  encodeEntry,
  MAX_ENTRY_BYTES,
  MAX_ERROR,
  MAX_FIGURE,
  MAX_HEIGHT_MS,
  MAX_PLACE_MS,
  MIN_ERROR,
  MIN_HEIGHT_MS,
  type Entry,
} from '../../../../src/protocols/attributes/index.ts'
import { isLaterEntry, isSigned, MAX_ENTRY_LEASE_MS } from '../../../../src/protocols/attributes/entry.ts'
import { simulatedSigner } from '../../../../src/sim/index.ts'

const self = peerKey('n1')
const signer = simulatedSigner(self)
const entry: Entry = {
  epoch: epoch(3),
  serial: 7,
  atMs: 1_700_000_000_000,
  leaseMs: 180_000,
  figures: { freeBytes: 1e10, uploadRate: 5e6, uptimeMs: 123_456, load: 0.25 },
  located: { coordinate: { place: [1.5, -20.25], height: 3 }, error: 0.1 },
  addresses: [multiaddr('/ip4/10.0.0.1/tcp/7461')],
}
/** As JSON gives objects. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true })
const figure = fc.oneof(fc.nat({ max: MAX_FIGURE }), fc.double({ min: 0, max: MAX_FIGURE, noNaN: true, noDefaultInfinity: true })).map((value) => value + 0) // prettier-ignore
const place = fc.double({ min: -MAX_PLACE_MS, max: MAX_PLACE_MS, noNaN: true }).map((x) => x + 0)
const entries: fc.Arbitrary<Entry> = record({
  epoch: fc.integer({ min: 1 }).map(epoch),
  serial: fc.maxSafeNat(),
  atMs: fc.maxSafeNat(),
  leaseMs: fc.integer({ min: 1, max: MAX_ENTRY_LEASE_MS }),
  figures: record({ freeBytes: figure, uploadRate: figure, uptimeMs: figure, load: figure }),
  located: record({
    coordinate: record({
      place: fc.tuple(place, place),
      height: fc.double({ min: MIN_HEIGHT_MS, max: MAX_HEIGHT_MS, noNaN: true }),
    }),
    error: fc.double({ min: MIN_ERROR, max: MAX_ERROR, noNaN: true }),
  }),
  addresses: fc.array(fc.constantFrom('/ip4/10.0.0.1/tcp/1', '/dns/a/tcp/2').map(multiaddr), {
    maxLength: MAX_ADDRESSES,
  }),
})

/** The entry with some of its JSON changed, signed all the same. */
function changed(changes: object): Uint8Array {
  const text = new TextDecoder().decode(encodeEntry(signer, entry).subarray(64))
  const body = new TextEncoder().encode(JSON.stringify({ ...(JSON.parse(text) as object), ...changes }))
  return Uint8Array.from([...new Uint8Array(64), ...body])
}

void describe('what a node tells of itself', () => {
  void it('is read as it was written, by whom it says', () => {
    fc.assert(
      fc.property(entries, (some) => {
        const bytes = encodeEntry(signer, some)
        assert.ok(bytes.byteLength <= MAX_ENTRY_BYTES)
        assert.deepEqual(decodeEntry(bytes), some)
        assert.equal(isSigned(signer, self, bytes), true)
        assert.equal(isSigned(signer, peerKey('n2'), bytes), false)
      }),
    )
    const bytes = encodeEntry(signer, entry)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    assert.equal(isSigned(signer, self, bytes), false)
  })

  void it('leaves out the addresses for which there is no room', () => {
    const long = multiaddr(`/dns/${'a'.repeat(90)}/tcp/1`)
    const some = { ...entry, addresses: [long, long, long, ...entry.addresses, multiaddr('no multiaddr')] }
    assert.deepEqual(decodeEntry(encodeEntry(signer, some))?.addresses, [long, long, ...entry.addresses])
    const many = Array.from({ length: MAX_ADDRESSES + 1 }, (_, i) => multiaddr(`/ip4/10.0.0.${i}/tcp/1`))
    assert.equal(decodeEntry(encodeEntry(signer, { ...entry, addresses: many }))?.addresses.length, MAX_ADDRESSES)
  })

  void it('is nothing when it is not what it should be', () => {
    assert.notEqual(decodeEntry(changed({})), undefined)
    assert.notEqual(decodeEntry(changed({ later: 1 })), undefined)
    const bad: object[] = [
      { form: 2 },
      ...['freeBytes', 'uploadRate', 'uptimeMs', 'load'].flatMap((name) =>
        [null, -1, '1', 1e300, undefined].map((value) => ({ [name]: value })),
      ),
      ...[0, 1.5, null, 2 ** 60].map((start) => ({ epoch: start })),
      { serial: -1 },
      { atMs: 0.5 },
      { leaseMs: 0 },
      { leaseMs: MAX_ENTRY_LEASE_MS + 1 },
      { place: [1] },
      { place: [1, 2, 3] },
      { place: [1, MAX_PLACE_MS + 1] },
      { place: [null, 1] },
      { place: 'xy' },
      { height: 0 },
      { height: MAX_HEIGHT_MS + 1 },
      { error: 0 },
      { error: MAX_ERROR + 1 },
      { addresses: undefined },
      { addresses: ['no multiaddr'] },
      { addresses: [7] },
      { addresses: Array.from({ length: MAX_ADDRESSES + 1 }, () => '/a') },
      { addresses: [`/${'a'.repeat(256)}`] },
    ]
    for (const changes of bad) assert.equal(decodeEntry(changed(changes)), undefined, JSON.stringify(changes))
    assert.notEqual(decodeEntry(changed({ addresses: [`/${'a'.repeat(255)}`] })), undefined)
    const room = MAX_ENTRY_BYTES - changed({ pad: '' }).byteLength
    assert.notEqual(decodeEntry(changed({ pad: 'x'.repeat(room) })), undefined)
    assert.equal(decodeEntry(changed({ pad: 'x'.repeat(room + 1) })), undefined)
    assert.equal(decodeEntry(new Uint8Array(64)), undefined)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decodeEntry(bytes)
      }),
    )
  })

  void it('is replaced by what is later', () => {
    assert.equal(isLaterEntry({ ...entry, serial: 8 }, entry), true)
    assert.equal(isLaterEntry(entry, entry), false)
    assert.equal(isLaterEntry({ ...entry, epoch: epoch(4), serial: 0 }, entry), true)
    assert.equal(isLaterEntry({ ...entry, epoch: epoch(2), serial: 9 }, entry), false)
  })
})
