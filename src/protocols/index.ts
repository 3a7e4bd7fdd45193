export * from './machine.ts'
export * from './envelope.ts'
export { makePeer, type Peer } from './peer.ts'
