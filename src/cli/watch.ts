import type { Command } from 'commander'
import type { ClientEvent } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { harmless, size } from './format.ts'
import { patience } from './lookup.ts'
import { KEY_WORDS, recordKey } from './record-input.ts'
import type { Configure, RunAction } from './verb.ts'

interface WatchFlags {
  readonly count?: string
}

export const configure: Configure = (command, run) => {
  command
    .argument('<key>', KEY_WORDS)
    .option('--count <n>', 'end after so many states, of which the present one is the first')
    .action((key: string) => watch(command, run, key))
}

const watch = (command: Command, run: RunAction, key: string): Promise<void> =>
  run(command, async (context) => {
    const { count } = command.opts<WatchFlags>()
    if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count)) {
      throw new OrbError('USAGE', `--count must be a whole number from 1: ${harmless(count.slice(0, 40))}`)
    }
    const client = await context.client()
    const left = new AbortController()
    const interrupt = (): void => {
      left.abort()
    }
    process.once('SIGINT', interrupt)
    try {
      const settings = { ...patience(context.timeoutMs), signal: left.signal }
      let told = 0
      for await (const event of client.events('watchRecord', { params: recordKey(key) }, settings)) {
        context.print(event.data, () => stateText(event))
        if (count !== undefined && ++told === Number(count)) return
      }
      if (!left.signal.aborted) throw new OrbError('DAEMON_UNREACHABLE', 'the daemon has ended the watch')
    } finally {
      process.removeListener('SIGINT', interrupt)
    }
  })

/** Text of a value shown in the line itself, in characters. */
const SHOWN_CHARS = 60

function stateText({ data }: ClientEvent<'watchRecord'>): string {
  const { version, value64, contentType, expiresAt } = data
  if (value64 === null) return version === null ? 'absent' : `absent   ${version}`
  const value = Buffer.from(value64, 'base64')
  const text = harmless(value.subarray(0, 4 * SHOWN_CHARS).toString('utf8'))
  const shown = text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
  const type = contentType === '' ? '' : `  ${harmless(contentType)}`
  return `value    ${version ?? ''}  ${size(value.byteLength)}${type}  expires ${expiresAt ?? ''}  ${shown}`
}
