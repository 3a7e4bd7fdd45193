import type { Random, RingId } from '../base/index.ts'

/** A ring id by chance, uniform. Joined, not added up: a string of parts is one more look at memory wherever it is compared. */
export function randomRingId(random: Random): RingId {
  return Array.from({ length: 8 }, () => random.uint32().toString(16).padStart(8, '0')).join('') as RingId
}
