import { epoch, monoMs, Random, wallMs, type MonoMs, type NodeRef, type PeerKey } from '../../../src/base/index.ts'
import { LamportClock } from '../../../src/protocols/clock/index.ts'
import type {
  Context,
  Effect,
  Envelope,
  Input,
  KeyRange,
  Machine,
  MachineName,
  News,
  Protocol,
  Put,
  Result,
} from '../../../src/protocols/index.ts'
import {
  FailureDetector,
  lamportInterceptor,
  PeerHost,
  QUIET_PORTS,
  type Interceptor,
  type Ports,
} from '../../../src/runtime/index.ts'

type AnyInput = Input<Protocol>
type AnyEffect = Effect<Protocol>

/** A machine that does what a function says, and remembers what it was given. */
export class Scripted implements Machine<Protocol> {
  readonly seen: AnyInput[] = []
  readonly times: number[] = []
  hears: readonly News['type'][] = []
  wakeAt: MonoMs | undefined = monoMs(0)
  react: (input: AnyInput, ctx: Context) => readonly AnyEffect[] = () => []

  step(ctx: Context, input: AnyInput): readonly AnyEffect[] {
    if (input.type === 'tick') this.wakeAt = undefined
    else this.seen.push(input)
    this.times.push(ctx.lamport)
    return this.react(input, ctx)
  }
}

/** What left a host, in order. */
export interface Outward {
  sent: { to: PeerKey; envelope: Envelope }[]
  writes: { group: number; batch: readonly Put[]; sync: boolean }[]
  settled: Map<number, Result>
  reads: { id: number; range: KeyRange; limit: number }[]
  probed: PeerKey[]
  news: News[]
}

export interface RigOptions {
  readonly self?: string
  readonly clock?: LamportClock
  readonly interceptors?: readonly Interceptor[]
  readonly settled?: Ports['settled']
  readonly progress?: Ports['progress']
}

/** A host over scripted machines with all ports recorded. */
export function rig(
  machines: Partial<Record<MachineName, Scripted>>,
  options: RigOptions = {},
): { host: PeerHost; out: Outward; clock: LamportClock } {
  const out: Outward = { sent: [], writes: [], reads: [], settled: new Map(), probed: [], news: [] }
  const clock = options.clock ?? new LamportClock(0, 2 ** 20)
  const ports: Ports = {
    ...QUIET_PORTS,
    send: (to: PeerKey | NodeRef, envelope) => out.sent.push({ to: typeof to === 'string' ? to : to.peer, envelope }),
    probe: (peer) => out.probed.push(peer),
    write: (group, batch, sync) => out.writes.push({ group, batch, sync }),
    read: (id, range, limit) => out.reads.push({ id, range, limit }),
    settled: options.settled ?? ((id, result) => out.settled.set(id, result)),
    progress: (id, item) => {
      options.progress?.(id, item)
    },
    news: (news) => out.news.push(news),
  }
  const host = new PeerHost({
    self: (options.self ?? 'me') as PeerKey,
    epoch: epoch(1),
    clock,
    machines: Object.entries(machines) as [MachineName, Scripted][],
    detector: new FailureDetector(),
    interceptors: [lamportInterceptor(clock), ...(options.interceptors ?? [])],
    ports,
    random: new Random('rig'),
    wall: (now) => ({ earliest: wallMs(now), latest: wallMs(now) }),
  })
  return { host, out, clock }
}
