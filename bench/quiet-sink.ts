import type { TransportSink } from '../src/adapters/libp2p/index.ts'

const ignore = (): undefined => undefined

/** Takes what a transport tells and does nothing with it; wants no sessions. */
export const QUIET_SINK: TransportSink = {
  frame: ignore,
  linkUp: ignore,
  linkDown: ignore,
  unreachable: ignore,
  sessionUp: ignore,
  sessionDown: ignore,
  block: ignore,
  wantsSession: () => false,
  event: ignore,
}
