import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { idBefore, lamport, Random, type NodeRef, type PeerKey, type RingId } from '../../../../src/base/index.ts'
import { holds } from '../../../../src/protocols/arcs.ts'
import { ConfigTable, type Piece } from '../../../../src/protocols/records/config-table.ts'
import type { Step } from '../../../../src/protocols/records/core.ts'
import {
  Formers,
  GIVEN_UP_MS,
  MAX_HEARD,
  MAX_OFFERS,
  MAX_STRAYS,
  SILENT_PERIODS,
  type FormersInit,
} from '../../../../src/protocols/records/formers.ts'
import type { RecordsRequest, RecordsResponse } from '../../../../src/protocols/records/messages.ts'
import type { Arc } from '../../../../src/protocols/records/quorum.ts'
import type { Reign } from '../../../../src/protocols/records/reign.ts'
import type { SyncEnds, SyncWay } from '../../../../src/protocols/records/sync.ts'
import { idOf, refOf } from '../chord/net.ts'

const SYNC_MS = 10_000
const [SELF, OWNER, HEIR] = [refOf('self', idOf('f')), refOf('owner', idOf('8')), refOf('heir', idOf('9'))]

/** An arc of which somebody else has made a configuration. */
function pieceOf(arc: Arc, members: readonly NodeRef[], owner = OWNER, time = 1): Piece {
  const config = {
    ...arc,
    id: { lamport: lamport(time), peer: owner.peer },
    members: members.map(({ peer, position }) => ({ peer, position })),
    prior: [],
  }
  return { arc, config, since: undefined }
}
const arcOf = (from: string, to: string): Arc => ({ from: idOf(from), to: idOf(to) })

interface Change {
  decide(step: Step, look: object): unknown
  ended(step: Step, outcome: string): void
}
interface Asked {
  readonly body: RecordsRequest
  readonly to: NodeRef
  readonly answered: (answer: RecordsResponse) => void
  readonly failed: () => void
}

/** The former keeper, and everything around it as the test says. */
class Rig {
  now = 0
  readonly table = new ConfigTable()
  readonly rows = new Set<RingId>()
  readonly busy = new Set<RingId>()
  readonly lookups: { readonly id: RingId; readonly found: (owner: NodeRef | undefined) => void }[] = []
  readonly syncs: {
    readonly to: NodeRef
    readonly arc: Arc
    readonly way: SyncWay
    readonly end: (is: boolean) => void
  }[] = []
  readonly asks: Asked[] = []
  readonly forgotten: Arc[] = []
  readonly learnt: RingId[] = []
  readonly listed: Arc[] = []
  /** Does what is learnt come into the table? */
  takesIn = false
  ruled: (piece: Piece) => boolean = () => false
  notOwned: (piece: Piece) => readonly Arc[] = () => []
  readonly formers: Formers

  constructor(table: Pick<ConfigTable, 'at' | 'within' | 'unknownIn' | 'pieces' | 'size'> = this.table) {
    const ring = {
      positions: () => [0],
      onRing: () => true,
      self: () => SELF,
      successors: () => [HEIR],
    }
    const core = {
      params: { syncMs: SYNC_MS },
      random: new Random(1),
      ring,
      positionOwning: () => undefined,
      lookup: (_step: Step, id: RingId, _ms: number, ends: (step: Step, result: object) => void) => {
        const found = (owner: NodeRef | undefined): void => {
          ends(this.step, owner === undefined ? { ok: false } : { ok: true, value: { owner } })
        }
        this.lookups.push({ id, found })
      },
      ask: (
        _step: Step,
        to: NodeRef,
        body: RecordsRequest,
        _options: object,
        ends: { answered(step: Step, from: PeerKey, answer: RecordsResponse): void; failed(step: Step): void },
      ) => {
        const answered = (answer: RecordsResponse): void => {
          ends.answered(this.step, to.peer, answer)
        }
        this.asks.push({ body, to, answered, failed: () => ends.failed(this.step) })
      },
    }
    const store = {
      usage: {
        get records(): number {
          return 1
        },
      },
      counted: true,
      isBusy: (id: RingId) => this.busy.has(id),
      change: (step: Step, id: RingId, change: Change) => {
        const isDropped = change.decide(step, { stored: this.rows.has(id) ? {} : undefined }) === 'drop'
        if (isDropped) this.rows.delete(id)
        change.ended(step, isDropped ? 'durable' : 'nothing')
      },
    }
    const shelf = {
      list: (step: Step, arc: Arc, _most: number, found: (step: Step, entries: readonly { id: RingId }[]) => void) => {
        this.listed.push(arc)
        const [id] = [...this.rows].filter((row) => holds(arc, row)).toSorted()
        if (id !== undefined) found(step, [{ id }])
      },
      ids: (step: Step, arc: Arc, page: (step: Step, ids: readonly RingId[]) => void) => {
        page(
          step,
          [...this.rows].filter((row) => holds(arc, row)),
        )
      },
    }
    const syncs = {
      begin: (_step: Step, to: NodeRef, arc: Arc, way: SyncWay, ends: SyncEnds) => {
        const end = (is: boolean): void => {
          ends.ended(this.step, is, 0)
        }
        this.syncs.push({ to, arc, way, end })
      },
    }
    const init = {
      core,
      store,
      shelf,
      syncs,
      peers: { self: SELF.peer, refOf: (peer: PeerKey) => (peer === HEIR.peer ? HEIR : OWNER) },
      table,
      isRuled: (piece: Piece) => this.ruled(piece),
      notOwned: (piece: Piece) => this.notOwned(piece),
      learn: (_step: Step, pieces: readonly Pick<Piece, 'arc' | 'config'>[]) => {
        for (const { arc, config } of pieces) {
          this.learnt.push(arc.to)
          if (this.takesIn) this.table.learn({ arc, config, since: undefined })
        }
      },
      forget: (_step: Step, arc: Arc) => {
        this.forgotten.push(arc)
        this.table.forget(arc)
      },
    }
    this.formers = new Formers(init as unknown as FormersInit)
  }

  get step(): Step {
    return { now: this.now, effects: [] } as unknown as Step
  }

  look(): void {
    this.formers.look(this.step)
  }

  /** The owner is found, and has what is here or not; then it is asked whether it needs this node. */
  offered(isGiven: boolean, answer: RecordsResponse): void {
    this.lookups.shift()?.found(OWNER)
    this.syncs.shift()?.end(isGiven)
    const release = this.asks.shift()
    assert.equal(release?.body.type, 'release')
    release.answered(answer)
  }
}

describe('who is no member of an arc any more', () => {
  const arc = arcOf('1', '2')
  const rig = (): Rig => {
    const it = new Rig()
    it.table.learn(pieceOf(arc, [OWNER, HEIR]))
    it.rows.add(idOf('18'))
    it.look()
    assert.deepEqual(
      it.lookups.map(({ id }) => id),
      [arc.to],
    )
    return it
  }

  it('gives the owner what it has, asks whether it is needed, and only then removes it', () => {
    const it = rig()
    it.lookups.shift()?.found(OWNER)
    const [sync] = it.syncs
    assert.deepEqual([sync?.to, sync?.arc, sync?.way], [OWNER, arc, 'give'])
    assert.deepEqual([it.rows.size, it.asks.length], [1, 0])
    sync?.end(true)
    const [release] = it.asks
    assert.ok(release?.body.type === 'release')
    assert.deepEqual([release.to, release.body.arc, release.body.known.peer], [OWNER, arc, OWNER.peer])
    assert.deepEqual([it.rows.size, it.forgotten], [1, []])
    release.answered({ type: 'agreed' })
    assert.deepEqual([it.rows.size, it.forgotten, it.formers.size], [0, [arc], 0])
  })

  it('keeps all of it when the owner has not got it, whatever that one says', () => {
    const it = rig()
    it.offered(false, { type: 'agreed' })
    assert.deepEqual([it.rows.size, it.forgotten, it.formers.isBusy], [1, [], true])
  })

  it('keeps it when the owner needs it still, and learns what that one knows', () => {
    const it = rig()
    it.offered(true, { type: 'failed', code: 'NOT_YET' })
    assert.deepEqual([it.rows.size, it.forgotten, it.learnt], [1, [], []])
    it.now += 60_000
    it.look()
    const { config } = pieceOf(arc, [OWNER, SELF], OWNER, 2)
    it.offered(true, { type: 'surveyed', pieces: [{ arc, config }], to: arc.to })
    assert.deepEqual([it.rows.size, it.forgotten, it.learnt], [1, [], [arc.to]])
  })

  it('keeps it when nobody is found, or it is the owner itself, or the answer is lost', () => {
    for (const owner of [undefined, SELF]) {
      const it = rig()
      it.lookups.shift()?.found(owner)
      assert.deepEqual([it.syncs.length, it.rows.size], [0, 1])
    }
    const it = rig()
    it.lookups.shift()?.found(OWNER)
    it.syncs.shift()?.end(true)
    it.asks.shift()?.failed()
    assert.deepEqual([it.rows.size, it.forgotten], [1, []])
  })

  it('asks again after a pause, which grows to half a minute and no further', () => {
    const it = rig()
    const pauses: number[] = []
    for (let i = 0; i < 12; i++) {
      it.lookups.shift()?.found(undefined)
      const from = it.now
      while (it.lookups.length === 0) {
        it.now += 100
        it.look()
      }
      pauses.push(it.now - from)
    }
    assert.ok((pauses[0] ?? 0) <= 2_000, pauses.join(' '))
    assert.ok(
      pauses.slice(-3).every((ms) => ms > 10_000 && ms <= 45_000),
      pauses.join(' '),
    )
  })

  it('keeps a record that has become its own again, or is being changed, and does not forget the arc', () => {
    const again = rig()
    again.lookups.shift()?.found(OWNER)
    again.syncs.shift()?.end(true)
    again.table.learn(pieceOf(arc, [HEIR, SELF], HEIR, 2))
    again.asks.shift()?.answered({ type: 'agreed' })
    assert.deepEqual([again.rows.size, again.forgotten], [1, []])
    const busy = rig()
    busy.busy.add(idOf('18'))
    busy.offered(true, { type: 'agreed' })
    assert.deepEqual([busy.rows.size, busy.forgotten, busy.formers.isBusy], [1, [], true])
  })

  it(`offers ${MAX_OFFERS.toString()} arcs at once, and not one above`, () => {
    const it = new Rig()
    for (let i = 1; i <= MAX_OFFERS + 1; i++) it.table.learn(pieceOf(arcOf(`${i}0`, `${i}8`), [OWNER]))
    it.look()
    assert.equal(it.lookups.length, MAX_OFFERS)
    it.lookups.shift()?.found(undefined)
    it.look()
    assert.equal(it.lookups.length, MAX_OFFERS, 'the next one, in place of the one that rests')
  })
})

describe('a member', () => {
  const arc = arcOf('1', '2')
  const silentMs = SILENT_PERIODS * SYNC_MS

  it('offers what it has when its owner has been silent for so long, and not before', () => {
    const it = new Rig()
    it.table.learn(pieceOf(arc, [OWNER, SELF]))
    it.formers.begin(0)
    it.formers.heard(0, OWNER.peer, arc)
    it.now = silentMs
    it.look()
    assert.equal(it.lookups.length, 0)
    it.now++
    it.look()
    assert.equal(it.lookups.length, 1)
  })

  it('takes no word of a part, or of another than the owner, for one of the whole', () => {
    for (const [peer, part] of [
      [OWNER.peer, arcOf('1', '18')],
      [HEIR.peer, arc],
    ] as const) {
      const it = new Rig()
      it.table.learn(pieceOf(arc, [OWNER, SELF]))
      it.formers.begin(0)
      it.formers.heard(0, OWNER.peer, arc)
      it.formers.heard(silentMs, peer, part)
      it.now = silentMs + 1
      it.look()
      assert.equal(it.lookups.length, 1)
    }
  })

  it('offers it once after it has come back, unless the owner is heard of within a period', () => {
    for (const isHeard of [true, false]) {
      const it = new Rig()
      it.table.learn(pieceOf(arc, [OWNER, SELF]))
      it.formers.begin(0)
      if (isHeard) it.formers.heard(SYNC_MS, OWNER.peer, arc)
      it.now = SYNC_MS + 1
      it.look()
      assert.equal(it.lookups.length, isHeard ? 0 : 1)
    }
  })

  it(`remembers of ${MAX_HEARD.toString()} arcs when their owner was heard of, and not of one above`, () => {
    const at = (i: number): Arc => ({ from: idOf('1'), to: `2${i.toString(16).padStart(63, '0')}` as RingId })
    for (const more of [0, 1]) {
      const first = pieceOf(at(0), [OWNER, SELF])
      const it = new Rig({
        at: (id) => pieceOf({ from: idOf('1'), to: id }, [OWNER, SELF]),
        within: (part) => [pieceOf(part, [OWNER, SELF])],
        unknownIn: () => [],
        pieces: [first],
        size: 1,
      })
      it.formers.begin(0)
      // The first one has not been heard of for the longest time.
      for (let i = 0; i < MAX_HEARD; i++) it.formers.heard(SYNC_MS, OWNER.peer, at(i))
      for (let i = 1; i < MAX_HEARD; i++) it.formers.heard(SYNC_MS, OWNER.peer, at(i))
      for (let i = 0; i < more; i++) it.formers.heard(SYNC_MS, OWNER.peer, at(MAX_HEARD + i))
      it.now = SYNC_MS + 1
      it.look()
      assert.equal(it.lookups.length, more)
    }
  })
})

describe('an owner', () => {
  it('offers what belongs to another by now, when that one has had time to tell, and forgets that it ruled it', () => {
    const it = new Rig()
    const [arc, part] = [arcOf('1', '4'), arcOf('1', '2')]
    it.table.learn(pieceOf(arc, [SELF], SELF))
    it.ruled = () => true
    it.notOwned = () => [part]
    it.look()
    it.now = GIVEN_UP_MS - 1
    it.look()
    assert.equal(it.lookups.length, 0)
    it.now = GIVEN_UP_MS
    it.look()
    assert.deepEqual(
      it.lookups.map(({ id }) => id),
      [part.to],
    )
    it.offered(true, { type: 'agreed' })
    assert.deepEqual(it.forgotten[0], part)
  })

  it('that leaves tells everybody who counts on it, and levels what it has with those who keep it after', () => {
    const it = new Rig()
    const arc = arcOf('1', '4')
    const { config } = pieceOf(arc, [SELF, HEIR], SELF)
    const reign = { config, others: [HEIR.peer] } as unknown as Reign
    it.table.learn(pieceOf(arcOf('4', '5'), [OWNER, HEIR]))
    it.ruled = () => true
    const ended: number[][] = []
    it.formers.leave(it.step, 5_000, [reign], (_step, given, left) => ended.push([given, left]))
    assert.deepEqual(
      new Set(it.asks.map(({ body, to }) => `${body.type} ${to.peer}`)),
      new Set(['leaving heir', 'leaving owner']),
    )
    assert.deepEqual(
      it.syncs.map(({ to, way }) => [to, way]),
      [[HEIR, 'level']],
    )
    it.look()
    assert.deepEqual(ended, [])
    it.syncs[0]?.end(true)
    it.look()
    assert.deepEqual(ended, [[1, 0]])
  })

  it('that leaves says at its deadline what is in no good hands, and does not wait longer', () => {
    const it = new Rig()
    const { config } = pieceOf(arcOf('1', '4'), [SELF, HEIR], SELF)
    it.table.learn(pieceOf(arcOf('4', '5'), [OWNER, SELF]))
    const ended: number[][] = []
    const reigns = [{ config, others: [HEIR.peer] } as unknown as Reign]
    it.formers.leave(it.step, 5_000, reigns, (_step, given, left) => ended.push([given, left]))
    it.now = 4_999
    it.look()
    assert.deepEqual(ended, [])
    it.now = 5_000
    it.look()
    assert.deepEqual(ended, [[0, 2]])
  })
})

describe('rows of arcs of which nothing is known', () => {
  it(`are looked for in ${MAX_STRAYS.toString()} arcs at a time, and not in one above`, () => {
    for (const more of [0, 1]) {
      const unknown = Array.from({ length: MAX_STRAYS + more }, (_, i) =>
        arcOf(`1${i.toString(16)}`, `1${i.toString(16)}8`),
      )
      const it = new Rig({ at: () => undefined, within: () => [], unknownIn: () => unknown, pieces: [], size: 1 })
      it.formers.begin(0)
      it.look()
      assert.equal(it.listed.length, 0)
      it.now = 60_000
      it.look()
      assert.equal(it.listed.length, MAX_STRAYS)
    }
  })

  const strays = (): Rig => {
    const it = new Rig()
    // (1, 2] is known, and all that is after 4.
    it.table.learn(pieceOf(arcOf('4', '2'), [OWNER, SELF]))
    for (const row of ['25', '27', '2f', '35']) it.rows.add(idOf(row))
    it.formers.begin(0)
    it.formers.heard(20_000, OWNER.peer, arcOf('4', '2'))
    it.now = 20_000
    it.look()
    it.look()
    assert.deepEqual(
      it.lookups.map(({ id }) => id),
      [idOf('25')],
    )
    return it
  }

  it('are offered from the first one on to whoever owns it, as far as that one does, and the next ones at once after', () => {
    const it = strays()
    const other = refOf('other', idOf('3'))
    it.lookups.shift()?.found(other)
    assert.deepEqual(
      it.syncs.map(({ to, arc, way }) => [to, arc, way]),
      [[other, { from: idBefore(idOf('25')), to: idOf('3') }, 'give']],
    )
    it.syncs.shift()?.end(true)
    const release = it.asks.shift()
    assert.ok(release?.body.type === 'release')
    assert.deepEqual(release.body.arc, { from: idBefore(idOf('25')), to: idOf('3') })
    release.answered({ type: 'agreed' })
    assert.deepEqual([...it.rows], [idOf('35')])
    it.look()
    it.look()
    // Its owner is beyond what is unknown here.
    it.lookups.shift()?.found(OWNER)
    assert.deepEqual(it.syncs[0]?.arc, { from: idBefore(idOf('35')), to: idOf('4') })
  })

  it('are looked for again at once when it is known whose they are, but not when nobody takes them', () => {
    const { config } = pieceOf(arcOf('2', '3'), [OWNER, HEIR], OWNER, 2)
    for (const pieces of [[{ arc: arcOf('2', '3'), config }], []]) {
      const it = strays()
      it.takesIn = true
      const looks = it.listed.length
      it.offered(true, { type: 'surveyed', pieces, to: idOf('3') })
      it.look()
      assert.equal(it.listed.length - looks, pieces.length)
      assert.equal(it.rows.size, 4)
    }
  })
})
