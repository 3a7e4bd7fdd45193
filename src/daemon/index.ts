import { loadIdentity, peerSpelling, type PrivateFiles } from '../adapters/libp2p/index.ts'
import { inspectStore, Store } from '../adapters/level/index.ts'
import { sha256 } from '../adapters/system/index.ts'
import { ringIdOfSwarm, ringIdOfTally, type RingId, type SwarmId } from '../base/index.ts'
import {
  clearTemporaries,
  createPrivateFile,
  dataDirFiles,
  ensureDataDir,
  openNetwork,
  programVersion,
  readNetwork,
  readPrivateFile,
  type LoadedConfig,
} from '../config/index.ts'
import { LAMPORT_RESERVE } from '../protocols/clock/index.ts'
import { OUR_VERSIONS, WireContext } from '../wire/index.ts'
import { checkAddresses } from './addresses.ts'
import { Daemon, type Ready } from './daemon.ts'
import { openLogger } from './logging.ts'

export { checkAddresses } from './addresses.ts'
export { whileStopped } from './stopped.ts'
export { inspectStore }
/** The highest version of the protocol between peers that this program speaks. */
export const WIRE_VERSION = OUR_VERSIONS.maxVersion

const FOUNDER_KEY = 'host/founder'
const PRIVATE_FILES: PrivateFiles = { read: readPrivateFile, create: createPrivateFile }

/** The peer id of a data dir; its key is made if there is none. @throws OrbError CORRUPT, IO, STORAGE_FULL */
export async function openIdentity(dataDir: string): Promise<{ readonly peerId: string }> {
  const { peer } = await loadIdentity(PRIVATE_FILES, dataDirFiles(dataDir).identity)
  return { peerId: peer }
}

/** How a daemon speaks with the process around it. */
export interface DaemonIo {
  /** Others find it in the ring. */
  onReady(ready: Ready): void
  /** Reads the configuration again, as at the start. */
  load(): Promise<LoadedConfig>
}

/**
 * Starts a daemon in this process. It answers over the admin API at once and joins in the background.
 * @throws OrbError DATA_DIR_LOCKED, CORRUPT, IO, STORAGE_FULL, PORT_IN_USE, CONFIG_INVALID, NETWORK_MISMATCH
 */
export async function startDaemon(config: LoadedConfig, io: DaemonIo): Promise<Daemon> {
  const startedAt = 0 // performance.now() counts from the start of the process
  const { values, dataDir, join } = config
  checkAddresses(config)
  const logger = await openLogger(values.log)
  logger.event('daemon.starting', { version: programVersion(), dataDir, node: process.versions.node })
  await ensureDataDir(dataDir)
  const files = dataDirFiles(dataDir)
  const store = await Store.open({ dir: files.level, lockFile: files.lock })
  try {
    await clearTemporaries(dataDir, Date.now())
    const isNew = (await readNetwork(dataDir)) === undefined
    const network = await openNetwork(dataDir, {
      open: values.network.open,
      ...(join?.network === undefined ? {} : { joining: join.network }),
    })
    if (isNew && join === undefined) {
      logger.event('network.created', { network: network.name, open: network.secret === undefined })
    }
    const identity = await loadIdentity(PRIVATE_FILES, files.identity)
    const founder = await isFounder(store, join !== undefined)
    const startUp = await store.startUp(LAMPORT_RESERVE)
    const wire = new WireContext(sha256, peerSpelling)
    const keyOf = (swarm: SwarmId): RingId => ringIdOfSwarm(sha256, Buffer.from(swarm, 'hex'))
    const tallyKeyOf = (name: string): RingId => ringIdOfTally(sha256, Buffer.from(name))
    return await Daemon.start(
      {
        config,
        load: () => io.load(),
        logger,
        identity,
        network,
        store,
        startUp,
        wire,
        keyOf,
        tallyKeyOf,
        founder,
        startedAt,
      },
      (ready) => {
        io.onReady(ready)
      },
    )
  } catch (error) {
    await store.close()
    throw error
  }
}

/** A data dir that was started first without anybody to join founds its ring, then and after each restart. */
async function isFounder(store: Store, joins: boolean): Promise<boolean> {
  const known = await store.get(FOUNDER_KEY)
  if (known !== undefined) return known[0] === 1 && !joins
  await store.write([{ key: FOUNDER_KEY, value: Uint8Array.of(joins ? 0 : 1) }], false)
  return !joins
}
