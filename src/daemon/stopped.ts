import { Store } from '../adapters/level/index.ts'
import { dataDirFiles } from '../config/index.ts'

/**
 * Does work in a data dir whose daemon does not run: none can start meanwhile.
 * @throws OrbError DATA_DIR_LOCKED when one runs, also while it starts or stops; CORRUPT, IO; what the work throws
 */
export async function whileStopped<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  const { level, lock } = dataDirFiles(dataDir)
  const store = await Store.open({ dir: level, lockFile: lock })
  try {
    return await work()
  } finally {
    await store.close()
  }
}
