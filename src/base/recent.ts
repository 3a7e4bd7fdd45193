/** The latest that was set, in this order, `limit` entries at most: with one above, who was set the longest ago goes. */
export class Recent<Key, Value> extends Map<Key, Value> {
  readonly #limit: number

  /** @param limit at least 1 */
  constructor(limit: number) {
    super()
    this.#limit = limit
  }

  override set(key: Key, value: Value): this {
    this.delete(key)
    super.set(key, value)
    if (this.size <= this.#limit) return this
    for (const oldest of this.keys()) {
      this.delete(oldest)
      break
    }
    return this
  }
}
