export * from './machine.ts'
export type * from './catalogue.ts'
export * from './envelope.ts'
export { makePeer, type Peer, type PeerInit } from './peer.ts'
