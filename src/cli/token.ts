import type { Command } from 'commander'
import { OrbError } from '../base/index.ts'
import { dataDirFiles, readToken } from '../config/index.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  const show = command.command('show').description('Print the admin token.')
  show.action(() => showToken(show, run))
  const rotate = command.command('rotate').description('Replace the admin token; the old one ends at once.')
  rotate.action(() => rotateToken(rotate, run))
}

const showToken = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const path = context.flags.tokenFile ?? dataDirFiles(context.dataDir).token
    const token = await readToken(path)
    if (token === undefined) {
      throw new OrbError('NOT_FOUND', `there is no token at ${path}`, {
        hint: '`orbweaver init` or the first `orbweaver start` makes one',
      })
    }
    context.print({ token, path }, () => token)
  })

const rotateToken = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    context.print(await client.call('rotateToken', {}), ({ token }) => token)
  })
