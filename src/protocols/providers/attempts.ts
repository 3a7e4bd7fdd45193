import type { NodeRef, PeerKey, SwarmId } from '../../base/index.ts'
import type { AskId, CallId, CommandId } from '../machine.ts'
import type { Provider } from './messages.ts'

/** One way to the owner of a swarm and back: look it up, ask it, and again until the time is up. */
export interface Attempt {
  readonly swarm: SwarmId
  readonly want:
    { readonly type: 'announce' } | { readonly type: 'find'; readonly limit: number; readonly id: CommandId }
  readonly deadline: number
  /** Failures so far: the pause before the next try doubles. */
  failures: number
  /** The owner as looked up, once known. */
  owner: NodeRef | undefined
  /** Whom those asked have named: one who has become responsible just now may lack some. */
  readonly found: Map<PeerKey, Provider>
  call: CallId | undefined
  readonly asks: Set<AskId>
}

/** The first pause after a failure within an attempt, and how long pauses get. */
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 2_000

export const pauseMs = (failures: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS)

/** A swarm this node announces. */
export interface OwnSwarm {
  readonly swarm: SwarmId
  seeding: boolean
  /** Who keeps it, by the last answer. */
  owner: NodeRef | undefined
  /** When to announce (again). */
  dueAt: number
  /** Failed announcements in a row. */
  failures: number
  running: boolean
  /** What was announced changed while an attempt was under way. */
  again: boolean
  /** Commands that wait for the first outcome. */
  waiting: CommandId[]
}

/** After a failed announcement: 1 s, 2 s … up to this, or the refresh period if that is shorter. */
const LONGEST_RETRY_MS = 30_000

export const retryMs = (failures: number, refreshMs: number): number =>
  Math.min(1_000 * 2 ** (failures - 1), LONGEST_RETRY_MS, refreshMs)
