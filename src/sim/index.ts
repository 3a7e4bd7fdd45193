export { Simulation, type Machines, type NodeSeed, type SimNode, type SimulationOptions } from './simulation.ts'
export { EventTrace } from './trace.ts'
export { Wheel } from './wheel.ts'
export { ownerOf, RING_PARAMS, RingSimulation, type RingNode } from './ring.ts'
