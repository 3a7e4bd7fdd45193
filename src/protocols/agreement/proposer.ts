import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Group } from './messages.ts'
import type { ProposerParts, Waiting } from './proposal.ts'
import { costOf } from './register.ts'
import { Round, type Remembered } from './round.ts'
import { textOfKey } from './rows.ts'

/** One register as its proposer sees it. */
export interface Register {
  readonly shard: number
  readonly key: Uint8Array
  waiting: Waiting[]
  round: Round | undefined
  /** What the last round has left: the next one needs no first phase while nobody else proposes. */
  remembered: Remembered | undefined
}

/** Registers whose last proposal is remembered, at most; and so many bytes, by `cachedBytes`. */
export const MAX_REMEMBERED = 1_024
/** Changes that are carried out in one proposal. */
export const MAX_TOGETHER = 64

/**
 * The proposers of this node. Changes of one register that come while another is carried out wait, and are then carried
 * out together, one after the other, in one proposal: what many want of one register costs few rounds.
 */
export class Proposer {
  readonly #parts: ProposerParts
  /** Least recently used first. */
  readonly #registers = new Map<string, Register>()
  /** Those with a round. */
  readonly #active = new Set<Register>()
  #rememberedBytes = 0
  #changes = 0
  /** Proposals by how many round trips to the others they took, and attempts that met another proposer. */
  readonly counts = { fast: 0, full: 0, looked: 0, conflicts: 0 }

  constructor(parts: ProposerParts) {
    this.#parts = parts
  }

  get sizes(): { registers: number; changes: number } {
    return { registers: this.#registers.size, changes: this.#changes }
  }

  /** When a round wants to go on. */
  get wakeAt(): number {
    let at = Infinity
    for (const { round } of this.#active) if (round !== undefined) at = Math.min(at, round.retryAt)
    return at
  }

  /** Carries a change out, as a member of the group. */
  change(step: Step, shard: number, key: Uint8Array, waiting: Waiting): void {
    const { changes, changesPerKey } = this.#parts.core.params.limits
    const name = `${shard}/${textOfKey(key)}`
    const register = this.#registers.get(name) ?? { shard, key, waiting: [], round: undefined, remembered: undefined }
    if (this.#changes >= changes || register.waiting.length >= changesPerKey) {
      waiting.done(step, { ok: false, code: 'BUSY' })
      return
    }
    this.#registers.delete(name)
    this.#registers.set(name, register)
    this.#changes++
    register.waiting.push(waiting)
    if (register.round === undefined) this.#begin(step, name, register)
    this.#trim()
  }

  tick(step: Step): void {
    for (const { round } of [...this.#active]) if (round !== undefined && round.retryAt <= step.now) round.attempt(step)
  }

  /** What was remembered of the shard is of an epoch that is over. */
  drop(shard: number): void {
    for (const [name, register] of this.#registers) {
      if (register.shard !== shard) continue
      this.#remember(register, undefined)
      if (register.round === undefined) this.#registers.delete(name)
    }
  }

  #begin(step: Step, name: string, register: Register): void {
    const wanted = register.waiting.splice(0, MAX_TOGETHER)
    register.round = new Round({
      ...this.#parts,
      counts: this.counts,
      shard: register.shard,
      key: register.key,
      wanted,
      remembered: register.remembered,
      ended: (then, ended, remembered) => {
        register.round = undefined
        this.#active.delete(register)
        this.#changes -= wanted.length
        this.#remember(register, remembered)
        wanted.forEach((each, i) => {
          each.done(then, ended[i] ?? { ok: false, code: 'UNKNOWN_OUTCOME' })
        })
        if (register.waiting.length > 0) this.#begin(then, name, register)
        else if (register.remembered === undefined) this.#registers.delete(name)
      },
    })
    this.#active.add(register)
    // A promise may be used once: another proposal of this ballot must not be.
    this.#remember(register, undefined)
    register.round.attempt(step)
  }

  #remember(register: Register, remembered: Remembered | undefined): void {
    this.#rememberedBytes += costOf(remembered?.state) - costOf(register.remembered?.state)
    register.remembered = remembered
  }

  #trim(): void {
    const { cachedBytes } = this.#parts.core.params.limits
    for (const [name, register] of this.#registers) {
      const remembered = this.#registers.size - this.#active.size
      if (remembered <= MAX_REMEMBERED && this.#rememberedBytes <= cachedBytes) return
      if (register.round !== undefined) continue
      this.#remember(register, undefined)
      this.#registers.delete(name)
    }
  }
}

/** Members in the order in which they are asked to propose: all ask the first of them that lives, so that few compete. */
export function proposersOf(core: Core, group: Group, tried: ReadonlySet<PeerKey>): NodeRef[] {
  const left = group.members.filter(({ peer }) => !tried.has(peer))
  return [
    ...left.filter((member) => !core.isDead(core.latest(member))),
    ...left.filter((member) => core.isDead(core.latest(member))),
  ]
}
