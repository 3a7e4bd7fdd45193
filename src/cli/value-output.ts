import { isUtf8 } from 'node:buffer'
import { writeFile } from 'node:fs/promises'
import { OrbError } from '../base/index.ts'
import type { Context } from './context.ts'
import { harmless, size } from './format.ts'
import { ioError } from './record-input.ts'

/** Writes a value to a file. @throws OrbError */
export async function writeValue(path: string, value: Uint8Array): Promise<void> {
  try {
    await writeFile(path, value)
  } catch (error) {
    throw ioError(`cannot write ${path}`, error)
  }
}

/** The bytes as they are; on a terminal only what it would not take for commands. */
export async function showValue({ io }: Context, value: Uint8Array): Promise<void> {
  if (io.stdout.isTTY !== true) {
    await new Promise<void>((resolve, reject) => {
      io.stdout.write(value, (error) => {
        if (error === null || error === undefined) resolve()
        else reject(ioError('cannot write to standard output', error))
      })
    })
    return
  }
  if (!isUtf8(value)) {
    throw new OrbError('USAGE', `the value is binary, ${size(value.byteLength)}: not shown on a terminal`, {
      hint: 'write it to a file with --file, or redirect the output',
    })
  }
  const lines = Buffer.from(value).toString('utf8').split('\n')
  io.stdout.write(`${lines.map((line) => harmless(line.replaceAll('\t', '    '))).join('\n')}\n`)
}
