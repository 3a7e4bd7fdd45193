import { instantOf } from './answer-parts.ts'
import { callOptions } from './call-options.ts'
import { conditionOf, etagOf } from './conditions.ts'
import type { Handler } from './handler.ts'
import type { NamedEntry } from './name-backend.ts'
import { DEFAULT_NAMES } from './name-schemas.ts'
import type { ResponseOf } from './schemas.ts'

type NameRoute = 'names' | 'name' | 'setName' | 'removeName'

export const NAME_HANDLERS: { readonly [N in NameRoute]: Handler<N> } = {
  names: async ({ query, signal }, { backend }) => {
    const { prefix, recursive = false, after, limit = DEFAULT_NAMES } = query
    const args = { above: prefix, recursive, after, limit }
    const { names, next } = await backend.names(args, callOptions(query.timeoutMs, signal))
    return { names: names.map(entryAnswer), next: next ?? null }
  },
  name: async ({ params, query, signal, answerHeaders }, { backend }) => {
    const found = await backend.name(params.name, callOptions(query.timeoutMs, signal))
    answerHeaders({ ETag: etagOf(found.version) })
    return entryAnswer(found)
  },
  setName: async ({ params, query, body, headers, signal, answerHeaders }, { backend }) => {
    const { kind, value, delegates, renew = true } = body
    const condition = conditionOf(headers)
    const wish = { name: params.name, kind, value, delegates, ttlMs: query.ttl, renew, condition }
    const entry = await backend.setName(wish, callOptions(query.timeoutMs, signal))
    answerHeaders({ ETag: etagOf(entry.version) })
    return entryAnswer(entry)
  },
  removeName: async ({ params, query, headers, signal }, { backend }) =>
    entryAnswer(await backend.removeName(params.name, conditionOf(headers), callOptions(query.timeoutMs, signal))),
}

const entryAnswer = ({ value, delegates, expiresAtMs, ...entry }: NamedEntry): ResponseOf<'name'> => ({
  ...entry,
  kind: value.kind,
  value: value.text,
  delegates: [...delegates],
  expiresAt: expiresAtMs === undefined ? null : instantOf(expiresAtMs),
})
