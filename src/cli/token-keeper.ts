import type { AdminClient, ResponseOf } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import {
  ADMIN_TOKEN_NAME,
  dataDirFiles,
  isExpired,
  readAdminFile,
  readToken,
  readTokenRecords,
  replaceToken,
  withNewToken,
  withoutToken,
  writeTokenRecords,
  type TokenWish,
} from '../config/index.ts'
import type { Context } from './context.ts'

export type CreatedToken = ResponseOf<'createToken'>
export type TokenList = ResponseOf<'tokens'>
export type RotatedToken = ResponseOf<'rotateToken'>

/** Who keeps the tokens: the daemon while it runs, else the files of its data dir. */
interface Keeper {
  create(wish: TokenWish): Promise<CreatedToken>
  list(): Promise<TokenList>
  revoke(name: string): Promise<void>
  rotate(graceMs: number): Promise<RotatedToken>
}

/**
 * Does work with whoever keeps the tokens. Without `--admin` it is this data dir's daemon, and its files when it does not
 * run: then the data dir is locked meanwhile, so that no daemon reads what is being changed.
 */
export async function withKeeper<Result>(context: Context, work: (keeper: Keeper) => Promise<Result>): Promise<Result> {
  const named = context.flags.admin !== undefined
  if (named || (await readAdminFile(context.dataDir)) !== undefined) {
    try {
      return await work(running(await context.client()))
    } catch (error) {
      // A daemon that was killed leaves its admin.json behind; the lock tells whether one runs all the same.
      const gone = error instanceof OrbError && error.code === 'DAEMON_UNREACHABLE'
      if (named || !gone) throw error
    }
  }
  const { dataDir } = context
  if ((await readToken(dataDirFiles(dataDir).token)) === undefined) {
    throw new OrbError('NOT_FOUND', `${dataDir} is no data dir of a daemon`, {
      hint: '`orbweaver init` or the first `orbweaver start` makes one',
    })
  }
  const { whileStopped } = await import('../daemon/index.ts')
  return whileStopped(dataDir, () => work(stopped(dataDir)))
}

const running = (client: AdminClient): Keeper => ({
  create: ({ name, scope, ttlMs }) =>
    client.call('createToken', { body: { name, scope, ...(ttlMs === undefined ? {} : { ttlMs }) } }),
  list: () => client.call('tokens', {}),
  revoke: (name) => client.call('revokeToken', { params: { name } }),
  rotate: (graceMs) => client.call('rotateToken', graceMs === 0 ? {} : { query: { graceMs: String(graceMs) } }),
})

const stopped = (dataDir: string): Keeper => ({
  create: async (wish) => {
    const { token, record, records } = withNewToken(await readTokenRecords(dataDir), wish, Date.now())
    await writeTokenRecords(dataDir, records)
    const { sha256: _secret, ...info } = record
    return { ...info, token }
  },
  list: async () => {
    const own = { name: ADMIN_TOKEN_NAME, scope: 'admin', createdAt: null, expiresAt: null, lastUsedAt: null } as const
    const living = (await readTokenRecords(dataDir)).filter((record) => !isExpired(record, Date.now()))
    return { tokens: [own, ...living.map(({ sha256: _secret, ...info }) => info)] }
  },
  revoke: async (name) => {
    await writeTokenRecords(dataDir, withoutToken(await readTokenRecords(dataDir), name))
  },
  rotate: async (graceMs) => {
    if (graceMs > 0) {
      throw new OrbError('USAGE', 'a grace needs a running daemon: without one nobody uses the old token', {
        hint: 'leave --grace out',
      })
    }
    return { token: await replaceToken(dataDir), oldEndsAt: null }
  },
})
