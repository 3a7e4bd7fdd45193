export * from './machine.ts'
export * from './envelope.ts'
export { makePeer, type Peer, type PeerInit } from './peer.ts'
