import type { ChordView } from '../../src/protocols/chord/index.ts'
import type { CommandArgs, CommandName, CommandResult, MachineName, Result } from '../../src/protocols/index.ts'
import { Simulation, type SimNode } from '../../src/sim/index.ts'

const JOIN_MS = 10_000

/** A simulated ring of daemons with Chord, and what stands on it. */
export class MachineRing<View extends { readonly ring: ChordView }> extends Simulation<View> {
  /** Starts a node, for the first time or again; it joins through living members. */
  join(node: SimNode<View> = this.add()): SimNode<View> {
    if (!node.alive) this.restart(node)
    // Its disk has failed.
    if (!node.alive) return node
    const contacts = this.members()
      .filter((other) => other !== node)
      .slice(0, 3)
      .map(({ ref }) => ref)
    const incarnation = node.epoch
    this.do(node, 'chord', 'join', { contacts }, JOIN_MS, (result) => {
      if (!result.ok && node.alive && node.epoch === incarnation) this.join(node)
    })
    return node
  }

  members(): SimNode<View>[] {
    return this.alive.filter(({ view }) => view.ring.state(0) !== 'joining')
  }

  runFor(ms: number): void {
    this.run(this.now + ms)
  }

  /** They join one after the other; then there is time for what moves. */
  grow(nodes: number, settleMs = 15_000): void {
    for (let i = 0; i < nodes; i++) {
      this.join()
      this.runFor(1_500)
    }
    this.runFor(settleMs)
  }

  do<M extends MachineName, K extends CommandName<M>>(
    node: SimNode<View>,
    machine: M,
    name: K,
    args: CommandArgs<M, K>,
    leftMs: number,
    done: (result: CommandResult<M, K>) => void = () => undefined,
  ): void {
    this.command(node, machine, { name, args }, leftMs, done as (result: Result) => void)
  }

  /** Runs until a command has ended. */
  outcome<M extends MachineName, K extends CommandName<M>>(
    node: SimNode<View>,
    machine: M,
    name: K,
    args: CommandArgs<M, K>,
    leftMs = 10_000,
  ): CommandResult<M, K> {
    let outcome: CommandResult<M, K> | undefined
    this.do(node, machine, name, args, leftMs, (result) => (outcome = result))
    for (let waitedMs = 0; outcome === undefined && waitedMs <= leftMs + 100; waitedMs += 5) this.runFor(5)
    if (outcome === undefined) throw new Error(`${machine} ${name} has not ended`)
    return outcome
  }
}
