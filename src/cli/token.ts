import { Option, type Command } from 'commander'
import { OrbError } from '../base/index.ts'
import { dataDirFiles, MAX_TOKEN_TTL_MS, readToken, SCOPES, type Scope } from '../config/index.ts'
import { parseDurationMs, table } from './format.ts'
import { withKeeper, type CreatedToken, type TokenList } from './token-keeper.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  const show = command.command('show').description('Print the admin token.')
  show.action(() => showToken(show, run))
  const rotate = command.command('rotate').description('Replace the admin token; the old one ends at once.')
  rotate.option('--grace <duration>', 'how long the old one still counts, at most 1h; it ends with the daemon')
  rotate.action(() => rotateToken(rotate, run))
  const create = command.command('create').description('Make a token for somebody else. It is printed this once.')
  create
    .argument('<name>', 'for whom, or for what: it stands in the audit log')
    .addOption(new Option('--scope <scope>', 'required: what it may do; each includes those before it').choices(SCOPES))
    .option('--ttl <duration>', 'after which it ends, such as 12h or 90d (default: not by itself)')
    .action((name: string) => createToken(create, run, name))
  const list = command.command('list').description('Names, scopes, ends and last use. Not the tokens themselves.')
  list.action(() => listTokens(list, run))
  const revoke = command.command('revoke').description('End a token at once.').argument('<name>')
  revoke.action((name: string) => revokeToken(revoke, run, name))
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
    const { grace } = command.opts<{ grace?: string }>()
    const graceMs = grace === undefined ? 0 : parseDurationMs(grace)
    context.print(await withKeeper(context, (keeper) => keeper.rotate(graceMs)), ({ token }) => token)
  })

const createToken = (command: Command, run: RunAction, name: string): Promise<void> =>
  run(command, async (context) => {
    const { scope, ttl } = command.opts<{ scope?: Scope; ttl?: string }>()
    if (scope === undefined) {
      throw new OrbError('USAGE', 'which scope?', { hint: `--scope is one of ${SCOPES.join(', ')}` })
    }
    const ttlMs = ttl === undefined ? undefined : parseDurationMs(ttl, MAX_TOKEN_TTL_MS)
    const created = await withKeeper(context, (keeper) => keeper.create({ name, scope, ttlMs }))
    context.print(created, ({ token }) => token)
    context.say(createdText(created))
  })

const createdText = ({ name, scope, expiresAt }: CreatedToken): string =>
  `${name} may ${scope}${expiresAt === null ? '' : ` until ${expiresAt}`}; nobody can print this token again`

const listTokens = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    context.print(await withKeeper(context, (keeper) => keeper.list()), listText)
  })

const listText = ({ tokens }: TokenList): string =>
  table(tokens, [
    { title: 'name', value: ({ name }) => name },
    { title: 'scope', value: ({ scope }) => scope },
    { title: 'made', value: ({ createdAt }) => createdAt ?? '' },
    { title: 'ends', value: ({ expiresAt }) => expiresAt ?? 'never' },
    { title: 'last used', value: ({ lastUsedAt }) => lastUsedAt ?? '' },
  ])

const revokeToken = (command: Command, run: RunAction, name: string): Promise<void> =>
  run(command, async (context) => {
    await withKeeper(context, (keeper) => keeper.revoke(name))
    context.print({ name }, () => `revoked ${name}`)
  })
