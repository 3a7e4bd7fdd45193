export { Simulation, type Machines, type NodeSeed, type SimNode, type SimulationOptions } from './simulation.ts'
export { EventTrace } from './trace.ts'
export { Wheel } from './wheel.ts'
