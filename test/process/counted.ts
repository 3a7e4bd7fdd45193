import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import type { Semantics } from '../../src/protocols/index.ts'
import { api, eventually, withFleet } from './rig.ts'

/** The i-th add of a tally adds BASE^i: the digits of the sum tell how often each was counted. */
const BASE = 32
const ADDS = 8
const TIMEOUT_MS = 6_000
const KINDS: readonly Semantics[] = ['maybe', 'at-least-once', 'at-most-once']

/** What befalls the envelopes of tallies, in each direction, at each daemon. */
const FAULTS = [
  {
    name: 'faults:requests',
    parameters: { machine: 'tally', kind: 'request', direction: 'in', drop: 0.12, duplicate: 0.25 },
  },
  { name: 'faults:answers', parameters: { machine: 'tally', kind: 'answer', direction: 'out', drop: 0.12 } },
]

interface Chain {
  readonly version: number
  readonly interceptors: readonly { readonly name: string; readonly parameters: object }[]
}

async function setFaults(daemon: FleetDaemon, faults: typeof FAULTS): Promise<void> {
  const { body } = await api<Chain>(daemon, 'GET', '/v1/interceptors')
  const kept = body.interceptors.filter(({ name }) => !name.startsWith('faults'))
  // Between the wire and what knows requests again.
  const interceptors = kept.toSpliced(-1, 0, ...faults).map(({ name, parameters }) => ({ name, parameters }))
  const answer = await api(daemon, 'PUT', '/v1/interceptors', { interceptors, version: body.version })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

interface Add {
  readonly name: string
  readonly digit: number
  readonly semantics: Semantics
  /** `ok`, or the code of the problem; undefined: the daemon that was asked died. */
  outcome: string | undefined
  counted: number
}

async function add(daemon: FleetDaemon, job: Add): Promise<void> {
  const path = `/v1/tallies/${encodeURIComponent(job.name)}?timeoutMs=${TIMEOUT_MS}`
  const body = { add: BASE ** job.digit, semantics: job.semantics }
  const answer = await api<{ code?: string }>(daemon, 'POST', path, body).catch(() => undefined)
  job.outcome = answer === undefined ? undefined : answer.status === 200 ? 'ok' : answer.body.code
}

interface Listed {
  readonly tallies: readonly { readonly name: string; readonly value: number }[]
  readonly next: string | null
}

/** All that a daemon keeps, a page at a time. */
async function kept(daemon: FleetDaemon): Promise<Listed['tallies'][number][]> {
  const all: Listed['tallies'][number][] = []
  let next: string | null = null
  do {
    const after: string = next === null ? '' : `&after=${encodeURIComponent(next)}`
    const { body } = await api<Listed>(daemon, 'GET', `/v1/tallies?limit=10${after}`)
    all.push(...body.tallies)
    next = body.next
  } while (next !== null)
  return all
}

/** What each tally has counted, once each is in one place. */
function sums(daemons: readonly FleetDaemon[]): Promise<Map<string, number>> {
  return eventually(40_000, 'every tally is at one keeper', async () => {
    const all = new Map<string, number>()
    for (const daemon of daemons) {
      const { body: metrics } = await api<string>(daemon, 'GET', '/metrics')
      if (!metrics.includes('orbweaver_tallies{state="moving"} 0')) return undefined
      for (const { name, value } of await kept(daemon)) {
        if (all.has(name)) return undefined
        all.set(name, value)
      }
    }
    return all
  })
}

/**
 * Adds of every semantics from real daemons to each other, while requests and answers get lost and doubled and one of the
 * daemons is killed with -9 and started again, `kills` times. How often each add was counted must be as promised.
 */
export async function countUnderFaults(tallies: number, kills: number): Promise<Counted> {
  const jobs: Add[] = []
  const faults = { dropped: 0, duplicated: 0 }
  const env = { ORBWEAVER_INTERCEPTORS_ALLOW_FAULTS: 'true' }
  await withFleet(
    3,
    async ({ daemons }) => {
      const [first, victim, third] = daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
      for (const daemon of daemons) await setFaults(daemon, FAULTS)
      const running: Promise<void>[] = []
      for (let digit = 0; digit < ADDS; digit++) {
        for (let tally = 0; tally < tallies; tally++) {
          const job = { name: `t/${tally}`, digit, semantics: KINDS[tally % 3]!, outcome: undefined, counted: 0 }
          jobs.push(job)
          running.push(add(tally % 2 === 0 ? first : third, job))
        }
        if (digit % Math.floor(ADDS / kills) === 1) {
          // While what has just been sent is under way.
          await victim.end('SIGKILL')
          await victim.start()
          await setFaults(victim, FAULTS)
        } else await pause(50)
      }
      await Promise.all(running)
      for (const daemon of daemons) {
        const { body: metrics } = await api<string>(daemon, 'GET', '/metrics')
        for (const fault of ['dropped', 'duplicated'] as const) {
          faults[fault] += Number(
            new RegExp(`^orbweaver_faults_total\\{fault="${fault}"\\} (\\d+)$`, 'm').exec(metrics)?.[1],
          )
        }
        await setFaults(daemon, [])
      }
      const all = await sums(daemons)
      for (const job of jobs) job.counted = Math.floor((all.get(job.name) ?? 0) / BASE ** job.digit) % BASE
    },
    { env },
  )
  return { jobs, faults }
}

/** What became of each add, and what the daemons that were not killed did to messages. */
interface Counted {
  readonly jobs: readonly Add[]
  readonly faults: { readonly dropped: number; readonly duplicated: number }
}

/** What the semantics promise of each add, and that the faults did bite. */
export function checkCounts({ jobs, faults }: Counted): void {
  for (const { name, digit, semantics, outcome, counted } of jobs) {
    const what = `${semantics} add ${digit} of ${name} ended ${outcome ?? 'with its daemon'}, counted ${counted} times`
    if (semantics !== 'at-least-once') assert.ok(counted <= 1, what)
    if (outcome === 'ok') assert.ok(counted >= 1, what)
  }
  const of = (kind: Semantics): Add[] => jobs.filter(({ semantics }) => semantics === kind)
  const answered = (list: readonly Add[]): number => list.filter(({ outcome }) => outcome === 'ok').length / list.length
  assert.ok(faults.dropped > 0 && faults.duplicated > 0, JSON.stringify(faults))
  assert.ok(answered(of('at-most-once')) > 0.5, `${answered(of('at-most-once'))} of at-most-once calls were answered`)
}
