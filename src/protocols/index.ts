export * from './machine.ts'
export type * from './catalogue.ts'
export * from './envelope.ts'
export { makePeer, type Peer } from './peer.ts'
