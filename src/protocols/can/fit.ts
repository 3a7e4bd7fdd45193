import type { Step } from './core.ts'
import { itemBytes } from './items.ts'
import { MAX_ITEMS, MAX_ITEMS_BYTES, type CanResponse, type Item } from './messages.ts'

/** Where a response goes: to the peer that asked, or to this node's own question. */
export type Answer = (then: Step, response: CanResponse) => void
/** As many as fit one message. */
export function fit(items: readonly Item[]): readonly Item[] {
  let bytes = 0
  let count = 0
  for (const item of items) {
    bytes += itemBytes(item)
    if (count > 0 && (bytes > MAX_ITEMS_BYTES || count >= MAX_ITEMS)) break
    count++
  }
  return count === items.length ? items : items.slice(0, count)
}
