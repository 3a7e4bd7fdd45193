import { isUtf8 } from 'node:buffer'
import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { OrbError } from '../base/index.ts'
import type { Context } from './context.ts'
import { harmless, size } from './format.ts'
import { patience, timeoutField } from './lookup.ts'
import { CONSISTENT_WORDS, ioError, KEY_WORDS, recordKey } from './record-input.ts'
import type { Configure, RunAction } from './verb.ts'

interface GetFlags {
  readonly consistent?: boolean
  readonly file?: string
}

export const configure: Configure = (command, run) => {
  command
    .argument('<key>', KEY_WORDS)
    .option('--file <file>', 'write the value there instead of to standard output')
    .option('--consistent', CONSISTENT_WORDS)
    .action((key: string) => get(command, run, key))
}

const get = (command: Command, run: RunAction, key: string): Promise<void> =>
  run(command, async (context) => {
    const { file, consistent } = command.opts<GetFlags>()
    const client = await context.client()
    const input = {
      params: recordKey(key),
      query: {
        timeoutMs: timeoutField(context.timeoutMs),
        ...(consistent === true ? { consistent: '1' as const } : {}),
      },
    }
    const { value, headers } = await client.exchange('record', input, patience(context.timeoutMs))
    const version = (headers['etag'] ?? '').replace(/^"(.*)"$/, '$1')
    const expiresAt = headers['orbweaver-expires-at'] ?? ''
    const contentType = headers['orbweaver-content-type']
    const owner = headers['orbweaver-owner']
    const about = {
      key,
      version,
      expiresAt,
      sizeBytes: value.byteLength,
      ...(contentType === undefined ? {} : { contentType }),
      ...(owner === undefined ? {} : { owner }),
    }
    if (file !== undefined) {
      await writeValue(context.absolute(file), value)
      context.say(`${harmless(file)}: ${size(value.byteLength)}, version ${version}, expires ${expiresAt}`)
      if (context.json) context.print(about, () => '')
    } else if (context.json) {
      context.print({ ...about, value64: Buffer.from(value).toString('base64') }, () => '')
    } else await show(context, value)
  })

async function writeValue(path: string, value: Uint8Array): Promise<void> {
  try {
    await writeFile(path, value)
  } catch (error) {
    throw ioError(`cannot write ${path}`, error)
  }
}

/** The bytes as they are; on a terminal only what it would not take for commands. */
async function show({ io }: Context, value: Uint8Array): Promise<void> {
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
