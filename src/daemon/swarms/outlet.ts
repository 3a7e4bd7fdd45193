import { KIB } from '../../base/index.ts'
import type { BlockRef, SessionId } from '../../protocols/index.ts'
import { descriptionChunk } from './descriptions.ts'
import type { SwarmHost } from './host.ts'
import type { ManagedSwarm } from './managed-swarm.ts'
import type { SessionLink } from './session-link.ts'

/** Runs read ahead for a session while one is being sent: the disk works while the stream does. */
const READ_AHEAD = 2
/**
 * Blocks that follow each other are read together up to this size: handing a read to a thread costs more than reading
 * 64 KiB from the page cache.
 */
const RUN_BYTES = 256 * KIB
/** Blocks being read for all sessions together: more only wait for Node's four IO threads. */
const MAX_READS = 16

/** Blocks that are read together, in order. */
interface Run {
  readonly refs: readonly BlockRef[]
  /** Their bytes end to end; undefined: they cannot be read. Never rejects. */
  readonly bytes: Promise<Uint8Array | undefined>
}

/** What one session is owed, in the order in which it asked. */
interface Lane {
  readonly link: SessionLink
  readonly queue: BlockRef[]
  readonly reading: Run[]
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
    for (const { queue, reading } of this.#lanes.values()) {
      owed += queue.length
      for (const { refs } of reading) owed += refs.length
    }
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
        const refs = takeRun(lane.queue)
        lane.reading.push({ refs, bytes: this.#read(lane, swarmOf(), refs) })
      }
      if (lane.closed) return
      const next = lane.reading.shift()
      if (next === undefined) {
        await new Promise<void>((resolve) => (lane.wake = resolve))
        lane.wake = undefined
        continue
      }
      const bytes = await next.bytes
      let at = 0
      for (const ref of next.refs) {
        const length = ref.kind === 'piece' ? ref.length : (bytes?.byteLength ?? 0)
        if (bytes !== undefined) yield { ref, bytes: bytes.subarray(at, at + length) }
        this.#host.served(lane.link.id, ref, bytes !== undefined)
        at += length
      }
    }
  }

  async #read(lane: Lane, swarm: ManagedSwarm | undefined, refs: readonly BlockRef[]): Promise<Uint8Array | undefined> {
    const [first] = refs
    if (swarm === undefined || first === undefined) return undefined
    if (first.kind !== 'piece') return descriptionChunk(swarm, first)
    if (this.#reads >= MAX_READS) await new Promise<void>((resolve) => this.#turns.push(resolve))
    this.#reads++
    try {
      if (lane.closed || swarm.store === undefined) return undefined
      let length = 0
      for (const ref of refs) length += ref.kind === 'piece' ? ref.length : 0
      // Not zeroed: readBlock fills it or gives nothing.
      const into = Buffer.allocUnsafeSlow(length)
      const result = await swarm.store.readBlock(first.piece, first.begin, length, into)
      return result.status === 'ok' ? result.bytes : undefined
    } finally {
      this.#reads--
      this.#turns.shift()?.()
    }
  }
}

/** Takes the first block, and of a piece those that follow it without a gap. */
function takeRun(queue: BlockRef[]): BlockRef[] {
  const run = queue.splice(0, 1)
  const [first] = run
  if (first?.kind !== 'piece') return run
  let { length } = first
  for (let next = queue[0]; next?.kind === 'piece'; next = queue[0]) {
    const follows = next.piece === first.piece && next.begin === first.begin + length
    if (!follows || length + next.length > RUN_BYTES) break
    run.push(next)
    length += next.length
    queue.shift()
  }
  return run
}

function isSame(a: BlockRef, b: BlockRef): boolean {
  if (a.kind === 'piece') return b.kind === 'piece' && a.piece === b.piece && a.begin === b.begin
  if (a.kind === 'info') return b.kind === 'info' && a.index === b.index
  return b.kind === 'layer' && a.file === b.file && a.index === b.index
}
