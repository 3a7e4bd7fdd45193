import { setTimeout as pause } from 'node:timers/promises'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { waitFor } from './rig.ts'

export interface Reply {
  readonly status: number
  readonly bytes: Buffer
  readonly headers: Headers
}

/** One request for a record, by the daemon's admin API. */
export async function record(
  daemon: FleetDaemon,
  method: 'PUT' | 'GET' | 'DELETE',
  key: string,
  init: {
    readonly body?: string | Buffer
    readonly headers?: Readonly<Record<string, string>>
    readonly query?: string
  } = {},
): Promise<Reply> {
  const asked = fetch(`${daemon.url}/v1/records/${encodeURIComponent(key)}${init.query ?? ''}`, {
    method,
    headers: { authorization: `Bearer ${daemon.token}`, ...init.headers },
    ...(init.body === undefined ? {} : { body: init.body }),
  })
  const response = await waitFor(`${method} ${key} of ${daemon.name}`, asked)
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** What a failed operation may be answered with: it says that it failed. Anything else is a wrong answer. */
export const isExplicit = ({ status }: Reply): boolean => status === 503 || status === 504 || status === 502

/** A key with one writer: what was acknowledged last, and what may or may not have been written since. */
interface Entry {
  readonly key: string
  acknowledged: string | undefined
  readonly open: Set<string>
  writing: boolean
}

export interface LoadFigures {
  reads: number
  writes: number
  readErrors: number
  writeErrors: number
  /** The failed operations by method, status and code. */
  readonly errors: Record<string, number>
  /** What must never be: absent, or older than acknowledged. */
  readonly wrong: string[]
}

/**
 * Reads and writes records through whichever daemon runs, many at once, and checks every answer: what was acknowledged, or
 * a later value whose outcome nobody was told, and nothing else.
 */
export class RecordLoad {
  readonly figures: LoadFigures = { reads: 0, writes: 0, readErrors: 0, writeErrors: 0, errors: {}, wrong: [] }
  readonly #entries: Entry[]
  readonly #running: () => readonly FleetDaemon[]
  readonly #query: string
  #serial = 0
  #stopped = false
  #workers: Promise<void>[] = []

  /** @param timeoutMs how long an operation may take; undefined: as the daemon has it by default */
  constructor(records: number, running: () => readonly FleetDaemon[], timeoutMs?: number) {
    this.#running = running
    this.#query = timeoutMs === undefined ? '' : `?timeoutMs=${timeoutMs}`
    this.#entries = Array.from({ length: records }, (_, i) => ({
      key: `load/${i}`,
      acknowledged: undefined,
      open: new Set<string>(),
      writing: false,
    }))
  }

  /** Writes every record once, until each is acknowledged. */
  async fill(atOnce: number): Promise<void> {
    const left = [...this.#entries]
    const worker = async (): Promise<void> => {
      for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
        while (entry.acknowledged === undefined) {
          await this.#write(entry)
          if (this.figures.wrong.length > 0) throw new Error(this.figures.wrong.join('\n'))
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  start(atOnce: number): void {
    this.#workers = Array.from({ length: atOnce }, async (_, i) => {
      for (let round = i; !this.#stopped; round++) {
        const entry = this.#entries[Math.floor(Math.random() * this.#entries.length)]
        if (entry === undefined) return
        if (round % 4 === 0 && !entry.writing) await this.#write(entry)
        else await this.#read(entry)
        if (this.#running().length === 0) await pause(10)
      }
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#workers)
  }

  /** Every record once, through the daemons by turns; what cannot be read now is tried again. */
  async checkAll(atOnce: number): Promise<void> {
    const left = [...this.#entries]
    const worker = async (): Promise<void> => {
      for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
        for (let tries = 0; !(await this.#read(entry)); tries++) {
          if (tries > 100) throw new Error(`${entry.key} cannot be read`)
          await pause(100)
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  async #write(entry: Entry): Promise<void> {
    const daemon = this.#anyDaemon()
    if (daemon === undefined) return
    const { pid } = daemon
    const value = `${entry.key} ${++this.#serial}`
    entry.writing = true
    entry.open.add(value)
    try {
      const reply = await record(daemon, 'PUT', entry.key, { body: value, query: this.#query })
      this.figures.writes++
      if (reply.status === 200) {
        entry.acknowledged = value
        entry.open.clear()
      } else if (isExplicit(reply)) {
        this.figures.writeErrors++
        this.#count('PUT', reply)
      } else this.figures.wrong.push(`PUT ${entry.key}: ${reply.status} ${reply.bytes.toString()}`)
    } catch (error) {
      // Killed while it worked on this: nobody knows what has come of it.
      await wasKilled(daemon, pid, error)
    } finally {
      entry.writing = false
    }
  }

  /** False: it could not be read now. */
  async #read(entry: Entry): Promise<boolean> {
    const daemon = this.#anyDaemon()
    if (daemon === undefined) return false
    // As it is before the read: what is acknowledged meanwhile may or may not be seen.
    const { acknowledged } = entry
    const before = new Set(entry.open)
    const serial = this.#serial
    const { pid } = daemon
    let reply: Reply
    try {
      reply = await record(daemon, 'GET', entry.key, { query: this.#query })
    } catch (error) {
      await wasKilled(daemon, pid, error)
      return false
    }
    this.figures.reads++
    if (isExplicit(reply)) {
      this.figures.readErrors++
      this.#count('GET', reply)
      return false
    }
    const value = reply.bytes.toString()
    const isLater = Number(value.split(' ')[1]) > serial
    if (reply.status === 200 && (value === acknowledged || before.has(value) || isLater)) return true
    if (reply.status === 404 && acknowledged === undefined) return true
    this.figures.wrong.push(
      `GET ${entry.key}: ${reply.status} ${value.slice(0, 200)}, acknowledged ${acknowledged ?? 'none'}`,
    )
    return true
  }

  #count(method: string, { status, bytes }: Reply): void {
    const code = /"code":"(\w+)"/.exec(bytes.toString())?.[1] ?? 'no code'
    const what = `${method} ${status} ${code}`
    this.figures.errors[what] = (this.figures.errors[what] ?? 0) + 1
  }

  #anyDaemon(): FleetDaemon | undefined {
    const running = this.#running()
    return running[Math.floor(Math.random() * running.length)]
  }
}

/** The connection may be known to be closed before the process is known to be gone. @throws the error when it is not */
async function wasKilled(daemon: FleetDaemon, pid: number | undefined, error: unknown): Promise<void> {
  const until = performance.now() + 10_000
  while (daemon.pid === pid) {
    if (performance.now() > until) throw error
    await pause(10)
  }
}

/** Sum of a gauge of records over daemons, by the label `state`. */
export async function arcs(daemons: readonly FleetDaemon[], state: string): Promise<number> {
  const sums = await Promise.all(
    daemons.map(async (daemon) => {
      const response = await fetch(`${daemon.url}/metrics`, { headers: { authorization: `Bearer ${daemon.token}` } })
      const line = (await response.text())
        .split('\n')
        .find((each) => each.startsWith(`orbweaver_records_arcs{state="${state}"}`))
      return Number(line?.split(' ')[1])
    }),
  )
  return sums.reduce((sum, each) => sum + each, 0)
}
