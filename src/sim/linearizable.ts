/** One operation of a history of one object. Times are of one clock, in any unit; the order of equal times is open. */
export interface Operation<Call, Answer> {
  readonly client: string
  readonly call: Call
  readonly calledAt: number
  /** Undefined: no answer came that says whether it happened; it may, at any time after `calledAt`, or never. */
  readonly answer: Answer | undefined
  /** Ignored without an answer. */
  readonly answeredAt: number
}

/** What the object is when one uses it alone. */
export interface SequentialModel<State, Call, Answer> {
  readonly initial: State
  /** Equal states have equal names. */
  nameOf(state: State): string
  /**
   * The states that the object may be in after this call in this state with this answer (undefined: any answer). None:
   * the answer cannot be.
   */
  next(state: State, call: Call, answer: Answer | undefined): readonly State[]
}

export type Verdict<Call, Answer> =
  | { readonly outcome: 'linearizable' }
  | {
      readonly outcome: 'not-linearizable'
      /** The longest run of operations that could be put in order, in that order. */
      readonly longest: readonly Operation<Call, Answer>[]
      /** Operations that had to come next and could not. */
      readonly stuck: readonly Operation<Call, Answer>[]
    }
  /** The search was given up: the history is too long or too concurrent to be judged. */
  | { readonly outcome: 'undecided'; readonly steps: number }

/** Steps of the search before it is given up: a few seconds. */
const MAX_STEPS = 3_000_000

/**
 * Is there an order of the operations, each at an instant between its call and its answer, that the model allows? The
 * search of Wing and Gong (Testing and verifying concurrent objects, JPDC 17, 1993) with Lowe's memory of what was tried
 * (Testing for linearizability, CCPE 29(4), 2017): a set of operations done and a state that were met before lead
 * nowhere new. Objects are independent of each other (Herlihy and Wing, TOPLAS 12(3), 1990, theorem 1), so a history of
 * many keys is judged key by key.
 */
export function linearizable<State, Call, Answer>(
  model: SequentialModel<State, Call, Answer>,
  history: readonly Operation<Call, Answer>[],
  maxSteps = MAX_STEPS,
): Verdict<Call, Answer> {
  const search = new Search(model, history)
  return search.run(maxSteps)
}

/** A call or an answer, in the order of time; a doubly linked list, so that what is done is lifted out and put back. */
interface Entry {
  readonly operation: number
  readonly isCall: boolean
  /** Of a call: where it was answered; undefined: never. */
  answer: Entry | undefined
  before: Entry | undefined
  after: Entry | undefined
}

/** One operation that was given its place. */
interface Placed<State> {
  readonly entry: Entry
  /** The state before it. */
  readonly state: State
  /** Other states that may follow, to be tried when this one leads nowhere. */
  readonly others: State[]
}

class Search<State, Call, Answer> {
  readonly #model: SequentialModel<State, Call, Answer>
  readonly #history: readonly Operation<Call, Answer>[]
  readonly #head: Entry
  readonly #done: Uint8Array
  readonly #met = new Set<string>()
  readonly #placed: Placed<State>[] = []
  #state: State
  /** Answered operations that have no place yet. */
  #left: number
  #longest: number[] = []
  #stuck: number[] = []

  constructor(model: SequentialModel<State, Call, Answer>, history: readonly Operation<Call, Answer>[]) {
    this.#model = model
    this.#history = history
    this.#head = entriesOf(history)
    this.#done = new Uint8Array(Math.ceil(history.length / 8))
    this.#state = model.initial
    this.#left = history.filter(({ answer }) => answer !== undefined).length
  }

  run(maxSteps: number): Verdict<Call, Answer> {
    let entry = this.#head.after
    for (let steps = 0; this.#left > 0; steps++) {
      if (steps >= maxSteps) return { outcome: 'undecided', steps }
      if (entry?.isCall === true && this.#place(entry)) entry = this.#head.after
      else if (entry?.isCall === true) entry = entry.after
      else {
        // An answer whose operation has no place, or nothing left to try: one step back.
        this.#remember()
        const back = this.#takeBack()
        if (back === undefined) return this.#failure()
        entry = back === 'again' ? this.#head.after : back.after
      }
    }
    return { outcome: 'linearizable' }
  }

  #place(entry: Entry): boolean {
    const { call, answer } = this.#history[entry.operation] as Operation<Call, Answer>
    const states = this.#model.next(this.#state, call, answer)
    this.#mark(entry.operation)
    const fresh = states.filter((state) => this.#isNew(state))
    const [state, ...others] = fresh
    if (state === undefined) {
      this.#mark(entry.operation)
      return false
    }
    this.#placed.push({ entry, state: this.#state, others })
    this.#state = state
    lift(entry)
    if (entry.answer !== undefined) this.#left--
    return true
  }

  #takeBack(): Entry | 'again' | undefined {
    const last = this.#placed.at(-1)
    if (last === undefined) return undefined
    const other = last.others.shift()
    if (other !== undefined) {
      this.#state = other
      return 'again'
    }
    this.#placed.pop()
    this.#state = last.state
    this.#mark(last.entry.operation)
    if (last.entry.answer !== undefined) this.#left++
    putBack(last.entry)
    return last.entry
  }

  /** Marks an operation as done, or as not done again. */
  #mark(operation: number): void {
    this.#done[operation >> 3] = (this.#done[operation >> 3] ?? 0) ^ (1 << (operation & 7))
  }

  #isNew(state: State): boolean {
    const name = `${String.fromCharCode(...this.#done)}/${this.#model.nameOf(state)}`
    if (this.#met.has(name)) return false
    this.#met.add(name)
    return true
  }

  #remember(): void {
    if (this.#placed.length < this.#longest.length) return
    this.#longest = this.#placed.map(({ entry }) => entry.operation)
    this.#stuck = []
    for (let entry = this.#head.after; entry?.isCall === true; entry = entry.after) this.#stuck.push(entry.operation)
  }

  #failure(): Verdict<Call, Answer> {
    const operation = (index: number): Operation<Call, Answer> => this.#history[index] as Operation<Call, Answer>
    return {
      outcome: 'not-linearizable',
      longest: this.#longest.map(operation),
      stuck: this.#stuck.map(operation),
    }
  }
}

/** The head of the list: an entry of its own before all others. */
function entriesOf(history: readonly Operation<unknown, unknown>[]): Entry {
  const timed: { at: number; entry: Entry }[] = []
  history.forEach(({ calledAt, answer, answeredAt }, operation) => {
    const call: Entry = { operation, isCall: true, answer: undefined, before: undefined, after: undefined }
    timed.push({ at: calledAt, entry: call })
    if (answer === undefined) return
    call.answer = { operation, isCall: false, answer: undefined, before: undefined, after: undefined }
    timed.push({ at: answeredAt, entry: call.answer })
  })
  // At equal times calls come first: such operations count as concurrent, which accuses nobody wrongly.
  timed.sort((a, b) => a.at - b.at || Number(b.entry.isCall) - Number(a.entry.isCall))
  const head: Entry = { operation: -1, isCall: false, answer: undefined, before: undefined, after: undefined }
  let last = head
  for (const { entry } of timed) {
    last.after = entry
    entry.before = last
    last = entry
  }
  return head
}

function lift(call: Entry): void {
  unlink(call)
  if (call.answer !== undefined) unlink(call.answer)
}

/** The reverse of `lift`, in the reverse order: each entry still knows its neighbours. */
function putBack(call: Entry): void {
  if (call.answer !== undefined) link(call.answer)
  link(call)
}

function unlink(entry: Entry): void {
  if (entry.before !== undefined) entry.before.after = entry.after
  if (entry.after !== undefined) entry.after.before = entry.before
}

function link(entry: Entry): void {
  if (entry.before !== undefined) entry.before.after = entry
  if (entry.after !== undefined) entry.after.before = entry
}
