import { OrbError, isSwarmId, type SwarmId } from '../../base/index.ts'
import type { Place, ProgressStore } from '../../content/index.ts'
import type { Put } from '../../protocols/index.ts'

/** What is used of the daemon's store. */
export interface RowStore {
  get(key: string): Promise<Uint8Array | undefined>
  write(batch: readonly Put[], sync: boolean): Promise<void>
  rows(prefix: string): AsyncIterable<readonly [key: string, value: Uint8Array]>
}

/** A swarm that survives restarts. */
export interface SwarmRow {
  readonly id: SwarmId
  readonly place: Place
  /** What a magnet link called it, until its description is here. */
  readonly name: string | undefined
  /** RFC 3339, for the order of lists. */
  readonly addedAt: string
}

const RECORDS = 'swarm/record/'
const utf8 = new TextEncoder()

/**
 * The swarms of this daemon in its store, in three rows each, so that a start reads only what it needs: the record (JSON),
 * the metainfo (a .torrent file), and the progress of its piece store.
 */
export class SwarmTable {
  readonly #store: RowStore

  constructor(store: RowStore) {
    this.#store = store
  }

  /** All records, oldest first. `onCorrupt` is told of rows that cannot be read; they are left alone. */
  async all(onCorrupt: (error: OrbError) => void): Promise<SwarmRow[]> {
    const rows: SwarmRow[] = []
    for await (const [key, value] of this.#store.rows(RECORDS)) {
      const row = rowFrom(key.slice(RECORDS.length), value)
      if (row === undefined) onCorrupt(new OrbError('CORRUPT', `the row ${key} of the database cannot be read`))
      else rows.push(row)
    }
    return rows.sort((a, b) => (a.addedAt < b.addedAt ? -1 : 1))
  }

  /** Remembers a swarm, and its progress and metainfo where they are given. Survives a power cut once it resolves. */
  async add(row: SwarmRow, metainfo?: Uint8Array, progress?: Uint8Array): Promise<void> {
    const { id, place, name, addedAt } = row
    const batch: Put[] = [{ key: RECORDS + id, value: utf8.encode(JSON.stringify({ place, name, addedAt })) }]
    if (metainfo !== undefined) batch.push({ key: metainfoKey(id), value: metainfo })
    // None: what an earlier life of the swarm may have left does not count.
    batch.push(progress === undefined ? { key: progressKey(id) } : { key: progressKey(id), value: progress })
    await this.#store.write(batch, true)
  }

  metainfo(id: SwarmId): Promise<Uint8Array | undefined> {
    return this.#store.get(metainfoKey(id))
  }

  async saveMetainfo(id: SwarmId, metainfo: Uint8Array): Promise<void> {
    await this.#store.write([{ key: metainfoKey(id), value: metainfo }], true)
  }

  progress(id: SwarmId): ProgressStore {
    return {
      load: () => this.#store.get(progressKey(id)),
      save: (record) => this.#store.write([{ key: progressKey(id), value: record }], true),
    }
  }

  async remove(id: SwarmId): Promise<void> {
    await this.#store.write([{ key: RECORDS + id }, { key: metainfoKey(id) }, { key: progressKey(id) }], true)
  }
}

const metainfoKey = (id: SwarmId): string => `swarm/metainfo/${id}`
const progressKey = (id: SwarmId): string => `swarm/progress/${id}`

function rowFrom(id: string, value: Uint8Array): SwarmRow | undefined {
  if (!isSwarmId(id)) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value))
  } catch (err) {
    if (err instanceof SyntaxError || err instanceof TypeError) return undefined
    throw err
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const { place, name, addedAt } = parsed as Record<string, unknown>
  if (!isPlace(place) || typeof addedAt !== 'string') return undefined
  return { id, place, name: typeof name === 'string' ? name : undefined, addedAt }
}

function isPlace(place: unknown): place is Place {
  if (typeof place !== 'object' || place === null || !('kind' in place)) return false
  if (place.kind === 'shared') return 'path' in place && typeof place.path === 'string'
  return place.kind === 'download' && 'folder' in place && typeof place.folder === 'string'
}
