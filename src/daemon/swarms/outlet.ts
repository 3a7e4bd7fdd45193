import type { BlockRef, SessionId } from '../../protocols/index.ts'
import { descriptionChunk } from './descriptions.ts'
import type { SwarmHost } from './host.ts'
import type { ManagedSwarm } from './managed-swarm.ts'
import type { SessionLink } from './session-link.ts'

/** Blocks read ahead for a session while one is being sent: the disk works while the stream does. */
const READ_AHEAD = 3
/** Blocks being read for all sessions together: more only wait for Node's four IO threads. */
const MAX_READS = 16

interface Reading {
  readonly ref: BlockRef
  /** Undefined: it cannot be read. Never rejects. */
  readonly bytes: Promise<Uint8Array | undefined>
}

/** What one session is owed, in the order in which it asked. */
interface Lane {
  readonly link: SessionLink
  readonly queue: BlockRef[]
  readonly reading: Reading[]
  closed: boolean
  wake: (() => void) | undefined
}

/**
 * Serves blocks: each session is a source of blocks that its stream draws from as fast as the peer takes them (it-pipe).
 * Reads wait for their turn first come, first served, a few per session, so no session holds up the others.
 */
export class Outlet {
  readonly #host: SwarmHost
  readonly #lanes = new Map<SessionId, Lane>()
  #reads = 0
  readonly #turns: (() => void)[] = []

  constructor(host: SwarmHost) {
    this.#host = host
  }

  /** Blocks owed, for tests and dumps. */
  get owed(): number {
    let owed = 0
    for (const { queue, reading } of this.#lanes.values()) owed += queue.length + reading.length
    return owed
  }

  sessionUp(link: SessionLink, swarmOf: () => ManagedSwarm | undefined): void {
    this.sessionDown(link.id)
    const lane: Lane = { link, queue: [], reading: [], closed: false, wake: undefined }
    this.#lanes.set(link.id, lane)
    link.sendBlocks(this.#blocks(lane, swarmOf)).catch(() => {
      // The session went down while it was sending: the transport reports that by itself.
      this.#close(lane)
    })
  }

  sessionDown(session: SessionId): void {
    const lane = this.#lanes.get(session)
    if (lane !== undefined) this.#close(lane)
  }

  serve(session: SessionId, ref: BlockRef): void {
    const lane = this.#lanes.get(session)
    // The machine learns of the session's end by itself; what was owed on it ends with it.
    if (lane === undefined) return
    lane.queue.push(ref)
    lane.wake?.()
  }

  /** True when the block was still waiting: it will not be sent, and the machine is told. */
  cancel(session: SessionId, ref: BlockRef): boolean {
    const queue = this.#lanes.get(session)?.queue ?? []
    const at = queue.findIndex((other) => isSame(other, ref))
    if (at < 0) return false
    queue.splice(at, 1)
    this.#host.served(session, ref, false)
    return true
  }

  #close(lane: Lane): void {
    lane.closed = true
    if (this.#lanes.get(lane.link.id) === lane) this.#lanes.delete(lane.link.id)
    lane.wake?.()
  }

  async *#blocks(
    lane: Lane,
    swarmOf: () => ManagedSwarm | undefined,
  ): AsyncGenerator<{ readonly ref: BlockRef; readonly bytes: Uint8Array }, void, undefined> {
    for (;;) {
      while (lane.reading.length < READ_AHEAD && lane.queue.length > 0) {
        const ref = lane.queue.shift()
        if (ref !== undefined) lane.reading.push({ ref, bytes: this.#read(lane, swarmOf(), ref) })
      }
      if (lane.closed) return
      const next = lane.reading.shift()
      if (next === undefined) {
        await new Promise<void>((resolve) => (lane.wake = resolve))
        lane.wake = undefined
        continue
      }
      const bytes = await next.bytes
      if (bytes !== undefined) yield { ref: next.ref, bytes }
      this.#host.served(lane.link.id, next.ref, bytes !== undefined)
    }
  }

  async #read(lane: Lane, swarm: ManagedSwarm | undefined, ref: BlockRef): Promise<Uint8Array | undefined> {
    if (swarm === undefined) return undefined
    if (ref.kind !== 'piece') return descriptionChunk(swarm, ref)
    if (this.#reads >= MAX_READS) await new Promise<void>((resolve) => this.#turns.push(resolve))
    this.#reads++
    try {
      if (lane.closed || swarm.store === undefined) return undefined
      // Not zeroed: readBlock fills it or gives nothing.
      const into = Buffer.allocUnsafeSlow(ref.length)
      const result = await swarm.store.readBlock(ref.piece, ref.begin, ref.length, into)
      return result.status === 'ok' ? result.bytes : undefined
    } finally {
      this.#reads--
      this.#turns.shift()?.()
    }
  }
}

function isSame(a: BlockRef, b: BlockRef): boolean {
  if (a.kind === 'piece') return b.kind === 'piece' && a.piece === b.piece && a.begin === b.begin
  if (a.kind === 'info') return b.kind === 'info' && a.index === b.index
  return b.kind === 'layer' && a.file === b.file && a.index === b.index
}
