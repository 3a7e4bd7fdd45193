import { compareVersions, type Version } from '../protocols/records/index.ts'
import { CheckFailed } from './check-failed.ts'

/** What a client did to a key, and what came of it. */
export interface Operation {
  readonly kind: 'put' | 'remove' | 'get'
  readonly key: string
  /** What is put, unlike anything else that is put. */
  readonly value: string | undefined
  /** The newest version that had been acknowledged when it began, and whether that was a put. */
  readonly floor: Acknowledged | undefined
  readonly beganAt: number
  /** Is it held to more than that nothing is made up? */
  isStrict: boolean
}
interface Acknowledged {
  readonly version: Version
  readonly isThere: boolean
  /** When the write began, ms. */
  readonly beganAt: number
}

/** What an operation came to. `unknown`: it failed, or was not heard of again, and may have happened. */
export type Ending =
  | { readonly type: 'written'; readonly version: Version }
  | { readonly type: 'found'; readonly version: Version; readonly value: string }
  | { readonly type: 'absent' }
  | { readonly type: 'unknown' }

interface Key {
  newest: Acknowledged | undefined
  /** Each value that was ever put, with its version once that is known. */
  readonly values: Map<string, Version | undefined>
  /** Versions of removals that were acknowledged. */
  readonly removals: Version[]
  /** Removals that were not acknowledged, and may have happened up to so late; under way: Infinity. */
  readonly doubtfulRemovals: Map<Operation, number>
}

/** What failed at the client may be going on so long at the coordinator. */
const AFTER_MS = 5_000

/**
 * A dumb reference model of eventual records, and what a history of concurrent clients must keep to:
 *
 * - No read returns what nobody has put.
 * - A read that begins after a write has been acknowledged returns that version or a greater one, or that it was removed.
 * - A write that begins after another has been acknowledged gets a greater version: else the older one would win.
 *
 * The second and third hold only while nobody holds the living for dead: two owners of one id that know nothing of each
 * other both acknowledge. In the end the greatest acknowledged version of each key must be there, whatever has happened.
 */
export class History {
  readonly counts = { written: 0, found: 0, absent: 0, unknown: 0, strict: 0 }
  /** Are operations that begin now held to all of it? */
  isStrict = true
  readonly #now: () => number
  readonly #keys = new Map<string, Key>()
  readonly #open = new Set<Operation>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** The living are held for dead: what is under way, and what begins, is held to less. */
  doubt(): void {
    this.isStrict = false
    for (const operation of this.#open) operation.isStrict = false
  }

  begin(kind: Operation['kind'], key: string, value?: string): Operation {
    const known = this.#key(key)
    if (value !== undefined) known.values.set(value, undefined)
    const beganAt = this.#now()
    const operation: Operation = { kind, key, value, floor: known.newest, beganAt, isStrict: this.isStrict }
    if (kind === 'remove') known.doubtfulRemovals.set(operation, Infinity)
    this.#open.add(operation)
    return operation
  }

  /** @throws CheckFailed when it cannot be */
  end(operation: Operation, ending: Ending): void {
    if (!this.#open.delete(operation)) return
    this.counts[ending.type]++
    if (operation.isStrict && ending.type !== 'unknown') this.counts.strict++
    const known = this.#key(operation.key)
    if (operation.kind === 'remove') known.doubtfulRemovals.set(operation, this.#now() + AFTER_MS)
    if (ending.type === 'written') this.#written(operation, known, ending.version)
    else if (ending.type === 'found') this.#found(operation, known, ending.version, ending.value)
    else if (ending.type === 'absent') this.#absent(operation, known)
  }

  /** Keys with the newest version that was acknowledged of each. */
  *acknowledged(): Generator<readonly [key: string, newest: Acknowledged]> {
    for (const [key, { newest }] of this.#keys) if (newest !== undefined) yield [key, newest]
  }

  #key(key: string): Key {
    let known = this.#keys.get(key)
    if (known === undefined) {
      known = { newest: undefined, values: new Map(), removals: [], doubtfulRemovals: new Map() }
      this.#keys.set(key, known)
    }
    return known
  }

  #written(operation: Operation, known: Key, version: Version): void {
    const { kind, key, value, floor, isStrict } = operation
    if (isStrict && floor !== undefined && compareVersions(version, floor.version) <= 0) {
      throw new CheckFailed(
        'WrittenBelow',
        `${kind} ${key}: ${said(version)} after ${said(floor.version)} was acknowledged`,
      )
    }
    if (kind === 'remove') {
      known.doubtfulRemovals.delete(operation)
      known.removals.push(version)
    } else if (value !== undefined) known.values.set(value, version)
    const isNewest = known.newest === undefined || compareVersions(version, known.newest.version) > 0
    if (isNewest) known.newest = { version, isThere: kind === 'put', beganAt: operation.beganAt }
  }

  #found({ key, floor, isStrict }: Operation, known: Key, version: Version, value: string): void {
    if (!known.values.has(value)) throw new CheckFailed('NeverWritten', `get ${key}: ${value.slice(0, 40)}`)
    const written = known.values.get(value)
    if (written !== undefined && compareVersions(written, version) !== 0) {
      throw new CheckFailed(
        'NeverWritten',
        `get ${key}: ${value.slice(0, 40)} as ${said(version)}, not ${said(written)}`,
      )
    }
    if (isStrict && floor !== undefined && compareVersions(version, floor.version) < 0) {
      throw new CheckFailed('StaleRead', `get ${key}: ${said(version)} after ${said(floor.version)} was acknowledged`)
    }
  }

  #absent({ kind, key, floor, isStrict }: Operation, known: Key): void {
    // A removal that finds nothing may have happened before, when its first answer was lost.
    if (kind === 'remove' || !isStrict || floor?.isThere !== true) return
    for (const until of known.doubtfulRemovals.values()) if (until > floor.beganAt) return
    if (known.removals.some((version) => compareVersions(version, floor.version) > 0)) return
    throw new CheckFailed('LostRead', `${kind} ${key}: nothing, after ${said(floor.version)} was acknowledged`)
  }
}

const said = ({ lamport, peer }: Version): string => `${lamport}-${peer}`
