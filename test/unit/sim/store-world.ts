import type { MonoMs } from '../../../src/base/index.ts'
import {
  succeed,
  type CommandId,
  type Effect,
  type Input,
  type Machine,
  type OpId,
  type Protocol,
} from '../../../src/protocols/index.ts'
import { CheckFailed, Simulation, type MakeWorld, type SimNode, type World } from '../../../src/sim/index.ts'

/**
 * A store of one node that acknowledges a value when it is written, and is broken on purpose: it forgets to ask for a sync
 * when the key begins with `f`. So a power cut after the acknowledgement loses the value.
 */
class BrokenStore implements Machine<Protocol> {
  readonly hears = []
  readonly wakeAt: MonoMs | undefined = undefined
  readonly #waiting = new Map<OpId, CommandId>()
  #last = 0

  step(_: unknown, input: Input<Protocol>): readonly Effect<Protocol>[] {
    if (input.type === 'command') {
      const key = String((input.command as { args: unknown }).args)
      const op = ++this.#last as OpId
      this.#waiting.set(op, input.id)
      const batch = [{ key: `chord/${key}`, value: Uint8Array.of(1) }]
      return [{ type: 'write', op, batch, sync: !key.startsWith('f') }]
    }
    if (input.type !== 'written') return []
    const id = this.#waiting.get(input.op)
    return id === undefined ? [] : [{ type: 'done', id, result: succeed(undefined) }]
  }
}

/** Look-ups put their target; in the end all that was acknowledged must be on a disk. */
class StoreWorld implements World {
  readonly sim: Simulation<BrokenStore>
  readonly #byNumber = new Map<number, SimNode<BrokenStore>>()
  readonly #acknowledged: [SimNode<BrokenStore>, key: string][] = []

  constructor(seed: number) {
    this.sim = new Simulation({
      seed,
      make: () => {
        const view = new BrokenStore()
        return { machines: [['chord', view]], view }
      },
    })
  }

  begin(nodes: number): void {
    for (let number = 0; number < nodes; number++) this.start(number)
  }

  run(forMs: number): void {
    this.sim.run(this.sim.now + forMs)
  }

  settle(withinMs: number): void {
    this.run(withinMs)
    for (const [node, key] of this.#acknowledged) {
      if (node.disk.page({ from: `chord/${key}`, below: `chord/${key}~` }, 1).rows.length > 0) continue
      throw new CheckFailed('Lost', `${node.peer} acknowledged ${key} and has lost it`, this.sim.trace.lines())
    }
  }

  counts(): Record<string, number> {
    return { acknowledged: this.#acknowledged.length }
  }

  nodeOf(number: number): SimNode<BrokenStore> | undefined {
    return this.#byNumber.get(number)
  }

  start(number: number): void {
    const node = this.#byNumber.get(number)
    if (node === undefined) this.#byNumber.set(number, this.sim.add())
    else this.sim.restart(node)
  }

  leave(number: number): void {
    const node = this.#byNumber.get(number)
    if (node !== undefined) this.sim.stop(node)
  }

  lookup(number: number, target: string): void {
    const node = this.#byNumber.get(number)
    if (node?.alive !== true) return
    this.sim.command(node, 'chord', { name: 'put', args: target }, 10_000, (result) => {
      if (result.ok) this.#acknowledged.push([node, target])
    })
  }

  lookupByChance(): void {
    // Puts are named, each by itself.
  }

  mayLose(): boolean {
    return true
  }

  mayPart(): boolean {
    return true
  }

  lost(): void {
    // Nothing is known of who is there.
  }

  parted(): void {
    // No store knows another.
  }

  upset(): () => void {
    return () => undefined
  }
}

export const makeStoreWorld: MakeWorld = ({ seed }) => new StoreWorld(seed)
