import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, peerKey, wallMs, type PeerKey, type RingId } from '../../../../src/base/index.ts'
import { holds } from '../../../../src/protocols/arcs.ts'
import {
  CHUNK_BYTES,
  MAX_VALUE_BYTES,
  type Config,
  type ConfigId,
  type RecordHead,
  type RecordsRequest,
  type RecordsResponse,
} from '../../../../src/protocols/records/index.ts'
import { MAX_SERVED_OF_ONE } from '../../../../src/protocols/records/answering.ts'
import { compareConfigs, MAX_PRIOR } from '../../../../src/protocols/records/quorum.ts'
import { MAX_KEEP_MS } from '../../../../src/protocols/records/replica.ts'
import { Served } from '../../../../src/protocols/records/served.ts'
import { codeOf, DAY_MS, get, holders, keyOwnedBy, put, putArgs, remove, textOf, written } from './deeds.ts'
import { bytes, keyOf, Rig, sha256, START, type RigNode } from './rig.ts'

const stranger = peerKey('stranger')

function headOf(key: string, value: Uint8Array, change: Partial<RecordHead> = {}): RecordHead {
  return {
    ...keyOf(key),
    version: { lamport: lamport(1_000_000), peer: stranger },
    kind: 'value',
    contentType: '',
    size: value.byteLength,
    digest: sha256(value),
    expiresAtMs: wallMs(START + DAY_MS),
    keepUntilMs: wallMs(START + DAY_MS),
    writer: stranger,
    ...change,
  }
}

const wordOf = (answer: RecordsResponse | 'refused' | undefined): string =>
  answer === undefined || answer === 'refused' ? 'refused' : answer.type === 'failed' ? answer.code : answer.type

/** The configuration under which a node was last written to. */
function configOf(node: RigNode): ConfigId {
  const last = node.received.findLast(({ type }) => type === 'replicate') as Extract<
    RecordsRequest,
    { type: 'replicate' }
  >
  return last.config
}

/** A ring in which `second` has been written to by `owner`. */
function begun(): { rig: Rig; owner: RigNode; second: RigNode; config: ConfigId; key: string } {
  const rig = new Rig(5)
  const owner = rig.nodes[0] as RigNode
  const key = keyOwnedBy(rig, owner)
  put(rig, owner, key, 'v')
  rig.run(100)
  const second = rig.groupOf(keyOf(key).id)[1] as RigNode
  return { rig, owner, second, config: configOf(second), key }
}

describe('a copy', () => {
  const replicate = (
    of: ReturnType<typeof begun>,
    from: PeerKey,
    head: RecordHead,
    value: Uint8Array | undefined,
    config = of.config,
  ): string =>
    wordOf(of.rig.request(from, of.second, { type: 'replicate', position: 0, config, head, value, hintFor: undefined }))

  it('is taken of the owner alone', () => {
    const of = begun()
    const value = bytes('w')
    const head = headOf(of.key, value)
    assert.equal(replicate(of, stranger, head, value), 'FORBIDDEN', 'a configuration of somebody else')
    const own = { lamport: of.config.lamport, peer: stranger }
    assert.equal(replicate(of, stranger, head, value, own), 'notAdmitted', 'one that nobody has told of')
    assert.equal(replicate(of, of.owner.peer, head, value), 'taken')
    const foreign = headOf('another key', value, { id: keyOf(of.key).id })
    assert.equal(replicate(of, of.owner.peer, foreign, value), 'INVALID')
  })

  it('is what it says it is, or is not taken', () => {
    const of = begun()
    const { peer } = of.owner
    const value = bytes('w')
    const word = (change: Partial<RecordHead>, bytesOf = value): string =>
      replicate(of, peer, headOf(of.key, value, change), bytesOf)
    assert.equal(word({}, bytes('x')), 'INVALID', 'another value')
    assert.equal(word({}, bytes('ww')), 'INVALID', 'a longer one')
    assert.equal(word({ size: 2 }), 'INVALID')
    assert.equal(replicate(of, peer, headOf(of.key, value, { size: 20_000 }), undefined), 'NOT_STAGED')
    assert.equal(word({ signature: new Uint8Array(64) }), 'FORBIDDEN', 'signed by nobody')
    assert.equal(word({ version: { lamport: lamport(2 ** 42), peer } }), 'INVALID', 'Lamport time from nowhere')
    const latest = START + of.rig.now + MAX_KEEP_MS
    assert.equal(word({ expiresAtMs: wallMs(latest + 60_000) }), 'INVALID')
    assert.equal(word({ keepUntilMs: wallMs(latest + 60_000) }), 'INVALID')
    assert.equal(word({ kind: 'marker' }), 'INVALID', 'a marker with a value')
    assert.equal(word({}), 'taken')
  })

  it('that waits for its turn is not taken when a newer configuration has come meanwhile', () => {
    const of = begun()
    const { rig, owner, second, key, config } = of
    const answers: string[] = []
    const value = bytes('w')
    rig.requestLater(
      owner.peer,
      second,
      { type: 'replicate', position: 0, config, head: headOf(key, value), value, hintFor: undefined },
      (answer) => {
        answers.push(wordOf(answer))
      },
    )
    // It is being read what is there.
    assert.equal(answers.join(), '')
    const { from, to, members } = second.machine.pieces.find(
      (piece) => piece.config.id.lamport === config.lamport && piece.config.id.peer === config.peer,
    )?.config as Config
    const newer = { from, to, members, id: { lamport: lamport(config.lamport + 1), peer: config.peer }, prior: [] }
    rig.requestLater(
      owner.peer,
      second,
      { type: 'configure', position: 0, self: owner.ref, config: newer, filled: false },
      (answer) => {
        answers.push(wordOf(answer))
      },
    )
    rig.run(100)
    assert.deepEqual(answers.toSorted(), ['configured', 'notAdmitted'])
    assert.notDeepEqual(holders(rig, key), [])
  })

  it('of an old version is answered with the newer one, and changes nothing', () => {
    const of = begun()
    const value = bytes('old')
    const old = headOf(of.key, value, { version: { lamport: lamport(1), peer: of.owner.peer } })
    const before = new Map(of.second.rows)
    assert.equal(replicate(of, of.owner.peer, old, value), 'stale')
    assert.deepEqual(of.second.rows, before)
  })

  it('handed back is taken of what this node keeps, and only if it is newer', () => {
    const { rig, second, key } = begun()
    const value = bytes('w')
    const handBack = (to: RigNode, head: RecordHead): string =>
      wordOf(rig.request(stranger, to, { type: 'handBack', position: 0, head, value }))
    const outside = rig.nodes.find((node) => !rig.groupOf(keyOf(key).id).includes(node)) as RigNode
    assert.equal(handBack(outside, headOf(key, value)), 'NOT_OWNER')
    assert.equal(handBack(second, headOf(key, value, { version: { lamport: lamport(1), peer: stranger } })), 'stale')
    assert.equal(handBack(second, headOf(key, value, { digest: sha256(bytes('x')) })), 'INVALID')
  })
})

describe('what a stranger can cost', () => {
  it('is so many comparisons at once, and no more', () => {
    const rig = new Rig(3)
    const [node] = rig.nodes as [RigNode]
    const id = keyOf('k').id
    const answers: string[] = []
    const compare = (from: PeerKey): void => {
      const body = { type: 'compare' as const, position: 0, arc: { from: id, to: id }, sum: new Uint8Array(16).fill(1) }
      rig.requestLater(from, node, body, (answer) => {
        answers.push(wordOf(answer))
      })
    }
    // None is answered before its first page has been read.
    for (let i = 0; i < MAX_SERVED_OF_ONE; i++) compare(stranger)
    assert.equal(answers.join(), '')
    compare(stranger)
    assert.equal(answers.join(), 'OVERLOAD')
    compare(peerKey('another'))
    assert.equal(answers.length, 1, 'others are served')
    rig.run(5_000)
    assert.equal(answers.filter((word) => word === 'compared').length, MAX_SERVED_OF_ONE + 1)
    compare(stranger)
    assert.equal(answers.length, MAX_SERVED_OF_ONE + 2, 'what has been answered counts no more')
    assert.notEqual(answers.at(-1), 'OVERLOAD')
  })

  it('is limited for all together', () => {
    const served = new Served(3, 2)
    const [a, b, c] = [peerKey('a'), peerKey('b'), peerKey('c')]
    assert.deepEqual([served.begin(a), served.begin(a), served.begin(a)], [true, true, false])
    assert.deepEqual([served.begin(b), served.begin(c)], [true, false])
    served.end(a)
    assert.equal(served.begin(c), true)
  })

  it('is no configuration of an arc that it cannot own', () => {
    const { rig, second } = begun()
    const around = rig.ringOf(second)
    const at = around.indexOf(second)
    const before = (around.at(at - 1) as RigNode).ref
    const next = (around[(at + 1) % around.length] as RigNode).ref
    const configure = (from: RingId, to: RingId, id: RingId): string =>
      wordOf(
        rig.request(stranger, second, {
          type: 'configure',
          position: 0,
          self: { peer: stranger, position: 0, epoch: before.epoch, addresses: [], id },
          config: { from, to, id: { lamport: lamport(1), peer: stranger }, members: [], prior: [] },
          filled: false,
        }),
      )
    assert.equal(configure(before.id, second.ref.id, second.ref.id), 'NOT_YET', 'it is our own')
    assert.equal(configure(next.id, before.id, next.id), 'NOT_YET', 'we and others stand between its end and the owner')
    assert.equal(
      configure(next.id, following(before.id), following(before.id)),
      'NOT_YET',
      'ours in part, and all others',
    )
    const { id } = around.at(at - 2)?.ref ?? before
    assert.equal(configure(id, id, following(before.id)), 'NOT_YET', 'our predecessor stands between')
  })
})

/** The id behind. */
const following = (id: RingId): RingId => (BigInt(`0x${id}`) + 1n).toString(16).padStart(64, '0') as RingId

describe('a peer that is asked', () => {
  const liars: [string, RigNode['liar']][] = [
    [
      'answers with a record of another key',
      () => ({ type: 'found', head: headOf('other', bytes('x')), value: bytes('x') }),
    ],
    [
      'answers with a value that it has made up',
      () => ({ type: 'found', head: headOf('k', bytes('v')), value: bytes('x') }),
    ],
    [
      'answers with a wrong signature',
      () => ({ type: 'found', head: headOf('k', bytes('x'), { signature: new Uint8Array(64) }), value: bytes('x') }),
    ],
    ['answers with something else', () => ({ type: 'staged' })],
  ]
  for (const [what, liar] of liars) {
    it(`and ${what} is not believed`, () => {
      const rig = new Rig(3)
      const owner = rig.ownerOf(keyOf('k').id)
      const client = rig.nodes.find((node) => node !== owner) as RigNode
      owner.liar = (from, body) => (body.type === 'get' ? liar?.(from, body) : undefined)
      assert.equal(codeOf(get(rig, client, 'k', 1_000)), 'CORRUPT')
    })
  }

  it('and names a wrong owner costs a look-up, no more', () => {
    const rig = new Rig(8)
    put(rig, rig.nodes[0] as RigNode, 'k', 'v')
    const owner = rig.ownerOf(keyOf('k').id)
    const [client, liar] = rig.nodes.filter((node) => node !== owner) as [RigNode, RigNode]
    // It believes in a ring without the owner, and the one it asks says that it is not responsible, but another.
    client.believes = [client, liar]
    for (const other of rig.nodes) {
      if (other !== owner && other !== client) {
        other.liar = (_from, body) =>
          body.type === 'get' ? { type: 'failed', code: 'NOT_OWNER', owner: liar.ref } : undefined
      }
    }
    assert.equal(textOf(get(rig, client, 'k')), 'v')
  })

  it('and claims ids that it does not own has nothing written to it', () => {
    const rig = new Rig(8)
    const key = keyOwnedBy(rig, rig.nodes[0] as RigNode)
    const other = rig.nodes.find((node) => !rig.groupOf(keyOf(key).id).includes(node)) as RigNode
    const answer = rig.request(stranger, other, { type: 'get', position: 0, id: keyOf(key).id })
    assert.equal(wordOf(answer), 'NOT_OWNER')
    assert.equal(wordOf(rig.request(stranger, other, { type: 'get', position: 1, id: other.ref.id })), 'NOT_OWNER')
  })

  it('and accepts writes without keeping them loses nothing that was acknowledged', () => {
    const rig = new Rig(8)
    const [owner, second, third] = rig.groupOf(keyOf('k').id) as [RigNode, RigNode, RigNode]
    // Not the one that answers first, or the group is down to one.
    second.liar = (_from, body) => (body.type === 'replicate' ? { type: 'taken' } : undefined)
    assert.equal(codeOf(put(rig, third, 'k', 'v')), 'ok')
    rig.run(100)
    assert.ok(!holders(rig, 'k').includes(second))
    second.liar = undefined
    for (const node of rig.nodes) assert.equal(textOf(get(rig, node, 'k')), 'v')
    rig.run(100)
    assert.ok(holders(rig, 'k').includes(second), 'a read has found that it has nothing')
    rig.crash(owner)
    rig.run(2_000)
    assert.equal(textOf(get(rig, third, 'k')), 'v')
  })
})

describe('a staged value', () => {
  const chunk = (value: Uint8Array, index: number): Extract<RecordsRequest, { type: 'stage' }> => ({
    type: 'stage',
    position: 0,
    digest: sha256(value),
    size: value.byteLength,
    index,
    bytes: value.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
  })
  const valueOf = (n: number, size = MAX_VALUE_BYTES): Uint8Array => new Uint8Array(size).fill(n)

  it('has limits, of all peers and of one, and is forgotten', () => {
    const limits = { stagedBytes: 3 * MAX_VALUE_BYTES, stagedPerPeerBytes: 2 * MAX_VALUE_BYTES }
    const rig = new Rig(1, { limits: limits as never })
    const [node] = rig.nodes as [RigNode]
    const stage = (from: string, body: RecordsRequest): string => wordOf(rig.request(peerKey(from), node, body))
    assert.equal(stage('a', chunk(valueOf(1), 0)), 'staged')
    assert.equal(stage('a', chunk(valueOf(2), 0)), 'staged')
    assert.equal(stage('a', chunk(valueOf(3), 0)), 'OVERLOAD', 'a third of one peer')
    assert.equal(stage('a', chunk(valueOf(2), 1)), 'staged', 'more of what has begun')
    assert.equal(stage('b', chunk(valueOf(3), 0)), 'staged')
    assert.equal(stage('c', chunk(valueOf(4), 0)), 'OVERLOAD', 'a fourth of all')
    assert.equal(node.machine.figures.stagedBytes, 3 * MAX_VALUE_BYTES)
    rig.run(30_001)
    assert.equal(stage('c', chunk(valueOf(4), 0)), 'staged')
    assert.equal(node.machine.figures.stagedBytes, MAX_VALUE_BYTES)
  })

  it('is refused with chunks that cannot be', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const good = chunk(valueOf(1, CHUNK_BYTES + 10), 1)
    const stage = (change: Partial<typeof good>): string => wordOf(rig.request(stranger, node, { ...good, ...change }))
    assert.equal(stage({ bytes: new Uint8Array(11) }), 'OVERLOAD')
    assert.equal(stage({ index: 2 }), 'OVERLOAD')
    assert.equal(stage({ size: MAX_VALUE_BYTES + 1 }), 'OVERLOAD')
    assert.equal(stage({}), 'staged')
    assert.equal(stage({ size: CHUNK_BYTES + 11, bytes: new Uint8Array(11) }), 'OVERLOAD', 'another size of the same')
  })

  it('of another peer, or not whole, is not put', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const value = valueOf(7, CHUNK_BYTES + 10)
    const body = {
      type: 'put' as const,
      position: 0,
      kind: 'value' as const,
      ...keyOf('k'),
      contentType: '',
      size: value.byteLength,
      digest: sha256(value),
      value: undefined,
      ttlMs: 1_000,
      ifMatch: undefined,
      signed: undefined,
    }
    assert.equal(wordOf(rig.request(stranger, node, chunk(value, 0))), 'staged')
    assert.equal(wordOf(rig.request(stranger, node, body)), 'NOT_STAGED')
    assert.equal(wordOf(rig.request(stranger, node, chunk(value, 1))), 'staged')
    assert.equal(wordOf(rig.request(peerKey('thief'), node, body)), 'NOT_STAGED')
    assert.equal(wordOf(rig.request(stranger, node, body)), 'stored')
    assert.equal(node.machine.figures.stagedBytes, 0)
  })

  it('that is another than it said is not stored', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const value = bytes('v')
    const put1 = {
      type: 'put' as const,
      position: 0,
      kind: 'value' as const,
      ...keyOf('k'),
      contentType: '',
      size: 1,
      digest: sha256(value),
      value,
      ttlMs: 1_000,
      ifMatch: undefined,
      signed: undefined,
    }
    const word = (change: object): string => wordOf(rig.request(stranger, node, { ...put1, ...change }))
    assert.equal(word({ value: bytes('w') }), 'INVALID')
    assert.equal(word({ size: 2 }), 'INVALID')
    assert.equal(word({ key: bytes('l') }), 'INVALID')
    assert.equal(word({ id: 'ab'.repeat(32) as RingId }), 'INVALID')
    assert.equal(word({ kind: 'marker' }), 'INVALID')
    assert.equal(word({ ttlMs: rig.params.maxTtlMs + 1 }), 'INVALID')
    assert.equal(word({}), 'stored')
  })
})

describe('a quota', () => {
  it('counts the records of a writer, one above is refused; removing makes room in time', () => {
    const rig = new Rig(1, { quotaRecords: 3 })
    const [node] = rig.nodes as [RigNode]
    for (let i = 0; i < 3; i++) assert.equal(codeOf(put(rig, node, `k${i}`, 'v', { ttlMs: 5_000 })), 'ok')
    assert.equal(codeOf(put(rig, node, 'k3', 'v')), 'QUOTA_EXCEEDED')
    assert.equal(codeOf(put(rig, node, 'k2', 'w', { ttlMs: 5_000 })), 'ok', 'no further record')
    assert.equal(codeOf(remove(rig, node, 'k2')), 'ok', 'removing is always possible')
    rig.run(70_000)
    assert.equal(codeOf(put(rig, node, 'k3', 'v')), 'ok')
  })

  it('counts bytes of a writer, and of everybody', () => {
    const rig = new Rig(1, { quotaBytes: 10_000, maxBytes: 15_000 })
    const [node] = rig.nodes as [RigNode]
    assert.equal(codeOf(put(rig, node, 'a', new Uint8Array(9_000))), 'ok')
    assert.equal(codeOf(put(rig, node, 'b', new Uint8Array(9_000))), 'QUOTA_EXCEEDED')
    assert.equal(codeOf(put(rig, node, 'a', new Uint8Array(9_500))), 'ok', 'in the place of the other')
    const value = new Uint8Array(9_000)
    const body = {
      type: 'put' as const,
      position: 0,
      kind: 'value' as const,
      ...keyOf('c'),
      contentType: '',
      size: value.byteLength,
      digest: sha256(value),
      value,
      ttlMs: 1_000,
      ifMatch: undefined,
      signed: undefined,
    }
    assert.equal(wordOf(rig.request(stranger, node, body)), 'STORAGE_FULL')
    assert.equal(written(put(rig, node, 'a', new Uint8Array(10))).replicas, 1)
    assert.equal(wordOf(rig.request(stranger, node, body)), 'stored')
  })

  it('is known again after a restart', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    for (let i = 0; i < 600; i++) put(rig, node, `k${i}`, new Uint8Array(10))
    const { records, bytes: before, writers } = node.machine.figures
    assert.deepEqual([records, writers], [600, 1])
    rig.crash(node)
    rig.restart(node)
    // While it counts, it is written to.
    rig.command(node, { name: 'put', args: putArgs('more', new Uint8Array(10)) })
    rig.command(node, { name: 'put', args: putArgs('k3', new Uint8Array(10)) })
    rig.run(500)
    const after = node.machine.figures
    assert.deepEqual([after.records, after.writers], [601, 1])
    assert.ok(Math.abs(after.bytes - before - before / 600) < 10, `${before} bytes, then ${after.bytes}`)
  })
})

describe('a member that makes up configurations', () => {
  it(`fills a chain of ${MAX_PRIOR} with them, and one above pushes out none before those before are given up`, () => {
    const rig = new Rig(8, { lostAfterMs: 20_000 })
    const key = keyOwnedBy(rig, rig.nodes[0] as RigNode)
    const [owner, second, third, fourth] = rig.groupOf(keyOf(key).id, 4) as [RigNode, RigNode, RigNode, RigNode]
    put(rig, owner, key, 'v')
    rig.run(1_000)
    const acknowledged = configOf(second)
    // Who follows may ask nobody who took part, but for itself, and a newcomer lies.
    second.lamport = 10_000
    let made = acknowledged.lamport
    fourth.liar = (_from, body) => {
      if (body.type !== 'configure') return undefined
      const { config } = body
      const forged = Array.from({ length: MAX_PRIOR }, () => {
        const id = { lamport: lamport(++made), peer: stranger }
        return { arc: config, config: { ...config, id, members: [{ peer: stranger, position: 0 }], prior: [] } }
      })
      return { type: 'surveyed', pieces: forged, to: config.to }
    }
    rig.loses = (from, to) => from === third || to === third
    rig.crash(owner)
    const prior = (): readonly ConfigId[] => {
      const piece = second.machine.pieces.find(({ arc }) => holds(arc, keyOf(key).id))
      return piece?.config.id.peer === second.peer ? piece.config.prior.map(({ id }) => id) : []
    }
    const isIn = (): boolean => prior().some((id) => compareConfigs(id, acknowledged) === 0)
    rig.run(10_000)
    assert.equal(prior().length, MAX_PRIOR)
    assert.ok(made > acknowledged.lamport + MAX_PRIOR, 'there are more than there is room for')
    assert.ok(isIn(), 'the one that counts')
    rig.loses = () => false
    rig.alive(third)
    rig.run(40_000)
    assert.equal(textOf(get(rig, second, key)), 'v')
  })
})
