import type { Store } from '../adapters/level/index.ts'
import { OrbError } from '../base/index.ts'
import type { IoFailure } from '../protocols/index.ts'
import type { Pump } from '../runtime/index.ts'
import type { StorePort } from './ports.ts'

export interface DiskInit {
  readonly store: Store
  readonly pump: () => Pump
  readonly writeFailed: (error: unknown) => void
  readonly readFailed: (error: unknown) => void
}

/** The host's rows: each write and page to the store, each outcome back to the host as a step of its own. */
export function diskPort({ store, pump, writeFailed, readFailed }: DiskInit): StorePort {
  const write = async (...[group, batch, sync]: Parameters<StorePort['write']>): Promise<void> => {
    const failure = await store.write(batch, sync).then(
      () => undefined,
      (error: unknown) => {
        writeFailed(error)
        return failureOf(error)
      },
    )
    pump().run((host, now) => {
      host.durable(now, group, failure)
    })
  }
  const read = async (...[id, range, limit]: Parameters<StorePort['read']>): Promise<void> => {
    const page = await store.page(range, limit).catch((error: unknown) => {
      readFailed(error)
      return failureOf(error)
    })
    pump().run((host, now) => {
      host.rowsRead(now, id, page)
    })
  }
  return {
    write: (group, batch, sync) => void write(group, batch, sync),
    read: (id, range, limit) => void read(id, range, limit),
  }
}

function failureOf(error: unknown): IoFailure {
  const code = error instanceof OrbError ? error.code : 'IO'
  return code === 'STORAGE_FULL' || code === 'CORRUPT' ? code : 'IO'
}
