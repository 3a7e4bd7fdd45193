import { type ErrorCode, OrbError } from '../base/index.ts'

/** The code of a system error (`ENOSPC`), or undefined for anything else. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** What the errors of the operating system mean to a person. Anything not listed is IO. */
const MEANINGS: Readonly<Record<string, { code: ErrorCode; words: string; hint?: string }>> = {
  ENOSPC: { code: 'STORAGE_FULL', words: 'the disk is full', hint: 'make room, then resume' },
  EDQUOT: { code: 'STORAGE_FULL', words: 'the disk quota is used up', hint: 'make room, then resume' },
  EFBIG: {
    code: 'STORAGE_FULL',
    words: 'the file system cannot hold a file of this size',
    hint: 'choose a folder on another disk',
  },
  EACCES: {
    code: 'FORBIDDEN',
    words: 'permission denied',
    hint: 'the user that runs the daemon needs access to it',
  },
  EPERM: { code: 'FORBIDDEN', words: 'the operation is not permitted' },
  EROFS: { code: 'FORBIDDEN', words: 'the file system is read-only', hint: 'choose a folder on another disk' },
  ENOENT: { code: 'NOT_FOUND', words: 'there is no such file or folder' },
  ENOTDIR: { code: 'INVALID_ARGUMENT', words: 'a part of the path is no folder' },
  EISDIR: { code: 'INVALID_ARGUMENT', words: 'it is a folder' },
  ELOOP: { code: 'INVALID_ARGUMENT', words: 'it is a symbolic link, and links are not followed' },
  ENAMETOOLONG: {
    code: 'INVALID_ARGUMENT',
    words: 'the name or path is too long',
    hint: 'choose a folder with a shorter path',
  },
  EEXIST: { code: 'CONFLICT', words: 'it exists already' },
  ENOTEMPTY: { code: 'CONFLICT', words: 'it exists already' },
  EMFILE: { code: 'OVERLOAD', words: 'too many files are open', hint: 'raise the limit of open files (ulimit -n)' },
  ENFILE: { code: 'OVERLOAD', words: 'too many files are open on this machine' },
}

/** The fault that a system error `errno` means when `doing` something, e.g. `cannot read "x"`. */
export function ioError(errno: string | undefined, doing: string, cause?: unknown): OrbError {
  const meaning = errno === undefined ? undefined : MEANINGS[errno]
  const words = meaning?.words ?? `input/output error${errno === undefined ? '' : ` (${errno})`}`
  const hint = meaning?.hint
  return new OrbError(meaning?.code ?? 'IO', `${doing}: ${words}`, {
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Runs `action`; a system error becomes an OrbError that says what could not be done. Other errors pass. */
export async function describing<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    const errno = errnoOf(error)
    if (error instanceof OrbError || errno === undefined) throw error
    throw ioError(errno, doing, error)
  }
}

/** True for the error of a path that does not exist. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')
