import type { Command } from 'commander'
import { harmless, size } from './format.ts'
import { patience, timeoutField } from './lookup.ts'
import { CONSISTENT_WORDS, KEY_WORDS, recordKey } from './record-input.ts'
import { showValue, writeValue } from './value-output.ts'
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
    } else await showValue(context, value)
  })
