import { readFile } from 'node:fs/promises'
import { OrbError } from '../base/index.ts'
import { MAX_JOIN_CHARS } from '../config/index.ts'

/**
 * Texts of `--join`: `@file` is read, `-` is standard input, a multiaddr stands for itself. A join string itself is not
 * taken: everybody on the machine can read a command line.
 * @throws OrbError USAGE
 */
export async function readJoins(given: readonly string[], stdin: NodeJS.ReadableStream): Promise<string[]> {
  if (given.filter((value) => value === '-').length > 1) throw new OrbError('USAGE', '--join - can be given once')
  const texts: string[] = []
  for (const value of given) {
    if (value === '-') texts.push(await readAll(stdin))
    else if (value.startsWith('@')) texts.push(await readJoinFile(value.slice(1)))
    else if (value.startsWith('/')) texts.push(value)
    else {
      throw new OrbError('USAGE', '--join takes @file, - (standard input) or a multiaddr', {
        hint: 'a join string is a secret and does not belong on a command line: write it to a file and pass --join @file',
      })
    }
  }
  return texts
}

async function readJoinFile(path: string): Promise<string> {
  try {
    return limited(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof OrbError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new OrbError('USAGE', `cannot read the join string: ${reason}`, { cause: error })
  }
}

async function readAll(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stdin) text = limited(text + (typeof chunk === 'string' ? chunk : chunk.toString('utf8')))
  return text
}

function limited(text: string): string {
  if (text.length > MAX_JOIN_CHARS)
    throw new OrbError('USAGE', `a join string has at most ${MAX_JOIN_CHARS} characters`)
  return text
}
