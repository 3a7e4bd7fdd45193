import type { createLibp2p } from 'libp2p'

type Datastore = NonNullable<NonNullable<Parameters<typeof createLibp2p>[0]>['datastore']>
type Pair = Parameters<Datastore['putMany']>[0] extends Iterable<infer P> | AsyncIterable<infer P> ? P : never

class NotFoundError extends Error {
  override readonly name = 'NotFoundError'
}

function* keysOf<Key>(pairs: Iterable<Key>): Generator<Key> {
  yield* pairs
}

/**
 * Holds nothing. libp2p writes an entry for every peer that ever opens a stream and keeps it for hours: under a stream of
 * strangers its memory grows without end. Our own book knows what we need of peers, and is bounded.
 */
export const forgetfulDatastore: Datastore = {
  has: () => false,
  put: (key) => key,
  get: () => {
    throw new NotFoundError('this datastore holds nothing')
  },
  delete: () => undefined,
  async *putMany(pairs) {
    for await (const { key } of pairs as AsyncIterable<Pair>) yield key
  },
  async *getMany() {
    await Promise.reject(new NotFoundError('this datastore holds nothing'))
  },
  async *deleteMany(keys) {
    yield* keys
  },
  batch: () => ({ put: () => undefined, delete: () => undefined, commit: () => undefined }),
  query: () => keysOf([]),
  queryKeys: () => keysOf([]),
}
