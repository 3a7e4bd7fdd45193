import type { SwarmId } from '../../base/index.ts'
import { pieceIndex, type BufferPool } from '../../content/index.ts'
import { swarmOfSession, type BlockRef, type PieceBlock, type SessionId } from '../../protocols/index.ts'
import type { SwarmHost } from './host.ts'
import type { ManagedSwarm } from './managed-swarm.ts'

/** A piece on its way into memory. */
interface Assembly {
  readonly buffer: ArrayBuffer
  readonly pieceBytes: number
  /** Bytes of blocks by their begin. */
  readonly got: Map<number, number>
  gotBytes: number
}

export interface IntakeEvents {
  /** A piece is verified and on disk. */
  stored(swarm: ManagedSwarm): void
  corrupt(swarm: ManagedSwarm, session: SessionId, piece: number): void
  /** A piece could not be written. */
  failed(swarm: ManagedSwarm, error: NonNullable<ManagedSwarm['fault']>): void
}

/**
 * Blocks of pieces as they arrive: copied into the buffer of their piece, and when the piece is whole verified and
 * written on another thread. The machine bounds how many pieces are under way, the pool their memory; should the pool be
 * empty, the session waits, and with it the peer.
 */
export class Intake {
  readonly #host: SwarmHost
  readonly #pool: BufferPool
  readonly #swarmOf: (id: SwarmId) => ManagedSwarm | undefined
  readonly #events: IntakeEvents
  /** What the machine asked for, with its length, by session. */
  readonly #expected = new Map<SessionId, Map<number, number>>()
  readonly #assemblies = new Map<SwarmId, Map<number, Assembly>>()
  #waiting: (() => void)[] = []

  constructor(
    host: SwarmHost,
    pool: BufferPool,
    swarmOf: (id: SwarmId) => ManagedSwarm | undefined,
    events: IntakeEvents,
  ) {
    this.#host = host
    this.#pool = pool
    this.#swarmOf = swarmOf
    this.#events = events
  }

  /** Bytes of pieces that are not whole. */
  get pendingBytes(): number {
    let bytes = 0
    for (const pieces of this.#assemblies.values()) for (const { buffer } of pieces.values()) bytes += buffer.byteLength
    return bytes
  }

  expect(session: SessionId, ref: PieceBlock): void {
    let expected = this.#expected.get(session)
    if (expected === undefined) this.#expected.set(session, (expected = new Map<number, number>()))
    expected.set(keyOf(ref), ref.length)
  }

  /** The block is not wanted any more; of one that has come already the bytes are dropped. */
  cancel(session: SessionId, ref: PieceBlock): void {
    if (this.#expected.get(session)?.delete(keyOf(ref)) === true) return
    const pieces = this.#assemblies.get(swarmOfSession(session))
    const assembly = pieces?.get(ref.piece)
    if (assembly?.got.delete(ref.begin) !== true) return
    assembly.gotBytes -= ref.length
    if (assembly.got.size > 0) return
    pieces?.delete(ref.piece)
    this.#give(assembly.buffer)
  }

  sessionDown(session: SessionId): void {
    this.#expected.delete(session)
    this.#wakeWaiting()
  }

  /** Nothing of the swarm is wanted any more. */
  drop(id: SwarmId): void {
    for (const { buffer } of this.#assemblies.get(id)?.values() ?? []) this.#give(buffer)
    this.#assemblies.delete(id)
  }

  /** A block came. The result, if there is one, settles when the session may read on. */
  arrived(session: SessionId, ref: PieceBlock, bytes: Uint8Array): Promise<void> | undefined {
    if (!this.#isExpected(session, ref)) {
      this.#host.blockDone(session, ref, 'late')
      return undefined
    }
    const swarm = this.#swarmOf(swarmOfSession(session))
    const assembly = swarm && this.#assemblyOf(swarm, ref.piece)
    if (swarm === undefined || assembly === undefined) return this.#waitForRoom(session, ref, bytes)
    this.#expected.get(session)?.delete(keyOf(ref))
    new Uint8Array(assembly.buffer, ref.begin, bytes.byteLength).set(bytes)
    assembly.gotBytes += bytes.byteLength - (assembly.got.get(ref.begin) ?? 0)
    assembly.got.set(ref.begin, bytes.byteLength)
    const isWhole = assembly.gotBytes === assembly.pieceBytes
    if (isWhole) this.#assemblies.get(swarm.id)?.delete(ref.piece)
    this.#host.blockDone(session, ref, 'received')
    if (isWhole) void this.#verify(swarm, session, ref.piece, assembly)
    return undefined
  }

  #isExpected(session: SessionId, ref: PieceBlock): boolean {
    return this.#expected.get(session)?.get(keyOf(ref)) === ref.length
  }

  async #waitForRoom(session: SessionId, ref: PieceBlock, bytes: Uint8Array): Promise<void> {
    while (this.#isExpected(session, ref)) {
      const swarm = this.#swarmOf(swarmOfSession(session))
      if (swarm === undefined) return
      if (this.#assemblyOf(swarm, ref.piece) !== undefined) break
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    await this.arrived(session, ref, bytes)
  }

  #assemblyOf(swarm: ManagedSwarm, piece: number): Assembly | undefined {
    const { manifest, id } = swarm
    if (manifest === undefined) return undefined
    let pieces = this.#assemblies.get(id)
    if (pieces === undefined) this.#assemblies.set(id, (pieces = new Map<number, Assembly>()))
    const known = pieces.get(piece)
    if (known !== undefined) return known
    // Buffers of one size, so that the pool can lend them again, even for the shorter last piece.
    const buffer = this.#pool.take(manifest.info.pieceBytes)
    if (buffer === undefined) return undefined
    const pieceBytes = manifest.spanOf(pieceIndex(piece)).bytes
    const assembly = { buffer, pieceBytes, got: new Map<number, number>(), gotBytes: 0 }
    pieces.set(piece, assembly)
    return assembly
  }

  async #verify(swarm: ManagedSwarm, session: SessionId, piece: number, assembly: Assembly): Promise<void> {
    const ref: BlockRef = { kind: 'piece', piece, begin: 0, length: assembly.pieceBytes }
    const lent = assembly.buffer.byteLength
    const { store } = swarm
    if (store === undefined) {
      this.#give(assembly.buffer)
      return
    }
    const result = await store.writePiece(pieceIndex(piece), assembly.buffer)
    if (result.buffer === undefined) this.#pool.lost(lent)
    else this.#give(result.buffer)
    switch (result.verdict) {
      case 'stored':
      case 'late':
        // `late`: it is on disk already, which is what the machine wants to know.
        this.#host.blockDone(session, ref, 'stored')
        this.#events.stored(swarm)
        return
      case 'corrupt':
        this.#events.corrupt(swarm, session, piece)
        this.#host.blockDone(session, ref, 'corrupt')
        return
      case 'ioError':
        if (!swarm.abort.signal.aborted) this.#events.failed(swarm, result.error)
        this.#host.blockDone(session, ref, 'ioError')
    }
  }

  #give(buffer: ArrayBuffer): void {
    this.#pool.give(buffer)
    this.#wakeWaiting()
  }

  #wakeWaiting(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}

/** Piece and begin in one number: below 2^20 and 2^24. */
const keyOf = (ref: PieceBlock): number => ref.piece * 2 ** 24 + ref.begin
