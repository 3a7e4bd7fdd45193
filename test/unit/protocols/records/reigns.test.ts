import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, lamport, monoMs, Random, wallMs, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import type { Effect, Input } from '../../../../src/protocols/index.ts'
import { ConfigStore } from '../../../../src/protocols/records/config-store.ts'
import { Core, type Step } from '../../../../src/protocols/records/core.ts'
import { RECORDS_DEFAULTS, type RecordsProtocol } from '../../../../src/protocols/records/index.ts'
import { Owner } from '../../../../src/protocols/records/owner.ts'
import { Peers } from '../../../../src/protocols/records/peers.ts'
import type { RecordsRing } from '../../../../src/protocols/records/protocol.ts'
import { MAX_PRIOR, type Arc, type Config, type ConfigId } from '../../../../src/protocols/records/quorum.ts'
import type { Reign } from '../../../../src/protocols/records/reign.ts'
import type { Syncs } from '../../../../src/protocols/records/sync.ts'
import { refOf } from '../chord/net.ts'
import { sha256 } from './rig.ts'

const idAt = (place: number): RingId => place.toString(16).padStart(64, '0') as RingId
const [A, B, C] = [idAt(10), idAt(20), idAt(30)]
const WHOLE: Arc = { from: A, to: C }
const [OTHER, NEXT] = [refOf('next', idAt(40)), refOf('after that', idAt(50))]
/** Who kept all of it before: somebody who is gone, and the two that follow. */
const FIRST: ConfigId = { lamport: lamport(1), peer: refOf('dead', B).peer }
const FIRST_CONFIG: Config = {
  ...WHOLE,
  id: FIRST,
  members: [FIRST, OTHER, NEXT].map(({ peer }) => ({ peer, position: 0 })),
  prior: [],
}
const MORE_THAN_FIT = MAX_PRIOR + 3

type AnyEffect = Effect<RecordsProtocol>
type Ask = Extract<AnyEffect, { type: 'ask' }>

/** An owner whose positions are where the test says, and whose neighbours answer when they may; nothing is ever compared. */
class Realm {
  now = 0
  /** Where each position on the ring stands. */
  places: readonly RingId[] = [C]
  owns = true
  diskFails = false
  /** What neighbours know of when they are asked. */
  last: Config = FIRST_CONFIG
  /** What they are asked waits for `release`. */
  isHeld: (ask: Ask) => boolean = () => false
  readonly told: Config[] = []
  readonly owner: Owner
  readonly #core: Core
  readonly #configs: ConfigStore
  readonly #peers: Peers
  readonly #held: Ask[] = []

  constructor() {
    const self = (position: number): NodeRef => ({ ...refOf('self', this.places[position] ?? C), position })
    const before = (position: number): RingId =>
      this.places.filter((place) => place < self(position).id).reduce((a, b) => (a > b ? a : b), A)
    const ring: RecordsRing = {
      positions: () => this.places.map((_place, position) => position),
      self,
      owns: (position, id) => this.owns && before(position) < id && id <= self(position).id,
      onRing: () => this.owns,
      state: () => 'member',
      boundary: (position) => refOf('before', before(position)),
      successors: () => [OTHER, NEXT],
      predecessor: () => undefined,
      likelyOwner: () => undefined,
      replicas: (_position, count) => [OTHER, NEXT].slice(0, count),
    }
    this.#core = new Core(RECORDS_DEFAULTS, { ring, sha256, signer: undefined }, new Random(1))
    this.#configs = new ConfigStore(this.#core)
    this.#peers = new Peers(ring, RECORDS_DEFAULTS.lostAfterMs)
    this.#configs.table.learn({ arc: WHOLE, config: FIRST_CONFIG, since: undefined })
    this.owner = new Owner({
      core: this.#core,
      configs: this.#configs,
      peers: this.#peers,
      syncs: { begin: () => undefined } as unknown as Syncs,
      learn: () => undefined,
      wake: () => undefined,
    })
  }

  get reign(): Reign {
    const [reign, ...others] = this.owner.reigns
    assert.ok(reign !== undefined && others.length === 0, `${this.owner.reigns.length} reigns`)
    return reign
  }

  /** What is known here of an id. */
  at(id: RingId): Config | undefined {
    return this.#configs.table.at(id)?.config
  }

  /** Somebody else, who holds the arc for its own as well, makes the next configuration of it, and everybody hears of that. */
  taken(arc: Arc, peer: ConfigId['peer']): void {
    const before = this.at(arc.to)
    assert.ok(before !== undefined)
    const id = { lamport: lamport(before.id.lamport + 1), peer }
    const prior = [before, ...before.prior].slice(0, MAX_PRIOR)
    this.last = { ...arc, id, members: [{ peer, position: 0 }], prior }
    this.#configs.table.learn({ arc, config: this.last, since: undefined })
  }

  /** The ids of configurations that come before that of an id. */
  priorOf(id: RingId): readonly ConfigId[] {
    return this.#configs.table.at(id)?.config.prior.map((prior) => prior.id) ?? []
  }

  look(afterMs = 2_000): void {
    this.now += afterMs
    const step: Step = { ...this.#context(), effects: [] }
    this.#peers.look()
    this.owner.look(step)
    this.#carryOut(step.effects)
  }

  release(): void {
    this.isHeld = () => false
    for (const ask of this.#held.splice(0)) this.#answer(ask)
  }

  #context() {
    const wall = { earliest: wallMs(0), latest: wallMs(0) }
    return { now: monoMs(this.now), wall, lamport: lamport(100 + this.now), epoch: epoch(1) }
  }

  #input(input: Input<RecordsProtocol>): void {
    this.#carryOut(this.#core.step(this.#context(), input, undefined as never))
  }

  #carryOut(effects: readonly AnyEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'ask' && this.isHeld(effect)) this.#held.push(effect)
      else if (effect.type === 'ask') this.#answer(effect)
      else if (effect.type === 'write') {
        if (this.diskFails) this.#input({ type: 'ioFailed', op: effect.op, code: 'IO' })
        else this.#input({ type: 'written', op: effect.op })
      }
    }
  }

  /** Neighbours know of the first configuration and the last, and take in whatever they are told. */
  #answer({ ask, to, body }: Ask): void {
    const from = typeof to === 'string' ? to : to.peer
    if (body.type === 'survey') {
      const { arc } = body
      const pieces = [
        { arc, config: FIRST_CONFIG },
        { arc: this.last, config: this.last },
      ]
      this.#input({ type: 'answer', ask, from, body: { type: 'surveyed', pieces, to: arc.to } })
    } else if (body.type === 'configure') {
      this.told.push(body.config)
      this.#input({ type: 'answer', ask, from, body: { type: 'configured', since: undefined } })
    }
  }
}

describe('configurations of an owner', () => {
  it('that cannot be written down are followed by one that takes their place, and push out none that counts', () => {
    const realm = new Realm()
    realm.diskFails = true
    for (let i = 0; i < MORE_THAN_FIT; i++) realm.look()
    assert.deepEqual([realm.told, realm.priorOf(C)], [[], [FIRST]], 'nobody has heard of any of them')
    realm.diskFails = false
    realm.look()
    assert.deepEqual(realm.priorOf(C), [FIRST])
    assert.ok(realm.reign.isKnown && realm.told.length > 0)
  })

  it('that are known, but under which nothing is acknowledged, push out none that counts', () => {
    const realm = new Realm()
    let used: ConfigId | undefined
    for (let i = 0; i < 2 * MORE_THAN_FIT; i++) {
      realm.owns = true
      realm.look()
      const { reign } = realm
      assert.deepEqual([reign.isKnown, reign.isRelieved], [true, false])
      assert.deepEqual(realm.priorOf(C), used === undefined ? [FIRST] : [used, FIRST])
      if (i === MORE_THAN_FIT) {
        reign.quorum().acknowledged()
        used = reign.config.id
      }
      realm.owns = false
      realm.look()
    }
  })

  it('come after what another position of its node made while the neighbours were being asked', () => {
    const realm = new Realm()
    realm.isHeld = ({ body }) => body.type === 'survey' && body.arc.from === A && body.arc.to === C
    realm.look()
    assert.equal(realm.owner.reigns.length, 0, 'it is being asked who had it')
    realm.places = [C, B]
    realm.look()
    const made = realm.owner.reigns.find(({ position }) => position === 1)
    assert.equal(made?.isKnown, true)
    made.quorum().acknowledged()
    realm.places = [C]
    realm.release()
    assert.deepEqual([realm.priorOf(B), realm.priorOf(C)], [[made.config.id, FIRST], [FIRST]])
  })

  it('are not made in quick turn with somebody else who holds the arc for its own', () => {
    const realm = new Realm()
    realm.look()
    const [own, rival] = [realm.reign.config.id.peer, refOf('rival', B).peer]
    const takenBackAt: number[] = []
    realm.taken({ from: A, to: B }, rival)
    const from = realm.now
    while (realm.now < from + 3_000) {
      realm.look(250)
      if (realm.at(B)?.id.peer !== own) continue
      takenBackAt.push(realm.now - from)
      realm.taken({ from: A, to: B }, rival)
    }
    const [first = 0, second = 0, ...more] = takenBackAt
    assert.ok(first >= 400 && second - first >= 800 && more.length === 0, takenBackAt.join(', '))
    assert.deepEqual(realm.priorOf(B).at(-1), FIRST, 'what counts is not pushed out')
    assert.equal(realm.at(C)?.id.peer, own, 'the rest of it is ruled all the time')
  })

  it('are made at once of an arc that ends at the own position: of two who live the nearer is right', () => {
    const realm = new Realm()
    realm.look()
    const own = realm.reign.config.id.peer
    realm.taken(WHOLE, refOf('rival', idAt(60)).peer)
    realm.look(250)
    assert.equal(realm.at(C)?.id.peer, own)
  })

  it('are told for what they rule still, and not for what another position has taken since', () => {
    const realm = new Realm()
    realm.isHeld = ({ body }) => body.type === 'configure'
    realm.look()
    const { config } = realm.reign
    realm.release()
    assert.deepEqual(
      realm.told.map(({ from, to }) => [from, to]),
      [
        [A, C],
        [A, C],
      ],
    )
    realm.places = [C, B]
    realm.look()
    // Neighbours that are another incarnation are told anew.
    realm.told.splice(0)
    for (const reign of realm.owner.reigns) reign.told.clear()
    realm.look()
    const again = realm.told.filter(({ id }) => id.lamport === config.id.lamport)
    assert.deepEqual(
      again.map(({ from, to }) => [from, to]),
      [
        [B, C],
        [B, C],
      ],
    )
  })
})
