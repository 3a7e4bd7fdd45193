export { systemClock } from './clock.ts'
export { HostFigures } from './host-figures.ts'
export { sha256, sha512 } from './hash.ts'
