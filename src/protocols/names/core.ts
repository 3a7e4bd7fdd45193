import type { Change } from '../agreement/messages.ts'
import type { AgreementCommands, Register } from '../agreement/commands.ts'
import { MachineCore, type CallEndsOf, type StepOf } from '../core.ts'
import { fail, type CallId, type CallOf, type CommandId, type Result } from '../machine.ts'
import type { NameEntry, NamesCommands } from './commands.ts'
import { decodeEntry, type Entry } from './entry.ts'
import { keyOfName, ringIdOfTree, type Name } from './name.ts'
import type { NamesParams } from './params.ts'
import type { NamesProtocol, NamesSiblings } from './protocol.ts'

export type Step = StepOf<NamesProtocol>
export type Code = NamesCommands['set']['codes']

/** Something under way that takes several calls: a command, or the renewal of a lease. */
export interface Task {
  readonly deadline: number
  /** Calls that have not ended. */
  readonly calls: Set<CallId>
  isOver: boolean
  readonly ended: (step: Step, result: Result<unknown, Code>) => void
}

/** A register of a name, as it was read; `entry` is undefined when it holds none that is good. */
export interface Held {
  readonly register: Register
  readonly entry: Entry | undefined
}

/** Of an agreement call, whatever it was: names makes nothing of codes that it does not know. */
type AnswerOf<K extends 'change' | 'list'> = Result<AgreementCommands[K]['result'], Code>

/** The answer is given so much before the deadline of the command, which would give none. */
const ANSWER_MS = 50

/** What the parts of the machine share. */
export class Core extends MachineCore<NamesProtocol, NamesParams, NamesSiblings> {
  readonly #commands = new Map<CommandId, Task>()

  /** Commands under way. */
  get open(): number {
    return this.#commands.size
  }

  /** A command's task; undefined: it has been refused. */
  command(step: Step, id: CommandId, leftMs: number): Task | undefined {
    const { commands } = this.params.limits
    if (this.#commands.size >= commands) {
      step.effects.push({ type: 'done', id, result: fail('OVERLOAD', `${commands} commands of names are under way`) })
      return undefined
    }
    const task = this.task(step.now + leftMs - ANSWER_MS, (then, result) => {
      this.#commands.delete(id)
      then.effects.push({ type: 'done', id, result })
    })
    this.#commands.set(id, task)
    return task
  }

  task(deadline: number, ended: Task['ended']): Task {
    return { deadline, calls: new Set(), isOver: false, ended }
  }

  /** Whoever commanded it waits no longer: neither do we. */
  cancel(step: Step, id: CommandId): void {
    const task = this.#commands.get(id)
    if (task === undefined) return
    this.#commands.delete(id)
    this.drop(step, task)
  }

  /** Ends a task, whatever is still open of it. */
  end(step: Step, task: Task, result: Result<unknown, Code>): void {
    if (task.isOver) return
    this.drop(step, task)
    task.ended(step, result)
  }

  /** Gives a task up: its calls are cancelled, and it tells nobody. */
  drop(step: Step, task: Task): void {
    task.isOver = true
    for (const call of task.calls) this.cancelCall(step, call)
    task.calls.clear()
  }

  change(
    step: Step,
    task: Task,
    name: Name,
    change: Change,
    ends: (step: Step, result: AnswerOf<'change'>) => void,
  ): void {
    const { sha256 } = this.siblings
    const args = { id: ringIdOfTree(sha256, name), key: keyOfName(name), change }
    this.#agree(step, task, { name: 'change', args }, (then, result) => {
      if (result.ok && 'registers' in result.value) return
      ends(then, result as AnswerOf<'change'>)
    })
  }

  list(
    step: Step,
    task: Task,
    args: AgreementCommands['list']['args'],
    ends: (step: Step, page: AgreementCommands['list']['result']) => void,
  ): void {
    this.#agree(step, task, { name: 'list', args }, (then, result) => {
      if (!result.ok) this.end(then, task, fail(result.code as Code, result.detail))
      else if ('registers' in result.value) ends(then, result.value)
    })
  }

  /** Reads the registers of names of one tree; any failure but that there is none ends the task. */
  readNames(
    step: Step,
    task: Task,
    names: readonly Name[],
    ends: (step: Step, held: readonly (Held | undefined)[]) => void,
  ): void {
    const held: (Held | undefined)[] = names.map(() => undefined)
    let open = names.length
    if (open === 0) ends(step, held)
    names.forEach((name, i) => {
      this.change(step, task, name, { type: 'read' }, (then, result) => {
        if (result.ok) held[i] = this.heldOf(name, result.value)
        else if (result.code !== 'NOT_FOUND') {
          this.end(then, task, result)
          return
        }
        if (--open === 0) ends(then, held)
      })
    })
  }

  heldOf(name: Name, register: Register): Held {
    const { value } = register
    return { register, entry: value && decodeEntry(this.siblings.signer, name, value) }
  }

  /** What is told of a name. */
  answerOf(name: Name, entry: Entry, expiresAtMs: NameEntry['expiresAtMs']): NameEntry {
    return { name: name.text, id: ringIdOfTree(this.siblings.sha256, name), ...entry, expiresAtMs }
  }

  #agree(step: Step, task: Task, command: CallOf<NamesProtocol>['command'], ends: CallEndsOf<NamesProtocol>): void {
    const deadlineMs = Math.max(1, task.deadline - step.now)
    const call = this.call(step, { to: 'agreement', command }, deadlineMs, (then, result) => {
      task.calls.delete(call)
      if (!task.isOver) ends(then, result)
    })
    task.calls.add(call)
  }
}
