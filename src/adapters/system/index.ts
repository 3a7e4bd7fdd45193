export { systemClock } from './clock.ts'
export { sha256 } from './hash.ts'
