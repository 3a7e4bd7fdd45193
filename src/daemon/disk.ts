import type { Page, Store } from '../adapters/level/index.ts'
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
  const tell = (id: number, page: Page | IoFailure): void => {
    pump().run((host, now) => {
      host.rowsRead(now, id, page)
    })
  }
  const failedRead = (error: unknown): IoFailure => {
    readFailed(error)
    return failureOf(error)
  }
  const read: StorePort['read'] = (id, range, limit) => {
    let page: Page | IoFailure | undefined
    try {
      // Most reads are of one row that the database answers from memory: the step with it follows the one that asked.
      page = store.pageAtOnce(range, limit)
    } catch (error) {
      page = failedRead(error)
    }
    if (page !== undefined) tell(id, page)
    else
      void store
        .page(range, limit)
        .catch(failedRead)
        .then((later) => tell(id, later))
  }
  return {
    write: (group, batch, sync) => void write(group, batch, sync),
    read,
  }
}

function failureOf(error: unknown): IoFailure {
  const code = error instanceof OrbError ? error.code : 'IO'
  return code === 'STORAGE_FULL' || code === 'CORRUPT' ? code : 'IO'
}
