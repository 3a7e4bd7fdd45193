import {
  OrbError,
  epoch,
  multiaddr,
  peerKey,
  ringId,
  swarmId,
  wallMs,
  type ZonePath,
  type NodeRef,
  type SwarmId,
} from '../../src/base/index.ts'
import type { CanSpaceShown, GatheredItem } from '../../src/admin/can-backend.ts'
import type { Found, OwnAttributes } from '../../src/protocols/attributes/index.ts'
import type { LookupResult } from '../../src/protocols/chord/commands.ts'
import type { NamedEntry } from '../../src/admin/name-backend.ts'
import type { RecordFound, RecordWritten } from '../../src/admin/record-backend.ts'
import type {
  AdminBackend,
  InterceptorsAnswer,
  PeerInfo,
  ReloadReport,
  StatusAnswer,
  SwarmInfo,
} from '../../src/admin/index.ts'

type KeptOf = Awaited<ReturnType<AdminBackend['keptRecords']>>['records'][number]

export const SWARM = swarmId('ab'.repeat(32))
export const RING_ID = ringId('cd'.repeat(32))

const node = (name: string, digit: string): NodeRef => ({
  peer: peerKey(`12D3Koo${name}`),
  position: 0,
  epoch: epoch(3),
  addresses: [multiaddr('/ip4/10.0.0.1/tcp/7461')],
  id: ringId(digit.repeat(64)),
})
export const SELF = node('Self', '1')
export const OWNER = node('Owner', '7')
const PREDECESSOR = node('Predecessor', '5')
export const VERIFICATION = {
  asked: 40,
  witnesses: 7,
  disagreements: [{ node: PREDECESSOR, names: SELF }],
}

/** As the answers came in: places in turn, questions mixed. */
const VERIFIED_PATH: NonNullable<LookupResult['path']> = (
  [
    [PREDECESSOR, 0.5, 'closer', 1, 'nearest', undefined],
    [PREDECESSOR, 0.5, 'closer', 2, 'list', OWNER.id],
    [PREDECESSOR, 0.5, 'closer', 1, 'list', undefined],
    [OWNER, 0.25, 'owner', 2, 'nearest', undefined],
    [PREDECESSOR, 0.75, 'closer', 2, 'nearest', undefined],
    [SELF, 2_000, 'timeout', 2, 'list', undefined],
  ] as const
).map(([node, rttMs, outcome, place, asked, names]) => ({
  peer: node.peer,
  ringId: node.id,
  rttMs,
  outcome,
  verifying: { place, asked, names },
}))

export const PEER: PeerInfo = {
  peerId: OWNER.peer,
  ringIds: [OWNER.id],
  address: '/ip4/10.0.0.1/tcp/7461',
  direction: 'outbound',
  epoch: 3,
  connectedMs: 12_345,
  kept: true,
  wireVersion: 1,
  clockOffsetMs: -40,
}

export const WRITTEN: RecordWritten = {
  id: RING_ID,
  version: '7-12D3KooOwner',
  replicas: 3,
  expiresAtMs: Date.UTC(2030, 0, 1),
}
export const NAMED: NamedEntry = {
  name: 'printers/floor-2',
  id: RING_ID,
  value: { kind: 'address', text: 'nas:445' },
  owner: OWNER.peer,
  version: 'n42',
  delegates: [SELF.peer],
  expiresAtMs: wallMs(Date.UTC(2030, 0, 1)),
}
export const FOUND: RecordFound = {
  value: Buffer.from('a value'),
  version: '7-12D3KooOwner',
  contentType: 'text/html',
  expiresAtMs: Date.UTC(2030, 0, 1),
  owner: OWNER.peer,
}
const KEPT: KeptOf = {
  id: RING_ID,
  key: Buffer.from('alpha'),
  kind: 'value',
  version: '7-12D3KooOwner',
  sizeBytes: 7,
  expiresAtMs: wallMs(Date.UTC(2030, 0, 1)),
  writer: OWNER.peer,
  signed: true,
}

export const swarmInfo = (change: Partial<SwarmInfo> = {}): SwarmInfo => ({
  swarmId: SWARM,
  magnet: `magnet:?xt=urn:btmh:1220${SWARM}&dn=a.bin`,
  name: 'a.bin',
  path: '/data/a.bin',
  state: 'seeding',
  sizeBytes: 1_000_000,
  pieceBytes: 262_144,
  verifiedBytes: 1_000_000,
  pieces: { total: 4, have: 4 },
  peers: [{ peerId: OWNER.peer, downBps: 0, upBps: 10.5, downloadedBytes: 0, uploadedBytes: 77, havePieces: 2 }],
  downBps: 0,
  upBps: 10.5,
  downloadedBytes: 0,
  uploadedBytes: 77,
  etaMs: null,
  ...change,
})

const FIGURES = { freeBytes: 1e10, uploadRate: 5e6, uptimeMs: 7_200_000, load: 0.25 }
const PLACED = { coordinate: { place: [1.5, -20.25], height: 3 }, error: 0.1 }
export const FOUND_NODES: Found = {
  nodes: [{ node: OWNER, figures: FIGURES, located: PLACED, roundTripMs: 12.5, ageMs: 30_000 }],
  matched: 3,
  hasMore: false,
  missingParts: 1,
  asked: 2,
}
const ATTRIBUTES: OwnAttributes = {
  figures: FIGURES,
  located: PLACED,
  samples: 40,
  neighbours: 4,
  sampledAgoMs: 900,
  publishedAgoMs: undefined,
}
const zone = (path: string, epoch = 3) => ({ path: path as ZonePath, epoch })
export const ITEM: GatheredItem = {
  point: [0.25, 0.5],
  key: Buffer.from('printer'),
  value: Buffer.from('on floor 2'),
  version: { lamport: 42, peer: OWNER.peer },
  expiresAtMs: Date.UTC(2030, 0, 1),
  keepUntilMs: Date.UTC(2030, 0, 1),
}
export const SPACE: CanSpaceShown = {
  space: 0,
  spaces: [0],
  dimensions: 2,
  holds: 'items',
  mismatch: undefined,
  self: SELF,
  mates: [],
  mateOf: undefined,
  state: 'member',
  zones: [{ ...zone('0'), low: [0, 0], high: [0.5, 1], givenTo: undefined }],
  granted: [],
  neighbours: [
    { ref: OWNER, claims: [zone('10')] },
    { ref: PREDECESSOR, claims: [zone('11')] },
  ],
  items: 4,
  bytes: 70,
  maxBytes: 1_000,
}
export const MAP = {
  zones: [
    { path: '0' as ZonePath, holder: SELF, items: 3 },
    { path: '10' as ZonePath, holder: OWNER, items: 1 },
  ],
  missing: ['11' as ZonePath],
  space: 0,
  dimensions: 2,
  self: SELF.peer,
}

const STATUS: StatusAnswer = {
  peerId: SELF.peer,
  version: '1.2.3',
  state: 'joined',
  uptimeMs: 1_000,
  epoch: 3,
  addresses: ['/ip4/127.0.0.1/tcp/7461/p2p/12D3KooSelf'],
  connections: 2,
  ringIds: [SELF.id],
  lamport: 42,
  network: { name: 'orbweaver', open: false },
  swarms: 1,
  records: {
    count: 12,
    bytes: 3_000,
    maxBytes: 10_000,
    replicas: 3,
    ranges: { owned: 2, underReplicated: 1, repairing: 1, leaving: 0 },
    hints: 4,
    watches: 1,
  },
  agreement: { groups: 5, withoutQuorum: 1, changing: 2, registers: 7, bytes: 500, maxBytes: 1_000, replicas: 3 },
  names: { leased: 2, lost: 1 },
  can: { enabled: true, state: 'member', zones: 1, neighbours: 2, items: 4, bytes: 70, maxBytes: 1_000 },
}

export const RELOADED: ReloadReport = {
  applied: [{ key: 'log.level', from: 'info', to: 'debug' }],
  restartNeeded: [{ key: 'overlay.maxConnections', running: 64, wanted: 128 }],
}

const place = { fixed: false, parameters: {}, seen: 10, swallowed: 1, held: 0, open: 0, state: 'active' as const }
export const CHAIN: InterceptorsAnswer = {
  version: 3,
  changing: false,
  interceptors: [
    { ...place, name: 'lamport', fixed: true },
    { ...place, name: 'metrics' },
    { ...place, name: 'faults:slow', parameters: { drop: 0.1, machine: 'chord', reorder: true }, held: 2 },
    { ...place, name: 'dedup', fixed: true },
  ],
}

/** A daemon that only remembers what it was asked. Methods can be replaced to fail or to wait. */
export interface FakeBackend extends AdminBackend {
  readonly asked: { readonly method: string; readonly args: readonly unknown[] }[]
  removed: { readonly id: SwarmId; readonly data: string } | undefined
}

export function fakeBackend(change: Partial<AdminBackend> = {}): FakeBackend {
  const asked: FakeBackend['asked'] = []
  const note = (method: string, ...args: unknown[]): void => {
    asked.push({ method, args })
  }
  const fake: FakeBackend = {
    asked,
    removed: undefined,
    live: () => ({ reasons: [] }),
    ready: () => ({ reasons: [] }),
    status: () => STATUS,
    clock: () => ({ lamport: 42, peerId: SELF.peer }),
    lookup: (args, call) => {
      note('lookup', args, call)
      const path = [
        { peer: PREDECESSOR.peer, ringId: PREDECESSOR.id, rttMs: 0.5, outcome: 'relayed' as const },
        { peer: OWNER.peer, ringId: OWNER.id, rttMs: 0.25, outcome: 'owner' as const },
      ]
      return Promise.resolve({
        id: args.target,
        owner: OWNER,
        predecessor: PREDECESSOR,
        hops: 2,
        durationMs: 0.75,
        ...(args.trace === true ? { path: args.mode === 'verified' ? VERIFIED_PATH : path } : {}),
        ...(args.mode === 'verified' ? { verification: VERIFICATION } : {}),
      })
    },
    ring: () =>
      Promise.resolve({
        positions: [
          {
            self: SELF,
            state: 'member',
            predecessor: PREDECESSOR,
            successors: [OWNER],
            fingers: [{ start: RING_ID, node: OWNER, near: PREDECESSOR }],
            roundTripsMs: new Map([[OWNER.peer, 0.75]]),
          },
          { self: SELF, state: 'alone', predecessor: undefined, successors: [], fingers: [], roundTripsMs: new Map() },
        ],
      }),
    peers: () => [PEER],
    dial: (address, call) => {
      note('dial', address, call)
      return Promise.resolve(PEER)
    },
    tallies: (args, call) => {
      note('tallies', args, call)
      return Promise.resolve({ tallies: [{ name: 'visits', value: 3 }], more: args.limit === 1 })
    },
    tally: (name, call) => {
      note('tally', name, call)
      return Promise.resolve({ name, value: 3, keeper: OWNER, attempts: 1 })
    },
    addToTally: (args, call) => {
      note('addToTally', args, call)
      return Promise.resolve({ name: args.name, value: args.n, keeper: OWNER, attempts: 2 })
    },
    putRecord: (put, call) => {
      note('putRecord', put, call)
      return Promise.resolve(WRITTEN)
    },
    record: (key, consistent, call) => {
      note('record', key, consistent, call)
      return Promise.resolve(FOUND)
    },
    removeRecord: (args, call) => {
      note('removeRecord', args, call)
      return Promise.resolve(WRITTEN)
    },
    watchRecord: (key, told, call) => {
      note('watchRecord', key, call)
      told(FOUND)
      told({ ...FOUND, version: '8-12D3KooOwner', value: undefined, expiresAtMs: undefined })
      return Promise.resolve()
    },
    keptRecords: (args, call) => {
      note('keptRecords', args, call)
      return Promise.resolve({ records: [KEPT], next: args.limit === 1 ? RING_ID : undefined })
    },
    names: (args, call) => {
      note('names', args, call)
      return Promise.resolve({ names: [NAMED], next: args.limit === 1 ? NAMED.name : undefined })
    },
    name: (name, call) => {
      note('name', name, call)
      return Promise.resolve({ ...NAMED, name })
    },
    setName: (wish, call) => {
      note('setName', wish, call)
      return Promise.resolve({ ...NAMED, name: wish.name })
    },
    removeName: (name, condition, call) => {
      note('removeName', name, condition, call)
      return Promise.resolve({ ...NAMED, name, expiresAtMs: undefined })
    },
    attributes: () => {
      note('attributes')
      return ATTRIBUTES
    },
    find: (what, call) => {
      note('find', what, call)
      return Promise.resolve(FOUND_NODES)
    },
    can: (space) => {
      note('can', space)
      return { ...SPACE, space }
    },
    canLocate: (args, call) => {
      note('canLocate', args, call)
      const point = 'point' in args.place ? args.place.point : [0.25, 0.5]
      return Promise.resolve({ owner: OWNER, claim: zone('10'), hops: 1, path: [OWNER], point, durationMs: 0.5 })
    },
    putItem: (put, call) => {
      note('putItem', put, call)
      const { version, expiresAtMs } = ITEM
      return Promise.resolve({ owner: OWNER, version, expiresAtMs, copies: 2, point: put.point ?? ITEM.point })
    },
    item: (name, call) => {
      note('item', name, call)
      return Promise.resolve(ITEM)
    },
    removeItem: (name, call) => {
      note('removeItem', name, call)
      return Promise.resolve({ owner: OWNER, point: name.point ?? ITEM.point })
    },
    gatherItems: (args, call) => {
      note('gatherItems', args, call)
      const next = args.limit === 1 ? `${'0'.repeat(64)}/61` : undefined
      return Promise.resolve({ items: [ITEM], next, missing: ['11' as ZonePath], asked: 2 })
    },
    canMap: (space, call) => {
      note('canMap', space, call)
      return Promise.resolve({ ...MAP, space })
    },
    swarms: () => [swarmInfo(), swarmInfo({ swarmId: null, magnet: null, state: 'hashing', verifiedBytes: 3 })],
    swarm: (id) => {
      if (id === SWARM) return swarmInfo()
      throw new OrbError('NOT_FOUND', `no swarm ${id}`, { hint: 'list them' })
    },
    addSwarm: (what, signal) => {
      note('addSwarm', what, signal)
      return Promise.resolve(swarmInfo())
    },
    removeSwarm: (id, data) => {
      fake.removed = { id, data }
      return Promise.resolve()
    },
    torrent: () => Promise.resolve(new Uint8Array([100, 101])),
    metrics: () => Promise.resolve('# TYPE orbweaver_up gauge\norbweaver_up 1\n'),
    stop: () => {
      note('stop')
    },
    leave: () => {
      note('leave')
      return Promise.resolve()
    },
    reload: () => Promise.resolve(RELOADED),
    configuration: () => [
      { key: 'log.level', value: 'info', origin: 'default', reloadable: true },
      { key: 'overlay.listen', value: ['/ip4/0.0.0.0/tcp/7461'], origin: '--listen', reloadable: false },
    ],
    interceptors: () => CHAIN,
    setInterceptors: (chain, call) => {
      note('setInterceptors', chain, call)
      return Promise.resolve({ ...CHAIN, version: 4 })
    },
    patchConfig: (patch) => {
      note('patchConfig', patch)
      return Promise.resolve(RELOADED)
    },
    ...change,
  }
  return fake
}
