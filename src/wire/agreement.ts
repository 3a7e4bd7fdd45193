import type {
  Address,
  AgreementRefusal,
  AgreementRequest,
  AgreementResponse,
  Change,
} from '../protocols/agreement/messages.ts'
import {
  AGREEMENT_LIMITS,
  ballotFrom,
  ballotTo,
  bytesFrom,
  bytesTo,
  contentTypeFrom,
  groupFrom,
  groupTo,
  keyBallotFrom,
  keyBallotTo,
  keyFrom,
  lineageFrom,
  lineageTo,
  maybeBallotFrom,
  maybeBallotTo,
  registerFrom,
  registerTo,
  stateFrom,
  stateTo,
} from './agreement-parts.ts'
import { atMost, atMostLong, decoded, present, within, type BodyCodec, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/agreement.ts'
import { MAX_COUNT, MAX_NODE_REFS } from './limits.ts'
import { nodeRefFrom, nodeRefsFrom, nodeRefsTo } from './node-ref.ts'

/** A request without its address. */
type Body<Request = AgreementRequest> = Request extends Address ? Omit<Request, keyof Address> : never
type List = Extract<AgreementRequest, { type: 'list' }>

const L = AGREEMENT_LIMITS

// ---- requests ------------------------------------------------------------------------------------------------------

function changeTo(key: Uint8Array, change: Change): pb.AgreementChange {
  switch (change.type) {
    case 'read':
      return { key: bytesTo(key), read: {} }
    case 'put': {
      const { value, contentType, ttlMs, ifMatch } = change
      const put: pb.AgreementPut = { value: bytesTo(value), contentType }
      if (ttlMs !== undefined) put.ttlMs = ttlMs
      if (ifMatch !== undefined) put.ifMatch = ifMatch === 'absent' ? 0 : ifMatch
      return { key: bytesTo(key), put }
    }
    case 'remove':
      return { key: bytesTo(key), remove: change.ifMatch === undefined ? {} : { ifMatch: change.ifMatch } }
  }
}

function changeFrom({ read, put, remove }: pb.AgreementChange): Change {
  if (read !== undefined) return { type: 'read' }
  if (put !== undefined) {
    const { value, contentType, ttlMs, ifMatch } = put
    return {
      type: 'put',
      value: bytesFrom(value, L.valueBytes, 'value'),
      contentType: contentTypeFrom(contentType),
      ttlMs: ttlMs === undefined ? undefined : within(ttlMs, 1, L.ttlMs, 'ttl_ms'),
      ifMatch: ifMatch === 0 ? 'absent' : ifMatch === undefined ? undefined : atMost(ifMatch, MAX_COUNT, 'if_match'),
    }
  }
  if (remove !== undefined) {
    const { ifMatch } = remove
    return { type: 'remove', ifMatch: ifMatch === undefined ? undefined : within(ifMatch, 1, MAX_COUNT, 'if_match') }
  }
  throw new WireError('unknown', 'a change of no known kind')
}

const listTo = ({ prefix, after, limit }: Pick<List, 'prefix' | 'after' | 'limit'>): pb.AgreementList => ({
  prefix: bytesTo(prefix),
  after: bytesTo(after),
  limit,
})

const listFrom = ({ prefix, after, limit }: pb.AgreementList): Pick<List, 'prefix' | 'after' | 'limit'> => ({
  prefix: bytesFrom(prefix, L.keyBytes, 'prefix'),
  after: bytesFrom(after, L.keyBytes, 'after'),
  limit: within(limit, 1, L.pageRows, 'limit'),
})

function requestTo(wire: WireContext, body: AgreementRequest): Partial<pb.AgreementRequest> {
  switch (body.type) {
    case 'ping':
      return { ping: {} }
    case 'where':
      return { where: {} }
    case 'change':
      return { change: changeTo(body.key, body.change) }
    case 'list':
      return { list: listTo(body) }
    case 'look':
      return { look: { key: bytesTo(body.key), full: body.full } }
    case 'prepare': {
      const { key, ballot, have } = body
      const prepare: pb.AgreementPrepare = { key: bytesTo(key), ballot: ballotTo(wire, ballot) }
      if (have !== undefined) prepare.have = ballotTo(wire, have)
      return { prepare }
    }
    case 'accept': {
      const { ballot, next, state } = body
      return {
        accept: { ballot: ballotTo(wire, ballot), next: ballotTo(wire, next), state: stateTo(wire, state) },
      }
    }
    case 'forget':
      return {
        forget: { key: bytesTo(body.key), ballot: ballotTo(wire, body.ballot), sequence: body.sequence },
      }
    case 'scan':
      return { scan: listTo(body) }
    case 'target':
      return { target: groupTo(wire, body.group) }
    case 'copy':
      return { copy: { from: groupTo(wire, body.from), to: groupTo(wire, body.to) } }
    case 'prepareSeal':
      return { prepareSeal: ballotTo(wire, body.ballot) }
    case 'acceptSeal':
      return { acceptSeal: { ballot: ballotTo(wire, body.ballot), next: groupTo(wire, body.next) } }
    case 'install':
      return { install: { from: groupTo(wire, body.from), to: groupTo(wire, body.group) } }
    case 'digest':
      return { digest: { after: bytesTo(body.after), final: body.final } }
    case 'fetch':
      return { fetch: { keys: body.keys.map(bytesTo) } }
  }
}

/** What concerns one register. */
function aimedFrom(wire: WireContext, body: pb.AgreementRequest): Body | undefined {
  const { change, look, prepare, accept, forget } = body
  if (change !== undefined) return { type: 'change', key: keyFrom(change.key), change: changeFrom(change) }
  if (look !== undefined) return { type: 'look', key: keyFrom(look.key), full: look.full }
  if (prepare !== undefined) {
    const { key, ballot, have } = prepare
    return { type: 'prepare', key: keyFrom(key), ballot: ballotFrom(wire, ballot), have: maybeBallotFrom(wire, have) }
  }
  if (accept !== undefined) {
    const { ballot, next, state } = accept
    return {
      type: 'accept',
      ballot: ballotFrom(wire, ballot),
      next: ballotFrom(wire, next),
      state: stateFrom(wire, state),
    }
  }
  if (forget !== undefined) {
    const { key, ballot, sequence } = forget
    return {
      type: 'forget',
      key: keyFrom(key),
      ballot: ballotFrom(wire, ballot),
      sequence: within(sequence, 1, MAX_COUNT, 'sequence'),
    }
  }
  return undefined
}

/** What concerns the group. */
function groupRequestFrom(wire: WireContext, body: pb.AgreementRequest): Body | undefined {
  const { target, copy, install, prepareSeal, acceptSeal, digest, fetch } = body
  if (target !== undefined) return { type: 'target', group: groupFrom(wire, target) }
  if (copy !== undefined) return { type: 'copy', from: groupFrom(wire, copy.from), to: groupFrom(wire, copy.to) }
  if (install !== undefined) {
    return { type: 'install', from: groupFrom(wire, install.from), group: groupFrom(wire, install.to) }
  }
  if (prepareSeal !== undefined) return { type: 'prepareSeal', ballot: ballotFrom(wire, prepareSeal) }
  if (acceptSeal !== undefined) {
    const { ballot, next } = acceptSeal
    return { type: 'acceptSeal', ballot: ballotFrom(wire, ballot), next: groupFrom(wire, next) }
  }
  if (digest !== undefined) {
    return { type: 'digest', after: bytesFrom(digest.after, L.keyBytes, 'after'), final: digest.final }
  }
  if (fetch !== undefined) {
    if (fetch.keys.length === 0) throw new WireError('malformed', 'nothing is fetched')
    return { type: 'fetch', keys: atMostLong(fetch.keys, L.fetched, 'keys').map(keyFrom) }
  }
  return undefined
}

function bodyFrom(wire: WireContext, body: pb.AgreementRequest): Body {
  if (body.ping !== undefined) return { type: 'ping' }
  if (body.where !== undefined) return { type: 'where' }
  if (body.list !== undefined) return { type: 'list', ...listFrom(body.list) }
  if (body.scan !== undefined) return { type: 'scan', ...listFrom(body.scan) }
  const known = aimedFrom(wire, body) ?? groupRequestFrom(wire, body)
  if (known === undefined) throw new WireError('unknown', 'an agreement request without a known body')
  return known
}

function requestFrom(wire: WireContext, body: pb.AgreementRequest): AgreementRequest {
  const address: Address = {
    lineage: lineageFrom(body.lineage),
    shard: atMost(body.shard, L.shards - 1, 'shard'),
    epoch: atMost(body.epoch, MAX_COUNT, 'epoch'),
  }
  return { ...address, ...bodyFrom(wire, body) }
}

// ---- responses -----------------------------------------------------------------------------------------------------

const REFUSALS = {
  NOT_MEMBER: pb.AgreementRefusal.AGREEMENT_NOT_MEMBER,
  FROZEN: pb.AgreementRefusal.AGREEMENT_FROZEN,
  OTHER_LINEAGE: pb.AgreementRefusal.AGREEMENT_OTHER_LINEAGE,
  BUSY: pb.AgreementRefusal.AGREEMENT_BUSY,
  NO_QUORUM: pb.AgreementRefusal.AGREEMENT_NO_QUORUM,
  VERSION_MISMATCH: pb.AgreementRefusal.AGREEMENT_VERSION_MISMATCH,
  NOT_FOUND: pb.AgreementRefusal.AGREEMENT_NOT_FOUND,
  FORBIDDEN: pb.AgreementRefusal.AGREEMENT_FORBIDDEN,
  QUOTA_EXCEEDED: pb.AgreementRefusal.AGREEMENT_QUOTA_EXCEEDED,
  UNKNOWN_OUTCOME: pb.AgreementRefusal.AGREEMENT_UNKNOWN_OUTCOME,
  STORAGE_FULL: pb.AgreementRefusal.AGREEMENT_STORAGE_FULL,
  IO: pb.AgreementRefusal.AGREEMENT_IO,
  CORRUPT: pb.AgreementRefusal.AGREEMENT_CORRUPT,
} as const satisfies Record<AgreementRefusal, pb.AgreementRefusal>

function refusalFrom(code: pb.AgreementRefusal): AgreementRefusal {
  for (const [name, known] of Object.entries(REFUSALS)) if (known === code) return name as AgreementRefusal
  throw new WireError('malformed', 'code is missing')
}

type Held = Extract<AgreementResponse, { type: 'held' }>

function heldTo(wire: WireContext, { accepted, state, floor }: Omit<Held, 'type'>): pb.AgreementHeld {
  const held: pb.AgreementHeld = { floor }
  const ballot = maybeBallotTo(wire, accepted)
  if (ballot !== undefined) held.accepted = ballot
  if (state !== undefined) held.state = stateTo(wire, state)
  return held
}

const heldFrom = (wire: WireContext, { accepted, state, floor }: pb.AgreementHeld): Omit<Held, 'type'> => ({
  accepted: maybeBallotFrom(wire, accepted),
  state: state && stateFrom(wire, state),
  floor: atMost(floor, MAX_COUNT, 'floor'),
})

function responseTo(wire: WireContext, body: AgreementResponse): Partial<pb.AgreementResponse> {
  switch (body.type) {
    case 'working':
      return { working: {} }
    case 'group': {
      const { lineage, group, others } = body
      const told: pb.AgreementWhereabouts = { lineage: lineageTo(lineage), others: nodeRefsTo(wire, others) }
      if (group !== undefined) told.group = groupTo(wire, group)
      return { group: told }
    }
    case 'changed':
      return { changed: stateTo(wire, body.state) }
    case 'listed': {
      const listed: pb.AgreementListed = {
        registers: body.registers.map(registerTo),
        ballots: body.ballots.map((ballot) => ballotTo(wire, ballot)),
      }
      if (body.through !== undefined) listed.through = bytesTo(body.through)
      return { listed }
    }
    case 'held':
      return { held: heldTo(wire, body) }
    case 'promised':
      return { promised: heldTo(wire, body) }
    case 'accepted':
      return { accepted: {} }
    case 'rejected':
      return { rejected: ballotTo(wire, body.promised) }
    case 'forgotten':
      return { forgotten: {} }
    case 'nodes':
      return { nodes: { nodes: nodeRefsTo(wire, body.nodes) } }
    case 'copied':
      return { copied: { ready: body.ready } }
    case 'sealPromised': {
      const { accepted } = body
      return {
        sealPromised:
          accepted === undefined
            ? {}
            : { accepted: { ballot: ballotTo(wire, accepted.ballot), next: groupTo(wire, accepted.next) } },
      }
    }
    case 'installed':
      return { installed: { ready: body.ready } }
    case 'digested': {
      const { ballots, through, floor } = body
      const digested: pb.AgreementDigested = { ballots: ballots.map((one) => keyBallotTo(wire, one)), floor }
      if (through !== undefined) digested.through = bytesTo(through)
      return { digested }
    }
    case 'fetched':
      return {
        fetched: {
          states: body.states.map(({ ballot, state }) => ({
            ballot: ballotTo(wire, ballot),
            state: stateTo(wire, state),
          })),
        },
      }
    case 'failed':
      return {
        failed: { code: REFUSALS[body.code], ...(body.sequence === undefined ? {} : { sequence: body.sequence }) },
      }
  }
}

/** What concerns registers. */
function registerResponseFrom(wire: WireContext, body: pb.AgreementResponse): AgreementResponse | undefined {
  const { changed, listed, held, promised, rejected, digested, fetched } = body
  if (changed !== undefined) return { type: 'changed', state: stateFrom(wire, changed) }
  if (listed !== undefined) {
    const registers = atMostLong(listed.registers, L.listedRows, 'registers').map(registerFrom)
    if (listed.ballots.length !== registers.length) throw new WireError('malformed', 'ballots are not as many')
    const ballots = listed.ballots.map((ballot) => ballotFrom(wire, ballot))
    return { type: 'listed', registers, ballots, through: listed.through && keyFrom(listed.through) }
  }
  if (held !== undefined) return { type: 'held', ...heldFrom(wire, held) }
  if (promised !== undefined) return { type: 'promised', ...heldFrom(wire, promised) }
  if (rejected !== undefined) return { type: 'rejected', promised: ballotFrom(wire, rejected) }
  if (digested !== undefined) {
    return {
      type: 'digested',
      ballots: atMostLong(digested.ballots, L.pageRows, 'ballots').map((one) => keyBallotFrom(wire, one)),
      through: digested.through && keyFrom(digested.through),
      floor: atMost(digested.floor, MAX_COUNT, 'floor'),
    }
  }
  if (fetched !== undefined) {
    const states = atMostLong(fetched.states, L.fetched, 'states')
    return {
      type: 'fetched',
      states: states.map(({ ballot, state }) => ({ ballot: ballotFrom(wire, ballot), state: stateFrom(wire, state) })),
    }
  }
  return undefined
}

/** What concerns the group. */
function groupResponseFrom(wire: WireContext, body: pb.AgreementResponse): AgreementResponse | undefined {
  const { group, nodes, copied, installed, sealPromised } = body
  if (group !== undefined) {
    return {
      type: 'group',
      lineage: lineageFrom(group.lineage),
      group: group.group && groupFrom(wire, group.group),
      others: atMostLong(group.others, L.others, 'others').map((other) => nodeRefFrom(wire, other)),
    }
  }
  if (nodes !== undefined)
    return { type: 'nodes', nodes: nodeRefsFrom(wire, atMostLong(nodes.nodes, MAX_NODE_REFS, 'nodes'), 'nodes') }
  if (copied !== undefined) return { type: 'copied', ready: copied.ready }
  if (installed !== undefined) return { type: 'installed', ready: installed.ready }
  if (sealPromised !== undefined) {
    const { accepted } = sealPromised
    if (accepted === undefined) return { type: 'sealPromised', accepted: undefined }
    const { ballot, next } = accepted
    return { type: 'sealPromised', accepted: { ballot: ballotFrom(wire, ballot), next: groupFrom(wire, next) } }
  }
  return undefined
}

function responseFrom(wire: WireContext, body: pb.AgreementResponse): AgreementResponse {
  if (body.working !== undefined) return { type: 'working' }
  if (body.accepted !== undefined) return { type: 'accepted' }
  if (body.forgotten !== undefined) return { type: 'forgotten' }
  if (body.failed !== undefined) {
    const { code, sequence } = present(body.failed, 'failed')
    const version = sequence === undefined ? undefined : within(sequence, 1, MAX_COUNT, 'sequence')
    return { type: 'failed', code: refusalFrom(code), sequence: version }
  }
  const known = registerResponseFrom(wire, body) ?? groupResponseFrom(wire, body)
  if (known === undefined) throw new WireError('unknown', 'an agreement response without a known body')
  return known
}

export const agreementCodec: {
  readonly request: BodyCodec<AgreementRequest>
  readonly response: BodyCodec<AgreementResponse>
} = {
  request: {
    encode: (wire, body) => {
      const { lineage, shard, epoch } = body
      return pb.AgreementRequest.encode({ lineage: lineageTo(lineage), shard, epoch, ...requestTo(wire, body) })
    },
    decode: (wire, bytes) => requestFrom(wire, decoded(pb.AgreementRequest.decode, bytes)),
  },
  response: {
    encode: (wire, body) => pb.AgreementResponse.encode(responseTo(wire, body)),
    decode: (wire, bytes) => responseFrom(wire, decoded(pb.AgreementResponse.decode, bytes)),
  },
}
