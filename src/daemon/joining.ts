import { OrbError, type Multiaddr, type NodeRef, type PeerKey, type Random } from '../base/index.ts'
import type { Result } from '../protocols/index.ts'
import type { Logger } from '../observe/index.ts'

/** Somebody who may be in the ring, as remembered from an earlier run. */
export interface Hint {
  readonly peer: PeerKey
  readonly addresses: readonly Multiaddr[]
}

/** Contacts that a join is tried with at once: enough that one dead one does not cost a round. */
const CONTACTS = 3
/** Dials under way at once while contacts are sought. */
const DIALS = 8
/** How long one round's join may take, from first ask to membership. */
const ROUND_MS = 5_000
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 5_000
/**
 * Rounds in which contacts answered and none could take this daemon in: all of them wait to join as well, as after a power
 * cut that took everybody. Then the founder founds again and the others find it. If it does not come back, the one with
 * the smallest peer id among those that are connected does, after more rounds, so that a founder comes first.
 */
const ROUNDS_BEFORE_FOUNDING = 2
const ROUNDS_BEFORE_FOUNDING_FOR_OTHERS = 5
/** What a contact answers that will not change by asking again: the configuration is wrong, and a person must know. */
const FATAL = new Set(['NETWORK_MISMATCH', 'VERSION_MISMATCH', 'STALE_EPOCH', 'INVALID_ARGUMENT'])

export interface JoiningInit {
  /** From the join string or configuration, as it is now. */
  readonly addresses: () => readonly string[]
  /** Of an earlier run; looked at after the addresses. */
  readonly hints: readonly Hint[]
  /** When nobody can be reached: found the ring (again) instead of waiting. */
  readonly founder: boolean
  readonly self: PeerKey
  /** Peers with a connection now. */
  readonly connected: () => readonly PeerKey[]
  readonly random: Random
  readonly logger: Logger
  /** @throws OrbError as Transport.connect */
  readonly connect: (address: string) => Promise<NodeRef>
  readonly join: (contacts: readonly NodeRef[], deadlineMs: number) => Promise<Result>
  readonly pause: (ms: number) => Promise<void>
}

/**
 * Gets this daemon into the ring and does not give up: contacts that are down come back. Ends when it is a member (or
 * alone, as a founder).
 * @throws OrbError NETWORK_MISMATCH, VERSION_MISMATCH, STALE_EPOCH, INVALID_ARGUMENT when every contact that answered
 * said so: trying again would not help.
 */
export async function joinRing(init: JoiningInit): Promise<void> {
  let retryMs = FIRST_RETRY_MS
  for (let round = 1; ; round++) {
    const found = await findContacts(init)
    const { failures } = found
    const founds = found.contacts.length > 0 && mayFound(init, found.contacts, round)
    const contacts = founds ? [] : found.contacts
    let failure = failures[0]
    if (contacts.length > 0 || founds || init.founder || candidatesOf(init).length === 0) {
      const result = await init.join(contacts, ROUND_MS)
      if (result.ok) return
      if (result.code === 'CANCELLED') throw new OrbError('CANCELLED', result.detail)
      failure = new OrbError('UNREACHABLE', result.detail)
    }
    const fatal = failures.find(({ code }) => FATAL.has(code))
    if (contacts.length === 0 && fatal !== undefined && failures.every(({ code }) => FATAL.has(code))) throw fatal
    const waitMs = Math.round(init.random.jitter(retryMs))
    init.logger.event('ring.join-failed', {
      contacts: contacts.length,
      code: failure?.code ?? 'UNREACHABLE',
      detail: failure?.message ?? 'no contact answered',
      retryMs: waitMs,
    })
    await init.pause(waitMs)
    retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)
  }
}

function mayFound(init: JoiningInit, contacts: readonly NodeRef[], round: number): boolean {
  if (init.founder) return round > ROUNDS_BEFORE_FOUNDING
  return (
    round > ROUNDS_BEFORE_FOUNDING_FOR_OTHERS &&
    [...init.connected(), ...contacts.map(({ peer }) => peer)].every((peer) => init.self < peer)
  )
}

/** Addresses to dial, those given by the user first. */
function candidatesOf(init: JoiningInit): readonly string[] {
  const remembered = init.hints.flatMap(({ peer, addresses }) =>
    addresses.slice(0, 1).map((address) => `${address}/p2p/${peer}`),
  )
  return [...new Set([...init.addresses(), ...init.random.shuffle(remembered)])]
}

async function findContacts(
  init: JoiningInit,
): Promise<{ readonly contacts: readonly NodeRef[]; readonly failures: readonly OrbError[] }> {
  const waiting = [...candidatesOf(init)]
  const contacts = new Map<PeerKey, NodeRef>()
  const failures: OrbError[] = []
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && contacts.size < CONTACTS; next = waiting.shift()) {
      try {
        const contact = await init.connect(next)
        contacts.set(contact.peer, contact)
      } catch (error) {
        if (!(error instanceof OrbError)) throw error
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: DIALS }, worker))
  return { contacts: [...contacts.values()], failures }
}

// ---- what is remembered -----------------------------------------------------------------------------------------

/** Hints kept for the next start. */
const MAX_HINTS = 64
const text = new TextDecoder()

/** Hints as JSON, for the store. */
export function encodeHints(nodes: readonly Pick<NodeRef, 'peer' | 'addresses'>[]): Uint8Array {
  const hints = new Map<PeerKey, Hint>()
  for (const { peer, addresses } of nodes) if (addresses.length > 0) hints.set(peer, { peer, addresses })
  return new TextEncoder().encode(JSON.stringify([...hints.values()].slice(0, MAX_HINTS)))
}

/** What `encodeHints` wrote; anything else gives none, since hints can be done without. */
export function decodeHints(bytes: Uint8Array | undefined): readonly Hint[] {
  if (bytes === undefined) return []
  let list: unknown
  try {
    list = JSON.parse(text.decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
  return Array.isArray(list) ? list.slice(0, MAX_HINTS).filter(isHint) : []
}

function isHint(value: unknown): value is Hint {
  if (typeof value !== 'object' || value === null || !('peer' in value) || !('addresses' in value)) return false
  const { peer, addresses } = value
  return (
    typeof peer === 'string' && Array.isArray(addresses) && addresses.every((address) => typeof address === 'string')
  )
}
