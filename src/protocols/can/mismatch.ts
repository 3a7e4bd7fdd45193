import type { NodeRef } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { CanResponse } from './messages.ts'
import type { Space } from './space.ts'

/** How long it is shown that a node counts other dimensions, after it was last heard of. */
export const MISMATCH_MS = 120_000

/** Sees in an answer that the other counts other dimensions. */
export function compare(step: Step, space: Space, node: NodeRef, answer: CanResponse): void {
  if (answer.type === 'failed' && answer.code === 'DIMENSIONS') differs(step, space, node, answer.dimensions ?? 0)
}

/** That one counts so many dimensions. Told when this node holds nothing: then it is likely the one that is wrong. */
export function differs(step: Step, space: Space, node: NodeRef, theirs: number): void {
  space.mismatch = { node, dimensions: theirs, at: step.now }
  if (space.isIn || space.hasToldMismatch) return
  space.hasToldMismatch = true
  const { index, dimensions } = space
  step.effects.push({
    type: 'news',
    news: { type: 'dimensionsDiffer', space: index, dimensions, peer: node.peer, theirs },
  })
}

/** Who is dead, or was not heard of for long, differs no more. */
export function forgetMismatches(core: Core, step: Step): void {
  for (const space of core.spaces) {
    const { mismatch } = space
    if (mismatch === undefined) continue
    if (core.isDead(mismatch.node) || step.now - mismatch.at >= MISMATCH_MS) space.mismatch = undefined
  }
}
