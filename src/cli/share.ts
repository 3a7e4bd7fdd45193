import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { AdminClient, SwarmInfo } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { ioError } from '../config/index.ts'
import type { Context } from './context.ts'
import { harmless, size } from './format.ts'
import { Pace, Progress } from './progress.ts'
import type { Configure, RunAction } from './verb.ts'

const LOOK_EVERY_MS = 250
/** Of what is left out of a folder so many are named. */
const TOLD_SKIPPED = 5

export const configure: Configure = (command, run) => {
  command
    .argument('<path...>', 'files or folders')
    .option('--torrent <file>', 'also write BitTorrent v2 metainfo, which other software reads')
    .action((paths: readonly string[]) => share(command, run, paths))
}

/** A path that could not be shared. */
interface Failure {
  readonly path: string
  readonly error: OrbError
}

const share = (command: Command, run: RunAction, paths: readonly string[]): Promise<void> =>
  run(command, async (context) => {
    const { torrent } = command.opts<{ torrent?: string }>()
    if (torrent !== undefined && paths.length > 1) throw new OrbError('USAGE', '--torrent goes with one path')
    const client = await context.client()
    const shared: SwarmInfo[] = []
    const failures: Failure[] = []
    // One that cannot be shared does not keep the others from it.
    for (const path of paths) {
      try {
        const swarm = await shareOne(context, client, context.absolute(path))
        shared.push(swarm)
        tell(context, path, swarm)
        if (torrent !== undefined) await writeTorrent(client, swarm, context.absolute(torrent))
      } catch (error) {
        if (!(error instanceof OrbError) || paths.length === 1) throw error
        failures.push({ path, error })
        if (!context.json) context.say(`not shared: ${harmless(path)}: ${error.message}`)
      }
    }
    if (context.json) context.print({ swarms: shared, failed: failures.map(failureOf) }, () => '')
    const [first] = failures
    if (first === undefined) return
    throw new OrbError(first.error.code, `${failures.length} of ${paths.length} paths were not shared`, {
      ...(first.error.hint === undefined ? {} : { hint: first.error.hint }),
      cause: first.error,
    })
  })

function tell(context: Context, path: string, swarm: SwarmInfo): void {
  context.say(`sharing ${harmless(swarm.name ?? path)}, ${size(swarm.sizeBytes ?? 0)}`)
  const { skipped } = swarm
  if (skipped !== undefined) {
    for (const { path: what, why } of skipped.first.slice(0, TOLD_SKIPPED)) {
      context.say(`left out: ${harmless(what)} (${why})`)
    }
    const more = skipped.count - Math.min(skipped.first.length, TOLD_SKIPPED)
    if (more > 0) context.say(`left out: ${more} more`)
  }
  if (!context.json) context.print(swarm, ({ magnet }) => magnet ?? '')
}

const failureOf = ({ path, error: { code, message: detail, hint } }: Failure): object => ({
  path,
  code,
  detail,
  ...(hint === undefined ? {} : { hint }),
})

/** The daemon answers when all is hashed; until then its list tells how far it is. Interrupted, it gives hashing up. */
async function shareOne(context: Context, client: AdminClient, path: string): Promise<SwarmInfo> {
  const progress = new Progress(context, harmless(path))
  const pace = new Pace()
  const answer = client.call('addSwarm', { body: { path } }, { timeoutMs: Number.POSITIVE_INFINITY })
  const settled = answer.then(
    () => true,
    () => true,
  )
  try {
    while (!(await Promise.race([settled, sleep(LOOK_EVERY_MS, false)]))) {
      const { swarms } = await client.call('swarms', {})
      const swarm = swarms.find((known) => known.path === path && known.state === 'hashing')
      if (swarm === undefined) continue
      const { verifiedBytes: doneBytes, sizeBytes: totalBytes } = swarm
      await progress.update({
        doneBytes,
        totalBytes,
        doing: 'hashing',
        ...pace.of(performance.now(), doneBytes, totalBytes),
      })
    }
  } finally {
    progress.end()
  }
  return answer
}

async function writeTorrent(client: AdminClient, swarm: SwarmInfo, path: string): Promise<void> {
  if (swarm.swarmId === null) throw new OrbError('INTERNAL', 'the daemon shared it without telling its id')
  const metainfo = await client.call('torrent', { params: { id: swarm.swarmId } })
  try {
    await writeFile(path, metainfo)
  } catch (error) {
    throw ioError(`cannot write ${path}`, error)
  }
}
