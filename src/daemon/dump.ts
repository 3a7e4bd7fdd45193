import type { Transport } from '../adapters/libp2p/index.ts'
import type { LogFields, TraceBuffer } from '../observe/index.ts'
import type { ChordView } from '../protocols/chord/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { PeerHost, TraceEvent } from '../runtime/index.ts'

/** Of the trace, so many of the last events. */
const EVENTS = 50

/** The daemon's state as data for the log: what a person wants who was called at night. */
export function dumpOf(parts: {
  readonly host: PeerHost
  readonly ring: ChordView
  readonly clock: LamportClock
  readonly transport: Transport
  readonly trace: TraceBuffer<TraceEvent>
}): LogFields {
  const { host, ring, clock, transport, trace } = parts
  const memory = process.memoryUsage()
  return {
    host: host.sizes,
    transport: transport.sizes,
    counters: Object.fromEntries(transport.counters),
    lamport: clock.time,
    lamportMark: clock.mark,
    ring: {
      state: ring.state(0),
      predecessor: ring.predecessor(0)?.peer,
      successors: ring.successors(0).map(({ peer }) => peer),
      known: ring.knownNodes().length,
    },
    links: transport
      .links()
      .map(
        ({ peer, direction, heardMs, kept }) =>
          `${peer} ${direction} heard ${Math.round(heardMs)} ms ago${kept ? ' kept' : ''}`,
      ),
    trace: trace
      .since(trace.last - EVENTS)
      .map(({ event: { at, lamport, direction, peer, kind, machine, type } }) =>
        [Math.round(at), `@${lamport}`, direction, peer, kind, `${machine ?? 'host'}.${type ?? ''}`].join(' '),
      ),
    rssBytes: memory.rss,
    heapUsedBytes: memory.heapUsed,
  }
}
