import { ringIdOfKey, type Random, type RingId } from '../base/index.ts'
import type { Result } from '../protocols/index.ts'
import {
  compareVersions,
  RECORDS_DEFAULTS,
  type FoundRecord,
  type RecordsParams,
  type Version,
  type WrittenRecord,
} from '../protocols/records/index.ts'
import { CheckFailed } from './check-failed.ts'
import { History, type Ending, type Operation } from './history.ts'
import { hintedRecords, keptRecords, sha256, type KeptVersion } from './kept-records.ts'
import { drawnRingId } from './ring-world.ts'
import { RingSimulation, type RingNode, type RingPlace } from './ring.ts'
import type { Schedule } from './schedule.ts'
import type { MakeWorld, World } from './world.ts'

/** How long the ring of the beginning may take to be ideal. */
const BEGIN_WITHIN_MS = 120_000
/** How long a node may take to hand over, and to leave, before its process ends. */
const HAND_OVER_MS = 20_000
const LEAVE_MS = 5_000
/** Between two looks whether replicas agree. */
const LOOK_MS = 1_000
const OPERATION_MS = 8_000
const KEYS = 24
const TTL_MS = 86_400_000
/** Of 100 operations: so many put, so many remove, the others get. */
const PUTS = 45
const REMOVALS = 10
/** Of 100 values: so many are larger than a message; and how large. */
const LARGE = 4
const LARGE_BYTES = 20_000
/** In one look of so many, if it is a good moment, a row goes bad: of a record, of its value, of an arc, or of a hint. */
const DAMAGE_ONE_IN = 4
const RECORD_ROWS = 'records/'
/** As in the daemon, but for what would take longer than a schedule. */
const PARAMS: RecordsParams = { ...RECORDS_DEFAULTS, syncMs: 10_000 }

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/**
 * Daemons with Chord and records, whose clients put, get and remove a few keys all the time: each look-up of a schedule is
 * such an operation. Their history is checked (see History), and in the end all replicas agree, nothing acknowledged is
 * missing, and nobody keeps what is another's. A node that crashes and does not come back is a disk that is lost: that
 * befalls one node at a time, when what the one before has kept is in other hands.
 */
export class RecordsWorld implements World {
  readonly sim: RingSimulation
  readonly history: History
  readonly #byNumber = new Map<number, RingNode>()
  readonly #leaving = new Set<RingNode>()
  readonly #lost = new Set<RingNode>()
  readonly #replicas: number
  readonly #keyOf = new Map<RingId, string>()
  #values = 0
  /** When those that failed began. */
  readonly #failures: number[] = []
  #upsets = 0
  /** Disks that fail also damage what is on them; undefined: none fail in this schedule, or no more. */
  #damages: Random | undefined
  #damaged = 0
  #failure: CheckFailed | undefined

  constructor(schedule: Schedule) {
    const { seed, successors, positions, codecEvery } = schedule
    this.sim = new RingSimulation({
      seed,
      dedup: true,
      machines: { records: PARAMS },
      ...(successors === undefined ? {} : { params: { successors } }),
      ...(positions === undefined ? {} : { positions }),
      ...(codecEvery === undefined ? {} : { codecEvery }),
    })
    this.history = new History(() => this.sim.now)
    this.#replicas = PARAMS.replicas
    const hasDiskFaults = schedule.actions.some((action) => action.do.startsWith('disk'))
    if (hasDiskFaults) this.#damages = this.sim.random.fork('damages')
  }

  begin(nodes: number): void {
    this.sim.growTo(nodes)
    this.sim.nodes.forEach((node, number) => this.#byNumber.set(number, node))
    this.sim.settle(BEGIN_WITHIN_MS)
    this.sim.run(this.sim.now + 5_000)
  }

  run(forMs: number): void {
    const until = this.sim.now + forMs
    while (this.sim.now < until) {
      this.sim.run(Math.min(until, this.sim.now + LOOK_MS))
      this.#rethrow()
      this.#damage()
      // Doubt ends when nothing is wrong any more, and all that it may have led to has been put right.
      if (!this.history.isStrict && this.#isWhole() && this.#disagreement() === undefined) {
        this.history.isStrict = true
      }
    }
  }

  /** Now and then a row of a record goes bad on one disk: a copy that is lost, when the others have theirs. */
  #damage(): void {
    if (this.#damages === undefined || this.#damages.below(DAMAGE_ONE_IN) > 0) return
    const node = this.#damages.pick(this.sim.members())
    const row = node && this.#damages.pick(node.disk.rows(RECORD_ROWS))
    if (row === undefined || !this.history.isStrict || this.#disagreement() !== undefined) return
    node?.disk.damage(row[0])
    this.#damaged++
  }

  /** Nobody is cut off from anybody. */
  #isWhole(): boolean {
    return this.#upsets === 0 && this.sim.nodes.every((node) => this.sim.network.groupOf(node) === 0)
  }

  settle(withinMs: number): void {
    const until = this.sim.now + withinMs
    this.#damages = undefined
    for (const number of this.#byNumber.keys()) this.start(number)
    for (;;) {
      const kept = this.#isWhole() ? undefined : 'somebody is kept away still'
      const why = kept ?? this.sim.notIdeal() ?? this.#disagreement() ?? this.#strays()
      if (why === undefined) break
      if (this.sim.now >= until) throw new CheckFailed('NotSettled', why)
      this.run(LOOK_MS)
    }
    this.#nothingIsMissing()
    this.history.isStrict = true
    const random = this.sim.random.fork('last reads')
    const from = this.sim.now
    for (const key of this.#keyOf.values()) this.#operate(random, 'get', key)
    this.run(OPERATION_MS)
    if (this.#failures.some((at) => at >= from)) throw new CheckFailed('ReadFailed', 'of replicas that agree')
  }

  counts(): Record<string, number> {
    return {
      ...this.history.counts,
      damaged: this.#damaged,
      messages: this.sim.delivered,
      members: this.sim.members().length,
    }
  }

  // ---- clients -------------------------------------------------------------------------------------------------------

  lookupByChance(random: Random): void {
    const key = `key ${random.below(KEYS)}`
    const dice = random.below(100)
    this.#operate(random, dice < PUTS ? 'put' : dice < PUTS + REMOVALS ? 'remove' : 'get', key)
  }

  lookup(number: number, target: string): void {
    const node = this.#byNumber.get(number)
    if (node?.alive === true) this.#begin(node, 'get', `key ${parseInt(target.slice(0, 2), 16) % KEYS}`, undefined)
  }

  #operate(random: Random, kind: Operation['kind'], key: string): void {
    const node = random.pick(this.sim.members())
    if (node === undefined) return
    const name = `value ${this.#values++}`
    const value = random.below(100) < LARGE ? name.padEnd(LARGE_BYTES, '.') : name
    this.#begin(node, kind, key, kind === 'put' ? value : undefined)
  }

  #begin(node: RingNode, kind: Operation['kind'], key: string, value: string | undefined): void {
    const id = ringIdOfKey(sha256, bytesOf(key))
    this.#keyOf.set(id, key)
    const operation = this.history.begin(kind, key, value)
    const put = { id, key: bytesOf(key), value: bytesOf(value ?? ''), ttlMs: TTL_MS, sign: false }
    const args = kind === 'put' ? put : { id }
    this.sim.command(node, 'records', { name: kind, args }, OPERATION_MS, (result) => {
      const ending = endingOf(kind, result)
      if (ending.type === 'unknown') this.#failures.push(operation.beganAt)
      this.#check(() => {
        this.history.end(operation, ending)
      })
    })
  }

  #check(check: () => void): void {
    try {
      check()
    } catch (error) {
      if (!(error instanceof CheckFailed)) throw error
      this.#failure ??= new CheckFailed(error.check, error.detail, this.sim.trace.lines())
    }
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  // ---- replicas ------------------------------------------------------------------------------------------------------

  /** Who keeps an id: its owner and those that follow, of distinct peers. */
  #groupOf(id: RingId, places: readonly RingPlace[]): RingNode[] {
    const at = places.findIndex(({ ringId }) => ringId >= id)
    const first = at < 0 ? 0 : at
    const group = new Set<RingNode>()
    for (let i = 0; i < places.length && group.size < this.#replicas; i++) {
      group.add((places[(first + i) % places.length] as RingPlace).node)
    }
    return [...group]
  }

  /** In what the members of a group differ, if they do; on disk. */
  #disagreement(): string | undefined {
    const [members, places] = [this.sim.members(), this.sim.places()]
    if (this.sim.notIdeal() !== undefined) return 'the ring is not ideal'
    const kept = new Map(members.map((node) => [node, keptRecords(node.disk)] as const))
    const ids = new Set<RingId>()
    for (const versions of kept.values()) for (const id of versions.keys()) ids.add(id)
    for (const id of ids) {
      const group = this.#groupOf(id, places)
      const [first, ...others] = group.map((node) => kept.get(node)?.get(id))
      const differs = first === undefined || others.some((other) => !sameKept(first, other))
      if (differs) {
        const all = group.map((node) => `${node.peer} has ${textOf(kept.get(node)?.get(id))}`)
        return `${this.#keyOf.get(id) ?? id}: ${all.join(', ')}`
      }
    }
    return undefined
  }

  /** What is kept by those who need not keep it, neither as members nor for one that cannot be reached. */
  #strays(): string | undefined {
    const places = this.sim.places()
    for (const node of this.sim.members()) {
      const hinted = hintedRecords(node.disk)
      for (const id of keptRecords(node.disk).keys()) {
        if (!hinted.has(id) && !this.#groupOf(id, places).includes(node))
          return `${node.peer} keeps ${this.#keyOf.get(id) ?? id} still`
      }
    }
    return undefined
  }

  /** Of each key the greatest acknowledged version, or a greater one, is on disk. */
  #nothingIsMissing(): void {
    const places = this.sim.places()
    const ids = new Map([...this.#keyOf].map(([id, key]) => [key, id]))
    for (const [key, { version }] of this.history.acknowledged()) {
      const id = ids.get(key) as RingId
      const owner = this.#groupOf(id, places)[0]
      const kept = owner && keptRecords(owner.disk).get(id)
      if (kept === undefined || compareVersions(kept.version, version) < 0) {
        throw new CheckFailed(
          'RecordLost',
          `${key}: ${textOf(kept)}, ${textOf({ version, kind: '' })} was acknowledged`,
        )
      }
    }
  }

  // ---- deeds ---------------------------------------------------------------------------------------------------------

  nodeOf(number: number): RingNode | undefined {
    return this.#byNumber.get(number)
  }

  start(number: number): void {
    const node = this.#byNumber.get(number)
    if (node === undefined) this.#byNumber.set(number, this.sim.grow(drawnRingId(this.sim.random, number)))
    else if (!node.alive && !this.#lost.has(node)) this.sim.rejoin(node)
  }

  leave(number: number): void {
    const node = this.#byNumber.get(number)
    if (node === undefined || this.#leaving.has(node)) return
    this.#leaving.add(node)
    const { epoch } = node.ref
    const isHere = (): boolean => node.alive && node.ref.epoch === epoch
    this.sim.command(node, 'records', { name: 'handOver', args: {} }, HAND_OVER_MS, () => {
      if (!isHere()) return
      this.sim.command(node, 'chord', { name: 'leave', args: {} }, LEAVE_MS, () => {
        this.#leaving.delete(node)
        if (isHere()) this.sim.stop(node)
      })
    })
  }

  mayLose(number: number, forGood: boolean): boolean {
    const node = this.#byNumber.get(number)
    const members = this.sim.members()
    if (node === undefined || this.#leaving.has(node) || members.length <= 2) return false
    // Each list keeps a live entry (Zave, TSE 2017 §III).
    const rest = members.filter((member) => member !== node)
    const isListed = (member: RingNode): boolean =>
      member.view
        .positions()
        .every((position) =>
          member.view
            .successors(position)
            .some(({ peer }) => peer !== member.peer && rest.some((other) => other.peer === peer)),
        )
    if (!rest.every((member) => isListed(member))) return false
    if (!forGood) return true
    if (!this.history.isStrict || members.length < this.#byNumber.size - this.#lost.size) return false
    if (this.#disagreement() !== undefined) return false
    this.#lost.add(node)
    return true
  }

  mayPart(): boolean {
    return true
  }

  lost(): void {
    // Its memory is gone; what it has acknowledged is on its disk.
  }

  parted(): void {
    this.history.doubt()
  }

  upset(): () => void {
    this.history.doubt()
    this.#upsets++
    return () => {
      this.#upsets--
    }
  }
}

export const makeRecordsWorld: MakeWorld = (schedule) => new RecordsWorld(schedule)

function endingOf(kind: Operation['kind'], result: Result): Ending {
  if (!result.ok) return result.code === 'NOT_FOUND' ? { type: 'absent' } : { type: 'unknown' }
  if (kind !== 'get') return { type: 'written', version: (result.value as WrittenRecord).version }
  const { version, value } = result.value as FoundRecord
  return { type: 'found', version, value: new TextDecoder().decode(value) }
}

const sameKept = (a: KeptVersion, b: KeptVersion | undefined): boolean =>
  b !== undefined && compareVersions(a.version, b.version) === 0 && a.kind === b.kind

const textOf = (kept: { readonly version: Version; readonly kind: string } | undefined): string =>
  kept === undefined ? 'nothing' : `${kept.kind} ${kept.version.lamport}-${kept.version.peer}`
