export { systemClock, type SystemClock } from './clock.ts'
export { sha256 } from './hash.ts'
