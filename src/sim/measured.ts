import { Random, type NodeRef } from '../base/index.ts'
import type { Measured } from '../protocols/attributes/index.ts'

const GIB = 2 ** 30

/** What a simulated node is like: by chance, the same whenever it is asked and after each restart. */
export function measuredOf(self: NodeRef): () => Measured {
  const random = new Random(`measured ${self.peer}`)
  const measured: Measured = {
    freeBytes: Math.floor(GIB * 2 ** (12 * random.float())),
    uploadRate: Math.floor(2 ** (16 + 12 * random.float())),
    load: random.float() ** 2,
  }
  return () => measured
}
