import type { MonoMs } from '../base/index.ts'
import { fail, type CallId, type CommandId } from '../protocols/index.ts'

/** Commands that may run at once, those that siblings call included; one more fails with OVERLOAD. As many as asks. */
export const MAX_COMMANDS = 16_384
export const TOO_MANY = fail('OVERLOAD', `${MAX_COMMANDS} commands are under way`)

/** A running command: from outside, or a sibling's call. */
export interface RunningCommand {
  readonly machine: number
  readonly deadline: MonoMs
  /** The sibling that called, with its name for the call; absent of commands from outside. */
  readonly caller?: { readonly machine: number; readonly call: CallId }
}

/** Commands in flight with one lazy lower bound of their deadlines, as in AskTable. */
export class CommandTable {
  readonly #running = new Map<CommandId, RunningCommand>()
  #bound: MonoMs | undefined
  #last = 0

  get size(): number {
    return this.#running.size
  }

  get isFull(): boolean {
    return this.#running.size >= MAX_COMMANDS
  }

  get bound(): MonoMs | undefined {
    return this.#running.size === 0 ? undefined : this.#bound
  }

  open(machine: number, deadline: MonoMs, caller?: RunningCommand['caller']): CommandId {
    const id = ++this.#last as CommandId
    if (this.#running.size === 0 || this.#bound === undefined || deadline < this.#bound) this.#bound = deadline
    this.#running.set(id, caller === undefined ? { machine, deadline } : { machine, deadline, caller })
    return id
  }

  get(id: CommandId): RunningCommand | undefined {
    return this.#running.get(id)
  }

  take(id: CommandId): RunningCommand | undefined {
    const command = this.#running.get(id)
    if (command !== undefined) this.#running.delete(id)
    return command
  }

  /** The command that serves a sibling's call; calls are few, so a scan will do. */
  ofCall(machine: number, call: CallId): CommandId | undefined {
    for (const [id, { caller }] of this.#running) if (caller?.machine === machine && caller.call === call) return id
    return undefined
  }

  /** Ids of commands whose deadline has passed; they stay until taken. Tightens the bound to those that are left. */
  due(now: MonoMs): CommandId[] {
    if (this.#bound === undefined || this.#bound > now) return []
    const due: CommandId[] = []
    let bound: MonoMs | undefined
    for (const [id, { deadline }] of this.#running) {
      if (deadline <= now) due.push(id)
      else if (bound === undefined || deadline < bound) bound = deadline
    }
    this.#bound = bound
    return due
  }
}
