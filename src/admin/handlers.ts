import { createHash } from 'node:crypto'
import {
  multiaddr,
  ringId,
  ringIdOfKey,
  swarmId,
  OrbError,
  type NodeRef,
  type RingId,
  type Sha256,
} from '../base/index.ts'
import type { LookupMode, LookupResult, TracedHop, Verification } from '../protocols/chord/commands.ts'
import type { Counted } from '../protocols/tally/commands.ts'
import { keyAnswer, millis, nodeAnswer } from './answer-parts.ts'
import type { AdminBackend, Health } from './backend.ts'
import { callOptions } from './call-options.ts'
import { CAN_HANDLERS } from './can-handlers.ts'
import { FIND_HANDLERS } from './find-handlers.ts'
import type { Handler } from './handler.ts'
import { NAME_HANDLERS } from './name-handlers.ts'
import { RECORD_HANDLERS } from './record-handlers.ts'
import type { RouteName } from './routes.ts'
import type { NodeAnswer, QueryOf, ResponseOf } from './schemas.ts'
import { DEFAULT_TALLIES } from './tally-schemas.ts'
import { auditEntry, DEFAULT_AUDIT_ENTRIES } from './token-schemas.ts'

/** /livez or /readyz is not well: a problem with reasons. */
export class Unhealthy extends OrbError {
  readonly reasons: readonly string[]
  constructor(code: 'INTERNAL' | 'NOT_JOINED', reasons: readonly string[]) {
    super(code, reasons.join('; '))
    this.reasons = reasons
  }
}

export const HANDLERS: { readonly [N in RouteName]: Handler<N> } = {
  livez: (_input, { backend }) => healthy(backend.live(), 'INTERNAL'),
  readyz: (_input, { backend }) => healthy(backend.ready(), 'NOT_JOINED'),
  status: (_input, { backend }) => backend.status(),
  clock: (_input, { backend }) => backend.clock(),
  lookup: async ({ key, query, signal }, { backend }) => {
    if (key === undefined) throw new OrbError('INTERNAL', 'a keyed route without a key')
    const located = await locate(backend, ringIdOfKey(sha256, key.bytes), query, signal)
    return { ...keyAnswer(key), ...located }
  },
  succ: ({ params, query, signal }, { backend }) => locate(backend, ringId(params.id), query, signal),
  ring: async ({ signal }, { backend }) => {
    const { positions } = await backend.ring(callOptions(undefined, signal))
    return {
      positions: positions.map(({ self, state, predecessor, successors, fingers, roundTripsMs }) => {
        const measured = (node: NodeRef): MeasuredNode => {
          const rttMs = roundTripsMs.get(node.peer)
          return { ...nodeAnswer(node), ...(rttMs === undefined ? {} : { rttMs: millis(rttMs) }) }
        }
        return {
          ringId: self.id,
          state,
          predecessor: predecessor === undefined ? null : measured(predecessor),
          successors: successors.map(measured),
          fingers: fingers.map(({ start, node, near }) => ({
            start,
            node: measured(node),
            ...(near === undefined ? {} : { near: measured(near) }),
          })),
        }
      }),
    }
  },
  peers: (_input, { backend }) => ({ peers: [...backend.peers()] }),
  dial: ({ body, query, signal }, { backend }) =>
    backend.dial(multiaddr(body.address), callOptions(query.timeoutMs, signal)),
  tallies: async ({ query, signal }, { backend }) => {
    const { prefix = '', after, limit = DEFAULT_TALLIES } = query
    const { tallies, more } = await backend.tallies({ prefix, after, limit }, callOptions(undefined, signal))
    return { tallies: [...tallies], next: more ? (tallies.at(-1)?.name ?? null) : null }
  },
  tally: async ({ params: { name }, query, signal }, { backend }) =>
    tallyAnswer(await backend.tally(name, callOptions(query.timeoutMs, signal))),
  addToTally: async ({ params: { name }, body, query, signal }, { backend }) => {
    const { add: n, semantics = 'at-most-once' } = body
    return tallyAnswer(await backend.addToTally({ name, n, semantics }, callOptions(query.timeoutMs, signal)))
  },
  ...RECORD_HANDLERS,
  ...NAME_HANDLERS,
  ...CAN_HANDLERS,
  ...FIND_HANDLERS,
  swarms: (_input, { backend }) => ({ swarms: [...backend.swarms()] }),
  swarm: ({ params }, { backend }) => backend.swarm(swarmId(params.id)),
  torrent: ({ params }, { backend }) => backend.torrent(swarmId(params.id)) as Promise<Uint8Array<ArrayBuffer>>,
  addSwarm: ({ body, signal }, { backend }) => backend.addSwarm(body, signal()),
  removeSwarm: async ({ params, query }, { backend }) => {
    await backend.removeSwarm(swarmId(params.id), query.data ?? 'keep')
    return undefined
  },
  stop: (_input, { backend }) => {
    backend.stop()
    return { state: 'leaving' }
  },
  leave: async (_input, { backend }) => {
    await backend.leave()
    return { state: 'leaving' }
  },
  // Values of options are texts, numbers, booleans and lists of texts: the table of options has no other kinds.
  interceptors: (_input, { backend }) => backend.interceptors(),
  setInterceptors: ({ body, query, signal }, { backend }) =>
    backend.setInterceptors(body, callOptions(query.timeoutMs, signal)),
  config: (_input, { backend }) => ({ options: [...backend.configuration()] }) as ResponseOf<'config'>,
  patchConfig: async ({ body }, { backend }) => (await backend.patchConfig(body)) as ResponseOf<'patchConfig'>,
  reload: async (_input, { backend }) => (await backend.reload()) as ResponseOf<'reload'>,
  rotateToken: async ({ query: { graceMs = 0 }, who }, { tokens, logger }) => {
    const rotated = await tokens.rotate(graceMs)
    logger.event('admin.token-rotated', { by: nameOf(who), graceMs })
    return rotated
  },
  tokens: (_input, { tokens }) => ({ tokens: tokens.list() }),
  createToken: async ({ body, who }, { tokens, logger }) => {
    const created = await tokens.create(body)
    logger.event('admin.token-created', { by: nameOf(who), name: created.name, scope: created.scope })
    return created
  },
  revokeToken: async ({ params: { name }, who }, { tokens, logger }) => {
    await tokens.revoke(name)
    logger.event('admin.token-revoked', { by: nameOf(who), name })
    return undefined
  },
  audit: ({ query: { limit = DEFAULT_AUDIT_ENTRIES } }, { audit }) => ({
    // Lines that a crash cut off, or that a hand has changed, are no entries.
    entries: audit.last(limit).flatMap((line) => auditEntry.safeParse(line).data ?? []),
  }),
  metrics: (_input, { backend }) => backend.metrics(),
  openapi: (_input, { openApi }) => openApi(),
}

const nameOf = (who: string | undefined): string => who ?? 'anonymous'

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

function healthy({ reasons }: Health, code: 'INTERNAL' | 'NOT_JOINED'): { ok: true } {
  if (reasons.length > 0) throw new Unhealthy(code, reasons)
  return { ok: true }
}

async function locate(
  backend: AdminBackend,
  target: RingId,
  query: QueryOf<'lookup'>,
  signal: () => AbortSignal,
): Promise<ResponseOf<'succ'>> {
  const { trace = false } = query
  const mode: LookupMode = query.mode ?? 'recursive'
  const result = await backend.lookup({ target, mode, trace }, callOptions(query.timeoutMs, signal))
  return locatedAnswer(result, trace)
}

function locatedAnswer(result: LookupResult, trace: boolean): ResponseOf<'succ'> {
  return {
    id: result.id,
    owner: nodeAnswer(result.owner),
    predecessor: result.predecessor === undefined ? null : nodeAnswer(result.predecessor),
    hops: result.hops,
    durationMs: millis(result.durationMs),
    ...(trace ? { path: (result.path ?? []).map(hopAnswer) } : {}),
    ...(result.verification === undefined ? {} : { verification: verificationAnswer(result.verification) }),
  }
}

const hopAnswer = ({ peer, ringId, rttMs, outcome, verifying }: TracedHop): Hop => ({
  peerId: peer,
  ringId,
  rttMs: millis(rttMs),
  outcome,
  ...(verifying === undefined ? {} : { verifying }),
})

const verificationAnswer = ({
  asked,
  witnesses,
  disagreements,
}: Verification): NonNullable<ResponseOf<'succ'>['verification']> => ({
  asked,
  witnesses,
  disagreements: disagreements.map(({ node: { peer, id }, names }) => ({
    peerId: peer,
    ringId: id,
    names: nodeAnswer(names),
  })),
})

const tallyAnswer = ({ name, value, keeper, attempts }: Counted): ResponseOf<'tally'> => ({
  name,
  value,
  keeper: nodeAnswer(keeper),
  attempts,
})

type Hop = NonNullable<ResponseOf<'succ'>['path']>[number]
type MeasuredNode = NodeAnswer & { readonly rttMs?: number }
