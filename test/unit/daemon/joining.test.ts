import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, OrbError, peerKey, Random, type NodeRef, type RingId } from '../../../src/base/index.ts'
import { decodeHints, encodeHints, joinRing, type JoiningInit } from '../../../src/daemon/joining.ts'
import { SILENT_LOGGER } from '../../../src/observe/index.ts'
import { fail, succeed } from '../../../src/protocols/index.ts'

const nodeOf = (name: string): NodeRef => ({
  peer: peerKey(name),
  position: 0,
  epoch: epoch(1),
  addresses: ['/ip4/127.0.0.1/tcp/1' as never],
  id: '0'.repeat(64) as RingId,
})

/** Runs joinRing with the contacts that answer; `joins` says what comes of each try. Gives the contacts of each try. */
async function joined(
  options: Partial<JoiningInit> & { readonly up: readonly string[] },
  joins: (contacts: readonly NodeRef[], round: number) => boolean,
): Promise<string[][]> {
  const tries: string[][] = []
  await joinRing({
    addresses: () => [],
    hints: ['a', 'b', 'c'].map((name) => ({ peer: peerKey(name), addresses: nodeOf(name).addresses })),
    founder: false,
    self: peerKey('m'),
    connected: () => options.up.map((name) => peerKey(name)),
    random: new Random(1),
    logger: SILENT_LOGGER,
    connect: (address) => {
      const name = address.split('/p2p/')[1] ?? ''
      if (options.up.includes(name)) return Promise.resolve(nodeOf(name))
      return Promise.reject(new OrbError('UNREACHABLE', 'no answer'))
    },
    join: (contacts) => {
      tries.push(contacts.map(({ peer }) => peer).toSorted())
      const well = joins(contacts, tries.length)
      return Promise.resolve(well ? succeed(null) : fail('TIMEOUT', 'in vain'))
    },
    pause: () => Promise.resolve(),
    ...options,
  })
  return tries
}

const foundsAlone = (contacts: readonly NodeRef[]): boolean => contacts.length === 0

describe('joining', () => {
  it('goes through whoever of an earlier run answers', async () => {
    assert.deepEqual(await joined({ up: ['b', 'c'] }, () => true), [['b', 'c']])
  })

  it('waits for contacts that are down, and founds at once only as a founder', async () => {
    let round = 0
    const up: string[] = []
    const connect: JoiningInit['connect'] = () => {
      if (++round > 30) return Promise.resolve(nodeOf('a'))
      return Promise.reject(new OrbError('UNREACHABLE', 'no answer'))
    }
    assert.deepEqual(await joined({ up, connect }, () => true), [['a']])
    assert.deepEqual(await joined({ up, founder: true }, () => true), [[]])
  })

  it('founds anew after a power cut: the founder first, else the smallest of those that are connected', async () => {
    const founder = await joined({ up: ['b', 'c'], founder: true }, foundsAlone)
    assert.equal(founder.length, 3)
    const smallest = await joined({ up: ['b', 'c'], self: peerKey('a0') }, foundsAlone)
    assert.equal(smallest.length, 6)
    // Another is smaller: it waits for that one.
    const waiting = await joined({ up: ['b', 'c'] }, (contacts, round) => contacts.length > 0 && round > 20)
    assert.equal(waiting.length, 21)
  })

  it('gives up on answers that will not change', async () => {
    const connect = (): Promise<NodeRef> => Promise.reject(new OrbError('NETWORK_MISMATCH', 'another network'))
    await assert.rejects(
      joined({ up: [], connect }, () => true),
      { code: 'NETWORK_MISMATCH' },
    )
  })
})

describe('hints', () => {
  it('survive a round trip, and rubbish gives none', () => {
    const [hint] = decodeHints(encodeHints([nodeOf('a'), nodeOf('a'), { ...nodeOf('b'), addresses: [] }]))
    assert.equal(hint?.peer, 'a')
    for (const rubbish of ['', '{', '7', '[1, {"peer": 3}]']) {
      assert.deepEqual(decodeHints(new TextEncoder().encode(rubbish)), [])
    }
    assert.deepEqual(decodeHints(undefined), [])
  })
})
