import type { Store } from '../adapters/level/index.ts'
import type { NodeRef } from '../base/index.ts'
import { decodeHints, encodeHints, type Hint } from './joining.ts'

const HINTS_KEY = 'host/hints'
/** After a change of the ring or of connections, so long until it is written down: one write for a burst of changes. */
const SETTLE_MS = 100
/** Changes that nobody told of are found this often. */
const SAVE_MS = 10_000

/** Somebody whose addresses are known. */
type Known = Pick<NodeRef, 'peer' | 'addresses'>

/**
 * Remembers over restarts who is in the ring, so that a daemon finds back without a join string. Whoever has said hello
 * counts: a founder that is killed just after the first others came must not found a second ring.
 */
export class Hints {
  readonly #store: Store
  readonly #known: () => readonly Known[]
  readonly #failed: (error: unknown) => void
  #interval: NodeJS.Timeout | undefined
  #soon: NodeJS.Timeout | undefined
  #stopped = false
  #saved = ''

  constructor(store: Store, known: () => readonly Known[], failed: (error: unknown) => void) {
    this.#store = store
    this.#known = known
    this.#failed = failed
  }

  async load(): Promise<readonly Hint[]> {
    return decodeHints(await this.#store.get(HINTS_KEY))
  }

  /** Nothing after `stop`: a join that ends while the daemon closes would keep the process alive for ever. */
  start(): void {
    if (this.#stopped) return
    this.#interval = setInterval(this.#save, SAVE_MS)
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#interval)
    clearTimeout(this.#soon)
  }

  /** Something changed. */
  changed(): void {
    if (this.#soon !== undefined || this.#stopped) return
    this.#soon = setTimeout(() => {
      this.#soon = undefined
      this.#save()
    }, SETTLE_MS)
  }

  readonly #save = (): void => {
    this.save().catch(this.#failed)
  }

  /** Not synced: a process that is killed loses nothing, and after a power cut older hints do as well. */
  async save(): Promise<void> {
    const known = this.#known()
    // Nobody left to know is no reason to forget whom we knew.
    if (known.length === 0) return
    const value = encodeHints(known.toSorted((a, b) => (a.peer < b.peer ? -1 : 1)))
    const text = new TextDecoder().decode(value)
    if (text === this.#saved) return
    await this.#store.write([{ key: HINTS_KEY, value }], false)
    this.#saved = text
  }
}
