import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { AdminClient, SwarmInfo } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import type { Context } from './context.ts'
import { harmless, percent, size } from './format.ts'
import { Progress } from './progress.ts'
import { swarmText } from './swarm-text.ts'
import type { Configure, RunAction } from './verb.ts'

const LOOK_EVERY_MS = 250

interface FetchFlags {
  readonly output?: string
  readonly detach?: boolean
}

export const configure: Configure = (command, run) => {
  command
    .argument('<source>', 'a magnet link, or a .torrent file')
    .option('-o, --output <folder>', 'where it goes (else content.downloadRoot)')
    .option('--detach', 'do not wait until all is there')
    .action((source: string) => fetch(command, run, source))
}

const fetch = (command: Command, run: RunAction, source: string): Promise<void> =>
  run(command, async (context) => {
    const { output, detach = false } = command.opts<FetchFlags>()
    const client = await context.client()
    const where = output === undefined ? {} : { output: context.absolute(output) }
    const what = source.startsWith('magnet:') ? { magnet: source } : { torrent: context.absolute(source) }
    const swarm = await client.call('addSwarm', { body: { ...what, ...where } })
    if (swarm.swarmId === null) throw new OrbError('INTERNAL', 'the daemon fetches it without telling its id')
    if (detach) {
      context.print(swarm, swarmText)
      return
    }
    const done = await watch(context, client, swarm.swarmId)
    context.say(`fetched ${harmless(done.name ?? '')}, ${size(done.sizeBytes ?? 0)}, verified`)
    context.print(done, ({ path }) => path)
  })

/**
 * Shows progress until all is there. Interrupted, or after `--timeout` if one was given, the daemon goes on.
 * @throws OrbError UNFINISHED, or what the daemon failed with
 */
async function watch(context: Context, client: AdminClient, id: string): Promise<SwarmInfo> {
  const left = new AbortController()
  const interrupt = (): void => {
    left.abort('interrupted')
  }
  process.once('SIGINT', interrupt)
  const timer =
    context.chosenTimeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          left.abort(`not done within ${context.chosenTimeoutMs ?? 0} ms`)
        }, context.chosenTimeoutMs)
  try {
    return await untilSeeding(context, client, id, left.signal)
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', interrupt)
  }
}

async function untilSeeding(context: Context, client: AdminClient, id: string, left: AbortSignal): Promise<SwarmInfo> {
  let progress: Progress | undefined
  let told: string | undefined
  try {
    for (;;) {
      const swarm = await client.call('swarm', { params: { id } })
      const { state, reason } = swarm
      if (state === 'failed')
        throw new OrbError(swarm.code ?? 'INTERNAL', `fetching failed: ${harmless(reason ?? 'no reason given')}`)
      progress ??= new Progress(context, harmless(swarm.name ?? id.slice(0, 12)))
      // Why nothing moves is said at once and once: it may move again by itself.
      const words = reason === undefined ? undefined : `${state}: ${harmless(reason)}`
      if (words !== undefined && words !== told) progress.say(words)
      told = words
      await progress.update({
        doneBytes: swarm.verifiedBytes,
        totalBytes: swarm.sizeBytes,
        bytesPerSecond: swarm.downBps,
        etaMs: swarm.etaMs,
        doing: state,
      })
      if (state === 'seeding') return swarm
      if (left.aborted) throw unfinished(swarm, String(left.reason))
      await pause(left)
    }
  } finally {
    progress?.end()
  }
}

/** Until the next look, or until interrupted. */
async function pause(left: AbortSignal): Promise<void> {
  try {
    await sleep(LOOK_EVERY_MS, undefined, { signal: left })
  } catch (error) {
    if (!left.aborted) throw error
  }
}

function unfinished(swarm: SwarmInfo, why: string): OrbError {
  const done = swarm.sizeBytes === null ? 'nothing' : percent(swarm.verifiedBytes, swarm.sizeBytes)
  return new OrbError('UNFINISHED', `${why}: ${done} is there; the daemon goes on fetching`, {
    hint: `\`orbweaver swarm ${(swarm.swarmId ?? '').slice(0, 12)}\` shows how far it is, \`orbweaver remove\` gives it up`,
  })
}
