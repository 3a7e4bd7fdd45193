import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { OrbError } from '../base/index.ts'
import { dataDirFiles, encodeJoinString, readAdminFile, readNetwork } from '../config/index.ts'

/** The launcher, seen from dist/cli and from src/cli alike. */
const LAUNCHER = fileURLToPath(new URL('../../bin/orbweaver.js', import.meta.url))
/** A daemon that is not ready by then is a failure; loaded test machines take seconds. */
const READY_MS = 60_000
/** INT/TERM give a daemon 10 s to stop; after this it is killed. */
const STOP_MS = 15_000
/** Last lines of a daemon's log kept for a failure's message. */
const LOG_LINES = 40

/** One daemon of a fleet: a real child process with its own data dir, on ports of the system's choice. */
export class FleetDaemon {
  readonly name: string
  readonly dataDir: string
  readonly #env: NodeJS.ProcessEnv
  readonly #extraArgs: readonly string[]
  #child: ChildProcess | undefined
  #log: string[] = []
  peerId = ''
  overlay = ''
  url = ''
  token = ''

  constructor(name: string, dataDir: string, extraArgs: readonly string[], env: NodeJS.ProcessEnv) {
    this.name = name
    this.dataDir = dataDir
    this.#extraArgs = extraArgs
    this.#env = env
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get running(): boolean {
    return this.#child !== undefined
  }

  /** What it wrote to stderr last. */
  get log(): string {
    return this.#log.join('\n')
  }

  /**
   * Starts it and waits for its ready line.
   * @param joinString handed over in the environment, never in argv.
   * @throws OrbError UNFINISHED with the end of its log when it does not get ready.
   */
  async start(joinString?: string): Promise<void> {
    await mkdir(this.dataDir, { recursive: true, mode: 0o700 })
    const args = [LAUNCHER, 'start', '--data-dir', this.dataDir, ...this.#extraArgs]
    const join = joinString === undefined ? {} : { ORBWEAVER_JOIN: joinString }
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...this.#env, ...join },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#log = []
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined
    })
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#log.push(line)
      if (this.#log.length > LOG_LINES) this.#log.shift()
    })
    const line = await this.#readyLine(child)
    const fields = new Map(line.split(' ').map((part) => [part.split('=')[0] ?? '', part.slice(part.indexOf('=') + 1)]))
    this.peerId = fields.get('peer') ?? ''
    this.overlay = fields.get('overlay') ?? ''
    this.url = fields.get('admin') ?? ''
    this.token = (await readFile(dataDirFiles(this.dataDir).token, 'utf8')).trim()
  }

  /** The join string of its network with its real addresses. */
  async joinString(): Promise<string> {
    const network = await readNetwork(this.dataDir)
    const admin = await readAdminFile(this.dataDir)
    if (network === undefined || admin === undefined) {
      throw new OrbError('INTERNAL', `${this.name} runs but has written no network or admin file`)
    }
    return encodeJoinString({ network, addresses: admin.overlay })
  }

  /** Sends a signal and waits for the end; a daemon that does not stop in time is killed. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (child === undefined) return null
    const exit = once(child, 'exit') as Promise<[number | null]>
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    const [code] = await exit
    clearTimeout(timer)
    return code
  }

  async #readyLine(child: ChildProcess): Promise<string> {
    const { stdout } = child
    if (stdout === null) throw new OrbError('INTERNAL', 'the child has no stdout')
    const lines = createInterface({ input: stdout })
    const ready = new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line.startsWith('ready ')) resolve(line)
      })
      child.once('exit', (code, signal) => {
        reject(this.#notReady(`ended with ${signal ?? `exit code ${code ?? '?'}`} before it was ready`))
      })
      child.once('error', reject)
    })
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
    }, READY_MS)
    try {
      return await ready
    } finally {
      clearTimeout(timer)
    }
  }

  #notReady(what: string): OrbError {
    return new OrbError('UNFINISHED', `daemon ${this.name} ${what}; its log ends with:\n${this.log}`)
  }
}

export interface FleetOptions {
  readonly nodes: number
  /** Holds one data dir per daemon; made if need be, removed by `stop` unless `keep`. */
  readonly dir: string
  readonly keep?: boolean
  /** Further arguments of `start`, for all. */
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Daemons that start at the same time, once the first is there: on a small machine many are in each other's way. All when not given. */
  readonly atOnce?: number
  /** Told of each daemon that got ready. */
  readonly onReady?: (daemon: FleetDaemon) => void
}

/**
 * Several real daemons on this machine as child processes: one private network on loopback. The first founds it, the
 * others join through it at the same time.
 */
export class Fleet {
  readonly daemons: readonly FleetDaemon[]
  readonly #options: FleetOptions

  private constructor(options: FleetOptions) {
    this.#options = options
    const args = ['--listen', '/ip4/127.0.0.1/tcp/0', '--admin', '127.0.0.1:0', ...(options.args ?? [])]
    this.daemons = Array.from({ length: options.nodes }, (_, index) => {
      const name = `node-${index + 1}`
      return new FleetDaemon(name, join(options.dir, name), args, options.env ?? {})
    })
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const fleet = new Fleet(options)
    try {
      const [founder, ...joiners] = fleet.daemons
      if (founder === undefined) throw new OrbError('INVALID_ARGUMENT', 'a fleet has at least one daemon')
      await founder.start()
      options.onReady?.(founder)
      const joinString = await founder.joinString()
      const atOnce = options.atOnce ?? joiners.length
      for (let i = 0; i < joiners.length; i += atOnce) {
        const starts = joiners.slice(i, i + atOnce).map(async (daemon) => {
          await daemon.start(joinString)
          options.onReady?.(daemon)
        })
        // All have ended, well or not, before a failure is told: none is left behind half started.
        const failed = (await Promise.allSettled(starts)).find((result) => result.status === 'rejected')
        if (failed !== undefined) throw failed.reason
      }
      return fleet
    } catch (error) {
      await fleet.stop()
      throw error
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.daemons.map((daemon) => daemon.end()))
    if (this.#options.keep !== true) await rm(this.#options.dir, { recursive: true, force: true })
  }
}
