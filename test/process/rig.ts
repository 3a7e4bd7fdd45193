import { spawn } from 'node:child_process'
import { createHash, randomFillSync } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { after, afterEach, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Fleet, type FleetDaemon, type FleetOptions } from '../../src/cli/fleet.ts'
import { run } from '../../src/cli/program.ts'

const LAUNCHER = fileURLToPath(new URL('../../bin/orbweaver.js', import.meta.url))
/** Between two looks at a condition that somebody else brings about. */
const LOOK_MS = 25
/** A look that has no answer so long after the last one was due never gets one. */
const HANGS_MS = 20_000
/** A test's time with its daemons; the runner gives 120 s, of which they need some to start and to stop. */
const FLEET_MS = 95_000
/** The same for a long test, which the runner gives an hour. */
export const LONG_FLEET_MS = 3_400_000

export async function withDir<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'orbweaver-test-'))
  try {
    return await use(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** What is waited for, and since when: a test that hangs says at what. */
const waitedFor = new Map<symbol, { readonly what: string; readonly sinceMs: number }>()

export async function waitFor<T>(what: string, answer: Promise<T>): Promise<T> {
  const key = Symbol(what)
  waitedFor.set(key, { what, sinceMs: performance.now() })
  try {
    return await answer
  } finally {
    waitedFor.delete(key)
  }
}

/** Rejects after `withinMs` with what is waited for then: before the runner ends the test, which would tell nothing. */
async function inTime<T>(withinMs: number, work: Promise<T>): Promise<T> {
  const late = new AbortController()
  const limit = pause(withinMs, undefined, { signal: late.signal }).then(() => {
    const now = performance.now()
    const open = [...waitedFor.values()].map(({ what, sinceMs }) => `${what} (for ${Math.round(now - sinceMs)} ms)`)
    throw new Error(`not done after ${withinMs} ms; waiting for: ${open.join(', ')}`)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    late.abort()
    // It has nothing to tell any more but that it was aborted.
    limit.catch(() => undefined)
  }
}

/**
 * Runs with a fleet of real daemons; a failure carries the end of each daemon's log.
 * @param withinMs how long `use` may take: less than the runner gives the test
 */
export async function withFleet(
  nodes: number,
  use: (fleet: Fleet, dir: string) => Promise<void>,
  { withinMs = FLEET_MS, ...options }: Partial<FleetOptions> & { readonly withinMs?: number } = {},
): Promise<void> {
  await withDir(async (dir) => {
    const fleet = await Fleet.start({ nodes, dir: join(dir, 'fleet'), ...options })
    try {
      await inTime(withinMs, use(fleet, dir))
    } catch (error) {
      for (const daemon of fleet.daemons) console.error(`--- ${daemon.name}\n${daemon.log.slice(-2000)}`)
      throw error
    } finally {
      await fleet.stop()
    }
  })
}

/** Daemons that the tests of a file share: started before the first and stopped after the last. */
export function sharedFleet(
  nodes: number,
  options: Partial<FleetOptions> = {},
): { readonly daemons: readonly FleetDaemon[]; readonly dir: string } {
  const made: { fleet?: Fleet; dir?: string } = {}
  before(async () => {
    made.dir = await mkdtemp(join(tmpdir(), 'orbweaver-test-'))
    made.fleet = await Fleet.start({ nodes, dir: join(made.dir, 'fleet'), ...options })
  })
  afterEach((context) => {
    if ((context as { readonly passed?: boolean }).passed === true) return
    for (const daemon of made.fleet?.daemons ?? []) console.error(`--- ${daemon.name}\n${daemon.log.slice(-2000)}`)
  })
  after(async () => {
    await made.fleet?.stop()
    if (made.dir !== undefined) await rm(made.dir, { recursive: true, force: true })
  })
  return {
    get daemons() {
      return made.fleet?.daemons ?? []
    },
    get dir() {
      return made.dir ?? ''
    },
  }
}

export interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** One request to a daemon's admin API with its token. */
export async function api<T>(daemon: FleetDaemon, method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const asked = fetch(`${daemon.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${daemon.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await waitFor(`${method} ${path} of ${daemon.name}`, asked)
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : text) as T }
}

/**
 * Looks again and again until the condition gives a value; fails with its last complaint after `withinMs`, or with what
 * it waits for when a look hangs.
 */
export async function eventually<T>(withinMs: number, what: string, look: () => Promise<T | undefined>): Promise<T> {
  return inTime(withinMs + HANGS_MS, waitFor(what, keepLooking(withinMs, what, look)))
}

async function keepLooking<T>(withinMs: number, what: string, look: () => Promise<T | undefined>): Promise<T> {
  const until = performance.now() + withinMs
  let complaint = ''
  for (;;) {
    try {
      const value = await look()
      if (value !== undefined) return value
    } catch (error) {
      complaint = error instanceof Error ? error.message : String(error)
    }
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${what}. ${complaint}`)
    await pause(LOOK_MS)
  }
}

/** Ring id of a key, as published: SHA-256 of its bytes. */
export const ringIdOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/** succ(id) from the sorted ids alone: the dumb reference. */
export function succ(ids: readonly string[], id: string): string {
  const sorted = ids.toSorted()
  return sorted.find((candidate) => candidate >= id) ?? sorted[0] ?? ''
}

interface Located {
  readonly owner: { readonly peerId: string; readonly ringId: string }
  readonly hops: number
}

/** Ring ids of the daemons' positions, as they say. */
export async function ringIds(daemons: readonly FleetDaemon[]): Promise<string[]> {
  const answers = await Promise.all(daemons.map((daemon) => api<{ ringIds: string[] }>(daemon, 'GET', '/v1/status')))
  return answers.flatMap(({ body }) => body.ringIds)
}

/** Asks every daemon for every key; throws on the first wrong answer. */
export async function checkLookups(daemons: readonly FleetDaemon[], keys: readonly string[]): Promise<void> {
  const ids = await ringIds(daemons)
  await Promise.all(
    daemons.map(async (daemon) => {
      for (const key of keys) {
        const { status, body } = await api<Located>(daemon, 'GET', `/v1/lookup/${encodeURIComponent(key)}`)
        const expected = succ(ids, ringIdOfKey(key))
        if (status !== 200) throw new Error(`${daemon.name} answers ${status} for ${key}: ${JSON.stringify(body)}`)
        if (body.owner.ringId !== expected) {
          throw new Error(
            `${daemon.name} says ${body.owner.ringId.slice(0, 8)} for ${key}, it is ${expected.slice(0, 8)}`,
          )
        }
      }
    }),
  )
}

export async function writeRandom(path: string, bytes: number): Promise<string> {
  const file = await open(path, 'w')
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(2 ** 20)
  for (let at = 0; at < bytes; at += chunk.byteLength) {
    const part = randomFillSync(chunk).subarray(0, Math.min(chunk.byteLength, bytes - at))
    hash.update(part)
    await file.write(part, 0, part.byteLength, at)
  }
  await file.close()
  return hash.digest('hex')
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

class Text extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8')
    done()
  }
}

/** Runs the command line in this process: the same as `orbweaver`, but for the half second that a process takes to start. */
export const cli = (...args: readonly string[]): Promise<Ran> => startCli(...args).ended

/** The same, of which what it has printed so far can be seen. */
export function startCli(...args: readonly string[]): { readonly ended: Promise<Ran>; readonly printed: () => string } {
  const [stdout, stderr] = [new Text(), new Text()]
  const ran = run(args, { stdin: Readable.from([]), stdout, stderr, env: process.env })
  const ended = ran.then((code) => ({ code, stdout: stdout.text, stderr: stderr.text }))
  return { ended: waitFor(`orbweaver ${args.join(' ')}`, ended), printed: () => stdout.text }
}

/** Runs the installed command to its end. */
export function orbweaver(args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [LAUNCHER, ...args], { env: { ...process.env, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, stdout, stderr })
    })
    child.stdin.end(input ?? '')
  })
}
