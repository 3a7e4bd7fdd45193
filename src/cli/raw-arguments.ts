import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { OrbError } from '../base/index.ts'

/** What Node puts in the place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD'

/**
 * An argument whose bytes are not UTF-8 reaches us with � in their place: a path would name another file, a key another
 * key. The real bytes are told by the kernel, on Linux; elsewhere an argument with � is taken as it is. The launcher may
 * have handed the arguments on from another process, which then is our parent.
 * @returns the usage error that says so, or undefined
 */
export async function notUtf8(args: readonly string[]): Promise<OrbError | undefined> {
  if (!args.some((arg) => arg.includes(REPLACEMENT))) return undefined
  for (const pid of [process.pid, process.ppid]) {
    const bad = notUtf8Of(args, await commandLineOf(pid))
    if (bad === undefined) continue
    return new OrbError('USAGE', `argument ${bad + 1} is not UTF-8: ${JSON.stringify(args[bad])}`, {
      hint: 'rename the file, or name the folder that it lies in',
    })
  }
  return undefined
}

/** The first of the arguments that ends a command line with other bytes than UTF-8; undefined: none, or another line. */
export function notUtf8Of(args: readonly string[], line: Uint8Array): number | undefined {
  const pieces = split(line).slice(-args.length)
  const isOurs = pieces.length === args.length && pieces.every((piece, i) => Buffer.from(piece).toString() === args[i])
  const at = isOurs ? pieces.findIndex((piece) => !isUtf8(piece)) : -1
  return at < 0 ? undefined : at
}

/** The arguments of a process as the kernel has them, each with a NUL after it. Empty where that cannot be read. */
async function commandLineOf(pid: number): Promise<Uint8Array> {
  if (process.platform !== 'linux') return new Uint8Array()
  try {
    return await readFile(`/proc/${pid}/cmdline`)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return new Uint8Array()
    throw error
  }
}

function split(line: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let begin = 0; begin < line.byteLength;) {
    const end = line.indexOf(0, begin)
    if (end < 0) break
    pieces.push(line.subarray(begin, end))
    begin = end + 1
  }
  return pieces
}
