import { resolve } from 'node:path'
import { styleText } from 'node:util'
import type { Command } from 'commander'
import { AdminClient, VersionMismatch } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { dataDirFiles, readAdminFile, readToken, resolveDataDir, type ConfigFlags } from '../config/index.ts'
import { exitCodeOf } from './exit-codes.ts'
import { parseDurationMs } from './format.ts'

/** Where the program reads and writes. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly env: NodeJS.ProcessEnv
}

/** Flags that every verb takes, before or after it. */
export interface GlobalFlags {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly color?: boolean
  readonly timeout?: string
  readonly dataDir?: string
  readonly admin?: string
  readonly tokenFile?: string
  readonly config?: string
}

const FALLBACK_URL = 'http://127.0.0.1:7460'
const DEFAULT_TIMEOUT_MS = 5_000

/** Ends the program with an exit code of its own: what there is to say has been said. */
export class Ended extends Error {
  readonly exitCode: number
  constructor(exitCode: number) {
    super(`exit code ${exitCode}`)
    this.exitCode = exitCode
  }
}

/** What one run of a verb works with: flags, output and the daemon. */
export class Context {
  readonly io: Io
  readonly flags: GlobalFlags
  readonly timeoutMs: number
  /** Undefined: the user gave no `--timeout`. */
  readonly chosenTimeoutMs: number | undefined
  /** The whole command line with all verbs loaded. */
  readonly program: () => Promise<Command>
  #client: AdminClient | undefined

  constructor(io: Io, flags: GlobalFlags, program: () => Promise<Command>) {
    this.io = io
    this.program = program
    this.flags = flags
    this.chosenTimeoutMs = flags.timeout === undefined ? undefined : parseDurationMs(flags.timeout)
    this.timeoutMs = this.chosenTimeoutMs ?? DEFAULT_TIMEOUT_MS
  }

  get json(): boolean {
    return this.flags.json === true
  }

  get dataDir(): string {
    return resolveDataDir(this.flags.dataDir, this.io.env)
  }

  /** The flags that concern the configuration. */
  get configFlags(): ConfigFlags {
    return { dataDir: this.flags.dataDir, config: this.flags.config }
  }

  /** A client of the daemon: at `--admin`, else where admin.json of the data dir says, else at the default address. */
  async client(): Promise<AdminClient> {
    if (this.#client !== undefined) return this.#client
    const { admin, tokenFile } = this.flags
    const url = admin ?? (await this.#ownUrl())
    // The data dir's token is sent only to the data dir's daemon: another address wants a named file.
    const isOwn = admin === undefined || tokenFile !== undefined || isLocal(admin)
    const path = tokenFile ?? dataDirFiles(this.dataDir).token
    const token = isOwn ? await readToken(path) : undefined
    if (token === undefined && tokenFile !== undefined)
      throw new OrbError('USAGE', `there is no token file ${tokenFile}`)
    this.#client = new AdminClient({
      url: admin !== undefined && !admin.includes('://') ? `http://${admin}` : url,
      token,
      timeoutMs: this.timeoutMs,
    })
    return this.#client
  }

  /** A data dir that was named is meant: another daemon that happens to be there may not answer for it. */
  async #ownUrl(): Promise<string> {
    const running = await readAdminFile(this.dataDir)
    if (running !== undefined) return running.url
    const named = this.flags.dataDir !== undefined || (this.io.env['ORBWEAVER_HOME'] ?? '') !== ''
    if (!named) return FALLBACK_URL
    throw new OrbError('DAEMON_UNREACHABLE', `no daemon runs in ${this.dataDir}`, {
      hint: 'start it with `orbweaver start`, or name the address of a running one with --admin',
    })
  }

  /** An absolute path of what the user named from the shell's folder: the daemon has another one. */
  absolute(path: string): string {
    if (path === '' || path.includes('\0')) throw new OrbError('USAGE', 'a path must not be empty nor have a NUL in it')
    return resolve(path)
  }

  /** Data: on standard output. With `--json` the value, else what `text` makes of it. */
  print<Value>(value: Value, text: (value: Value) => string): void {
    this.io.stdout.write(`${this.json ? JSON.stringify(value) : text(value)}\n`)
  }

  /** Words for a person: on standard error, unless `--quiet`. */
  say(words: string): void {
    if (this.flags.quiet !== true) this.io.stderr.write(`${words}\n`)
  }

  close(): void {
    this.#client?.close()
  }
}

function isLocal(admin: string): boolean {
  const host = URL.parse(admin.includes('://') ? admin : `http://${admin}`)?.hostname
  return host === 'localhost' || host === '[::1]' || (host?.startsWith('127.') ?? false)
}

/** Flags of a command and of all above it; those nearest to the verb count. */
export function globalFlags(command: Command): GlobalFlags {
  const flags: Record<string, unknown> = {}
  for (let at: Command | null = command; at !== null; at = at.parent) {
    for (const [name, value] of Object.entries(at.opts<Record<string, unknown>>())) {
      if (at.getOptionValueSource(name) === 'cli' && !(name in flags)) flags[name] = value
    }
  }
  return flags
}

/** What the API calls a field, where the command line has another name for it. */
const FLAG_OF: Readonly<Record<string, string>> = {
  graceMs: '--grace',
  limit: '--limit',
  timeoutMs: '--timeout',
  ttl: '--ttl',
  ttlMs: '--ttl',
  expiresWithin: '--expiring',
  after: '--after',
  lease: '--lease',
  point: '--point',
  box: '--box',
  near: '--near',
  space: '--space',
}

/** The API names a part of a request (`query.graceMs: …`), of which whoever types a command knows nothing. */
const flagWords = ({ code, message }: OrbError): string =>
  code === 'INVALID_ARGUMENT'
    ? message.replace(/(^|; )(?:body|path|query)\.(\w+): /g, (_all, before: string, name: string) => {
        return `${before}${FLAG_OF[name] ?? name}: `
      })
    : message

/** A hint that begins with a field of the API tells of the flag. */
const flagHint = (hint: string): string =>
  hint.replace(/^(\w+): /, (all, name: string) => (name in FLAG_OF ? `${FLAG_OF[name] ?? name}: ` : all))

/** Words of an error on standard error (an object with `--json`); returns the exit code. */
export function reportError(error: unknown, io: Io, flags: Pick<GlobalFlags, 'json' | 'color'>): number {
  const known =
    error instanceof OrbError
      ? error
      : new OrbError('INTERNAL', error instanceof Error ? (error.stack ?? error.message) : String(error))
  if (flags.json === true) {
    const { code } = known
    const hint = known.hint === undefined ? undefined : flagHint(known.hint)
    const detail = flagWords(known)
    const more = {
      ...(hint === undefined ? {} : { hint }),
      ...(known instanceof VersionMismatch ? { version: known.version } : {}),
    }
    io.stderr.write(`${JSON.stringify({ error: { code, detail, ...more } })}\n`)
    return exitCodeOf(code)
  }
  const colored = io.stderr.isTTY === true && flags.color !== false && io.env['NO_COLOR'] === undefined
  const red = (words: string): string => (colored ? styleText('red', words, { validateStream: false }) : words)
  io.stderr.write(`${red('error:')} ${flagWords(known)}\n`)
  if (known.hint !== undefined) io.stderr.write(`hint: ${flagHint(known.hint)}\n`)
  return exitCodeOf(known.code)
}
