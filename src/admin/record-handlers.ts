import { ringId, OrbError } from '../base/index.ts'
import { instantOf, keyAnswer, textOf } from './answer-parts.ts'
import { callOptions } from './call-options.ts'
import { conditionOf, etagOf } from './conditions.ts'
import type { Feed } from './events.ts'
import type { Handler, RouteInput } from './handler.ts'
import type { Key } from './request.ts'
import { DEFAULT_KEPT_RECORDS } from './record-schemas.ts'
import type { RouteName } from './routes.ts'
import type { ResponseOf } from './schemas.ts'

/** A stream of events ends after a day: whoever still listens asks again. */
const WATCH_MS = 86_400_000

type RecordRoute = 'putRecord' | 'record' | 'removeRecord' | 'watchRecord' | 'keptRecords'

export const RECORD_HANDLERS: { readonly [N in RecordRoute]: Handler<N> } = {
  putRecord: async ({ key, query, body, headers, signal, answerHeaders }, { backend }) => {
    const named = recordKey(key)
    const put = {
      key: named.bytes,
      value: body,
      contentType: headers['content-type'] ?? '',
      ttlMs: query.ttl,
      condition: conditionOf(headers),
      sign: query.sign ?? false,
      consistent: query.consistent ?? false,
    }
    const { id, version, replicas, expiresAtMs } = await backend.putRecord(put, callOptions(query.timeoutMs, signal))
    answerHeaders({ ETag: etagOf(version) })
    const expiry = expiresAtMs === undefined ? {} : { expiresAt: instantOf(expiresAtMs) }
    return { ...keyAnswer(named), id, version, ...(replicas === undefined ? {} : { replicas }), ...expiry }
  },
  record: async ({ key, query, signal, answerHeaders }, { backend }) => {
    const found = await backend.record(
      recordKey(key).bytes,
      query.consistent ?? false,
      callOptions(query.timeoutMs, signal),
    )
    answerHeaders({
      ETag: etagOf(found.version),
      ...(found.expiresAtMs === undefined ? {} : { 'Orbweaver-Expires-At': instantOf(found.expiresAtMs) }),
      ...(found.contentType === '' ? {} : { 'Orbweaver-Content-Type': found.contentType }),
      ...(found.owner === undefined ? {} : { 'Orbweaver-Owner': found.owner }),
    })
    return found.value as Uint8Array<ArrayBuffer>
  },
  removeRecord: async ({ key, query, headers, signal, answerHeaders }, { backend }) => {
    const named = recordKey(key)
    const call = callOptions(query.timeoutMs, signal)
    const { id, version, replicas } = await backend.removeRecord(
      { key: named.bytes, condition: conditionOf(headers), consistent: query.consistent ?? false },
      call,
    )
    answerHeaders({ ETag: etagOf(version) })
    return { ...keyAnswer(named), id, version, ...(replicas === undefined ? {} : { replicas }) }
  },
  watchRecord: ({ key, signal }, { backend }) => {
    const { bytes } = recordKey(key)
    const feed: Feed = (tell) =>
      backend.watchRecord(
        bytes,
        (state) => {
          const { version, value, contentType, expiresAtMs, owner } = state
          const data: ResponseOf<'watchRecord'> = {
            version: version ?? null,
            value64: value === undefined ? null : Buffer.from(value).toString('base64'),
            contentType,
            expiresAt: expiresAtMs === undefined || value === undefined ? null : instantOf(expiresAtMs),
            owner: owner ?? null,
          }
          tell({
            name: value === undefined ? 'absent' : 'value',
            data,
            ...(version === undefined ? {} : { id: version }),
          })
        },
        { deadlineMs: WATCH_MS, signal: signal() },
      )
    // What the schema describes is one event; the stream of them is the answer.
    return feed as unknown as ResponseOf<'watchRecord'>
  },
  keptRecords: async ({ query, signal }, { backend }) => {
    const { after, limit = DEFAULT_KEPT_RECORDS, expiresWithin } = query
    const args = { after: after === undefined ? undefined : ringId(after), limit, expiresWithinMs: expiresWithin }
    const { records, next } = await backend.keptRecords(args, callOptions(query.timeoutMs, signal))
    return {
      records: records.map(({ key, expiresAtMs, ...record }) => ({
        ...record,
        ...keyAnswer({ bytes: key, text: textOf(key) }),
        expiresAt: instantOf(expiresAtMs),
      })),
      next: next ?? null,
    }
  },
}

function recordKey(key: RouteInput<RouteName>['key']): Key {
  if (key === undefined) throw new OrbError('INTERNAL', 'a keyed route without a key')
  if (key.bytes.byteLength > 0) return key
  throw new OrbError('INVALID_ARGUMENT', 'the key of a record has at least one byte')
}
