import {
  epoch,
  lamport,
  monoMs,
  peerKey,
  Random,
  wallMs,
  type NodeRef,
  type RingId,
} from '../../../../src/base/index.ts'
import type {
  AskId,
  CallId,
  CommandId,
  CommandOf,
  Effect,
  Input,
  ReplyId,
  Row,
} from '../../../../src/protocols/index.ts'
import {
  makeTally,
  TALLY_DEFAULTS,
  type Tally,
  type TallyParams,
  type TallyProtocol,
  type TallyRequest,
  type TallyResponse,
} from '../../../../src/protocols/tally/index.ts'

type Effects = readonly Effect<TallyProtocol>[]
type Of<Type extends Effect<TallyProtocol>['type']> = Extract<Effect<TallyProtocol>, { type: Type }>

export const nodeOf = (name: string): NodeRef => ({
  peer: peerKey(name),
  position: 0,
  epoch: epoch(1),
  addresses: [],
  id: name.padEnd(64, '0') as RingId,
})

/** One machine on a desk: inputs by hand, a ring that says what the test says, a disk that is a Map. */
export class Desk {
  readonly tally: Tally
  readonly disk = new Map<string, Uint8Array>()
  now = 0
  lamport = 100
  owned = true
  onRing = true
  boundary: NodeRef | undefined = nodeOf('b')
  predecessor: NodeRef | undefined = nodeOf('b')
  successors: readonly NodeRef[] = [nodeOf('d')]
  #last = 0

  constructor(
    limits: Partial<TallyParams['limits']> = {},
    params: Partial<TallyParams> = {},
    rows: readonly Row[] = [],
  ) {
    for (const [key, value] of rows) this.disk.set(key, value)
    const all = { ...TALLY_DEFAULTS, ...params, limits: { ...TALLY_DEFAULTS.limits, ...limits } }
    this.tally = makeTally(
      all,
      {
        ring: {
          positions: () => [0],
          self: () => nodeOf('c'),
          owns: () => this.owned,
          onRing: () => this.onRing,
          boundary: () => this.boundary,
          successors: () => this.successors,
          predecessor: () => this.predecessor,
        },
        keyOf: (name) => name as RingId,
      },
      new Random('desk'),
    )
  }

  /** One input; nothing of what it wants is done. */
  step(input: Input<TallyProtocol>): Effects {
    this.lamport++
    const wall = { earliest: wallMs(this.now), latest: wallMs(this.now) }
    return this.tally.step({ now: monoMs(this.now), wall, lamport: lamport(this.lamport), epoch: epoch(1) }, input)
  }

  /** One input, and the disk does what is wanted of it until there is nothing left to do. All effects, those held too. */
  do(input: Input<TallyProtocol>): Effect<TallyProtocol>[] {
    const all = [...this.step(input)]
    for (const effect of all) {
      if (effect.type === 'read') all.push(...this.step(this.rows(effect)))
      if (effect.type === 'write') {
        this.write(effect)
        all.push(...this.step({ type: 'written', op: effect.op }))
      }
    }
    return all
  }

  rows({ op, range, limit }: Of<'read'>): Input<TallyProtocol> {
    const rows = [...this.disk]
      .filter(([key]) => key >= range.from && key < range.below)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return { type: 'rows', op, rows: rows.slice(0, limit), more: rows.length > limit }
  }

  write({ batch }: Of<'write'>): void {
    for (const { key, value } of batch) {
      if (value === undefined) this.disk.delete(key)
      else this.disk.set(key, value)
    }
  }

  /** It has counted its rows. */
  started(): this {
    this.do({ type: 'tick' })
    return this
  }

  request(body: TallyRequest, from = 'a'): Input<TallyProtocol> {
    return { type: 'request', from: peerKey(from), reply: ++this.#last as ReplyId, body, leftMs: 1_000 }
  }

  command(command: CommandOf<TallyProtocol>, leftMs = 5_000): Input<TallyProtocol> & { id: CommandId } {
    return { type: 'command', id: ++this.#last as CommandId, command, leftMs }
  }

  /** What a request was answered in the end. */
  ask(body: TallyRequest, from = 'a'): TallyResponse | undefined {
    return answersOf(this.do(this.request(body, from))).at(-1)
  }

  add(name: string, n: number, from = 'a'): TallyResponse | undefined {
    return this.ask({ type: 'add', position: 0, name, n }, from)
  }

  /** Time passes, and the machine is woken. */
  wait(ms: number): Effect<TallyProtocol>[] {
    this.now += ms
    return this.do({ type: 'tick' })
  }

  row(key: string): unknown {
    const bytes = this.disk.get(key)
    return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString()) as unknown)
  }
}

export const asked = (effects: Effects): Of<'ask'>[] => effects.filter((effect) => effect.type === 'ask')
export const called = (effects: Effects): Of<'call'>[] => effects.filter((effect) => effect.type === 'call')
export const ended = (effects: Effects): Of<'done'>[] => effects.filter((effect) => effect.type === 'done')
export const writes = (effects: Effects): Of<'write'>[] => effects.filter((effect) => effect.type === 'write')
export const answersOf = (effects: Effects): TallyResponse[] =>
  effects.flatMap((effect) => (effect.type === 'respond' && effect.interim !== true ? [effect.body] : []))

export const answer = (ask: AskId, from: string, body: TallyResponse): Input<TallyProtocol> => ({
  type: 'answer',
  ask,
  from: peerKey(from),
  body,
})
export const located = (call: CallId, owner: NodeRef): Input<TallyProtocol> => ({
  type: 'result',
  call,
  result: { ok: true, value: { id: owner.id, owner, predecessor: undefined, hops: 1, durationMs: 1 } },
})
export const row = (key: string, value: unknown): Row => [key, new TextEncoder().encode(JSON.stringify(value))]
