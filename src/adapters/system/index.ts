export { systemClock } from './clock.ts'
export { sha256, sha512 } from './hash.ts'
