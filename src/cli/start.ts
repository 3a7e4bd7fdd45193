import type { Command } from 'commander'
import { OrbError } from '../base/index.ts'
import { loadConfig, type LoadedConfig } from '../config/index.ts'
import { addConfigOptions, configOptions } from './config-options.ts'
import { readJoins } from './join-input.ts'
import type { Configure, RunAction } from './verb.ts'

/** What the ready line tells. */
export interface Ready {
  readonly peerId: string
  /** One overlay address with /p2p/. */
  readonly overlay: string
  /** Base URL of the admin API. */
  readonly admin: string
}

/** A daemon that runs in this process. */
export interface RunningDaemon {
  /** Stops gracefully: says "back soon", flushes, at most 10 s. Again: the same promise. */
  stop(why: string): Promise<void>
  /** Ends when the daemon has stopped, for whatever reason (also by POST /v1/stop); rejects when it failed. */
  readonly stopped: Promise<void>
  /** Reads the configuration again and applies what can be applied; says in the log what came of it. Never rejects. */
  reload(): Promise<void>
  /** Writes its state to the log. */
  dumpState(): void
}

/** How the daemon speaks with this process. */
export interface DaemonIo {
  onReady(ready: Ready): void
  /** Reads the configuration again, as at the start. */
  load(): Promise<LoadedConfig>
}

/** What `start` needs of src/daemon/index.ts. It logs to standard error as `config.values.log` says. */
export type StartDaemon = (config: LoadedConfig, io: DaemonIo) => Promise<RunningDaemon>

const join = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value]

export const configure: Configure = (command, run) => {
  command.option(
    '--join <@file|-|multiaddr>',
    'join through this: a join string in a file or on standard input (also ORBWEAVER_JOIN), or an address where the secret is known',
    join,
  )
  addConfigOptions(command)
  command.action(() => start(command, run))
}

const start = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    if (command.parent?.getOptionValueSource('admin') === 'cli') {
      throw new OrbError('USAGE', 'before `start`, --admin means a running daemon', {
        hint: 'where to listen stands after the verb: `orbweaver start --admin HOST:PORT`',
      })
    }
    const given = command.opts<{ join?: readonly string[] }>().join ?? []
    const joins = await readJoins(given, context.io.stdin)
    const flags = { ...context.configFlags, options: configOptions(command), joins }
    const load = (): Promise<LoadedConfig> => loadConfig(flags, context.io.env)
    const config = await load()
    const { startDaemon }: { startDaemon: StartDaemon } = await import('../daemon/index.ts')
    const signals = new Signals()
    try {
      const daemon = await startDaemon(config, {
        onReady: ({ peerId, overlay, admin }) => {
          context.io.stdout.write(`ready peer=${peerId} overlay=${overlay} admin=${admin}\n`)
        },
        load,
      })
      signals.attach(daemon)
      await daemon.stopped
    } finally {
      signals.detach()
    }
  })

const STOPPING = ['SIGINT', 'SIGTERM'] as const

/**
 * Signals of a running daemon: the first INT or TERM asks it to stop, also in the middle of leaving; the second ends the
 * process at once. HUP reloads, USR1 dumps the state; while it starts there is nothing to reload or to dump.
 */
class Signals {
  #daemon: RunningDaemon | undefined
  #asked: NodeJS.Signals | undefined

  constructor() {
    for (const signal of STOPPING) process.on(signal, this.#stop)
    process.on('SIGHUP', this.#reload)
    process.on('SIGUSR1', this.#dump)
  }

  /** A signal that came while it was starting counts. */
  attach(daemon: RunningDaemon): void {
    this.#daemon = daemon
    if (this.#asked !== undefined) void this.#ask(daemon, this.#asked)
  }

  detach(): void {
    for (const signal of STOPPING) process.off(signal, this.#stop)
    process.off('SIGHUP', this.#reload)
    process.off('SIGUSR1', this.#dump)
  }

  readonly #stop = (signal: (typeof STOPPING)[number]): void => {
    if (this.#asked !== undefined) {
      // Not process.exit, which waits for threads that may hang in a file system.
      this.detach()
      process.kill(process.pid, signal)
      return
    }
    this.#asked = signal
    if (this.#daemon !== undefined) void this.#ask(this.#daemon, signal)
  }

  readonly #reload = (): void => {
    void this.#daemon?.reload()
  }

  readonly #dump = (): void => {
    this.#daemon?.dumpState()
  }

  /** A failure to stop is told through `stopped`, on which `start` waits. */
  async #ask(daemon: RunningDaemon, signal: NodeJS.Signals): Promise<void> {
    await daemon.stop(signal).catch(() => daemon.stopped)
  }
}
