import { OrbError, type ErrorCode, ERROR_CODES, type MonoMs } from '../../base/index.ts'
import type { BlockRef, BlockVerdict, CommandArgs, CommandName, Result, SessionId } from '../../protocols/index.ts'
import type { SwarmCommands, Swarms } from '../../protocols/swarm/index.ts'
import type { Pump } from '../../runtime/index.ts'

/** Machine commands only compute: they are done in the step in which they begin. */
const COMMAND_MS = 5_000

/** The swarm machine behind its pump, as the glue sees it. */
export class SwarmHost {
  readonly #pump: Pick<Pump, 'run' | 'command'>
  readonly #machine: Pick<Swarms, 'status'>
  readonly #now: () => MonoMs

  constructor(pump: Pick<Pump, 'run' | 'command'>, machine: Pick<Swarms, 'status'>, now: () => MonoMs) {
    this.#pump = pump
    this.#machine = machine
    this.#now = now
  }

  blockDone(session: SessionId, ref: BlockRef, verdict: BlockVerdict): void {
    this.#pump.run((host, now) => {
      host.session(now, { type: 'block', session, ref, verdict })
    })
  }

  served(session: SessionId, ref: BlockRef, ok: boolean): void {
    this.#pump.run((host, now) => {
      host.session(now, { type: 'served', session, ref, ok })
    })
  }

  status(id: SwarmCommands['get']['args']['swarm']): SwarmCommands['get']['result'] | undefined {
    return this.#machine.status(this.#now(), id)
  }

  /** @throws OrbError with the code that the command ended with */
  async command<Name extends CommandName<'swarm'>>(name: Name, args: CommandArgs<'swarm', Name>): Promise<void> {
    const result: Result = await this.#pump.command('swarm', { name, args }, { deadlineMs: COMMAND_MS })
    if (!result.ok) throw new OrbError(isCode(result.code) ? result.code : 'INTERNAL', result.detail)
  }
}

const isCode = (code: string): code is ErrorCode => (ERROR_CODES as readonly string[]).includes(code)
