import { OrbError, type SwarmId } from '../../base/index.ts'
import type { SwarmHost } from './host.ts'
import { ManagedSwarm } from './managed-swarm.ts'
import type { SwarmRow, SwarmTable } from './swarm-table.ts'

/** The swarms of this daemon, here, in the table and in the machine. What concerns one swarm happens one after the other. */
export class Roster {
  readonly table: SwarmTable
  readonly #host: SwarmHost
  readonly #swarms = new Map<SwarmId, ManagedSwarm>()
  readonly #turns = new Map<SwarmId, Promise<unknown>>()

  constructor(host: SwarmHost, table: SwarmTable) {
    this.#host = host
    this.table = table
  }

  get(id: SwarmId): ManagedSwarm | undefined {
    return this.#swarms.get(id)
  }

  all(): ManagedSwarm[] {
    return [...this.#swarms.values()]
  }

  /** @throws OrbError NOT_FOUND */
  known(id: SwarmId): ManagedSwarm {
    const swarm = this.#swarms.get(id)
    if (swarm !== undefined) return swarm
    throw new OrbError('NOT_FOUND', `swarm ${id} is not known here`, {
      hint: '`orbweaver swarms` lists those that are',
    })
  }

  /** Runs when everything that was begun earlier for the swarm has ended: added while it is removed, it is added after. */
  async inTurn<Value>(id: SwarmId, action: () => Promise<Value>): Promise<Value> {
    const before = this.#turns.get(id) ?? Promise.resolve()
    const mine = before.then(action, action)
    this.#turns.set(id, mine)
    try {
      return await mine
    } finally {
      if (this.#turns.get(id) === mine) this.#turns.delete(id)
    }
  }

  /** Makes a swarm of the table known here and to the machine. @throws OrbError OVERLOAD: it is out of the table again */
  async admit(row: SwarmRow): Promise<ManagedSwarm> {
    const swarm = new ManagedSwarm(row)
    this.#swarms.set(row.id, swarm)
    try {
      await this.#host.command('add', { swarm: row.id })
    } catch (error) {
      await this.strike(swarm)
      throw error
    }
    return swarm
  }

  /** Out of everything but the machine. */
  async strike(swarm: ManagedSwarm): Promise<void> {
    await this.table.remove(swarm.id)
    this.dismiss(swarm)
  }

  /** No longer known here; it stays in the table. */
  dismiss(swarm: ManagedSwarm): void {
    if (this.#swarms.get(swarm.id) === swarm) this.#swarms.delete(swarm.id)
  }
}
