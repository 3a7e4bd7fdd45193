export { ownerOf, RING_PARAMS, RingSimulation, type RingNode } from './ring.ts'
export { Wheel } from './wheel.ts'
