import { randomBytes } from 'node:crypto'
import { OrbError } from '../base/index.ts'
import { dataDirFiles, readPrivateFile, writePrivateFile } from './data-dir.ts'

const TOKEN_BYTES = 32
const TOKEN = /^[\w-]{32,128}$/
const MAX_TOKEN_FILE_BYTES = 256

/** A fresh token: the prefix lets secret scanners know it. */
export const newToken = (): string => `orb_${randomBytes(TOKEN_BYTES).toString('base64url')}`

/** The admin token of a data dir, made at the first call, with its header file. @throws OrbError CORRUPT, IO */
export async function openToken(dataDir: string): Promise<string> {
  const known = await readToken(dataDirFiles(dataDir).token)
  if (known === undefined) return replaceToken(dataDir)
  await writeHeader(dataDir, known)
  return known
}

/** A new token in place of the old one: admin.token and admin.header, each in one step. */
export async function replaceToken(dataDir: string): Promise<string> {
  const token = newToken()
  await writePrivateFile(dataDirFiles(dataDir).token, `${token}\n`)
  await writeHeader(dataDir, token)
  return token
}

const writeHeader = (dataDir: string, token: string): Promise<void> =>
  writePrivateFile(dataDirFiles(dataDir).header, `Authorization: Bearer ${token}\n`)

/** The token in a file, or undefined when there is no such file. @throws OrbError CORRUPT, IO */
export async function readToken(path: string): Promise<string | undefined> {
  const content = await readPrivateFile(path, MAX_TOKEN_FILE_BYTES)
  const token = content?.trim()
  if (token === undefined || TOKEN.test(token)) return token
  throw new OrbError('CORRUPT', `${path} holds no token`, {
    hint: 'remove the file: the next start of the daemon makes a new token',
  })
}
