import type { Command } from 'commander'
import type { Context } from './context.ts'

/** Runs the action of a verb with its context; made by program.ts. */
export type RunAction = (command: Command, action: (context: Context) => Promise<void>) => Promise<void>
/** Gives a command its arguments, options and action. */
export type Configure = (command: Command, run: RunAction) => void

/** A verb of the command line. Its file is loaded when it is used, so that `status` does not pay for `start`. */
export interface Verb {
  readonly name: string
  readonly summary: string
  readonly group: 'Daemon:' | 'Overlay:' | 'Records:' | 'Files:'
  /** Its `--admin` is where the daemon listens (admin.listen), not where to ask. */
  readonly ownAdmin?: boolean
  load(): Promise<{ readonly configure: Configure }>
}
