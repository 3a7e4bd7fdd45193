import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { FrameStream } from './frame-stream.ts'

/** Bytes taken from one peer before others get their turn: four of the largest frames. */
const BYTES_PER_TURN = 256 * 1024

/** How fast frames of one peer are taken; read at each turn, so that it may change. */
export interface ReadPace {
  readonly framesPerTurn: number
  readonly framesPerSecond: number
  readonly bytesPerSecond: number
}

/**
 * Reads frames until the stream ends or `take` has had enough. After each turn's worth others have theirs, and a peer
 * that sends faster than the pace is read more slowly, which slows it down by back-pressure; nothing is lost.
 * @param take false: no more
 * @throws what `take` throws, and what FrameStream.read does
 */
export async function readPaced(
  frames: FrameStream,
  pace: ReadPace,
  now: () => number,
  take: (frame: Uint8Array) => boolean,
): Promise<void> {
  const frameMs = 1000 / pace.framesPerSecond
  const byteMs = 1000 / pace.bytesPerSecond
  let taken = 0
  let bytes = 0
  let costMs = 0
  // When the peer may send the next turn's worth of frames; a quiet second is saved up.
  let dueAt = now() - 1000
  for (;;) {
    const frame = frames.tryRead() ?? (await frames.read())
    if (frame === undefined || !take(frame)) return
    bytes += frame.byteLength
    costMs += Math.max(frameMs, byteMs * frame.byteLength)
    if (++taken < pace.framesPerTurn && bytes < BYTES_PER_TURN) continue
    const at = now()
    dueAt = Math.max(dueAt, at - 1000) + costMs
    taken = bytes = costMs = 0
    if (dueAt > at) await sleep(dueAt - at)
    else await nextTurn()
  }
}
