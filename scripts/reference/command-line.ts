import { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import { loadedProgram } from '../../src/cli/program.ts'
import { OPTION_ROWS } from '../../src/config/index.ts'

/** docs/reference/command-line.md, from the help of every verb. */
export async function commandLineMarkdown(): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const program = await loadedProgram({ stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, env: {} })
  const lines = [
    '# Command line',
    '',
    '<!-- Written by `npm run generate` from src/cli: do not edit. -->',
    '',
    '`orbweaver <verb>`. Standard output carries data, standard error words and progress. Every verb takes these:',
    '',
    ...program.options
      .filter((option) => isGlobal(option.long))
      .map((option) => `- \`${option.flags}\`: ${option.description}`),
    '',
    'Exit codes: 0 ok, 1 failure, 2 usage, 3 daemon not reachable, 4 not authorised, 5 not found, 6 timeout, 7 unfinished,',
    '8 corrupt data, 9 disk full, 10 configuration invalid, 11 data dir locked by another daemon. 6 is also what too few',
    'daemons that answer come to: the same may do later. 2 is also an input that is too large, 9 a quota that is used up.',
    '',
    'Signals of `start`: INT and TERM stop gracefully, a second one at once; USR1 writes the state to the log.',
  ]
  for (const command of program.commands) {
    for (const [name, each] of verbsOf(command, command.name())) lines.push('', ...section(each, name))
  }
  return `${lines.join('\n')}\n`
}

/** What can be typed: verbs without verbs below them, and those that do something themselves, which have flags of their own. */
function verbsOf(command: Command, name: string): [name: string, command: Command][] {
  const below = command.commands.flatMap((each) => verbsOf(each, `${name} ${each.name()}`))
  const hasOwn = command.options.some(({ long }) => !isGlobal(long))
  return below.length === 0 || hasOwn ? [[name, command], ...below] : below
}

const GLOBAL = ['--json', '--quiet', '--no-color', '--timeout', '--data-dir', '--token-file', '--config']
const isGlobal = (long: string | undefined): boolean =>
  long !== undefined && (GLOBAL.includes(long) || long === '--admin')

function section(command: Command, name: string): string[] {
  const args = command.registeredArguments.map((argument) => {
    const dots = argument.variadic ? '…' : ''
    return argument.required ? ` <${argument.name()}${dots}>` : ` [${argument.name()}${dots}]`
  })
  const takesConfiguration = command.options.some((option) => option.long === '--chord-successors')
  const elsewhere = new Set([
    ...GLOBAL,
    '--admin',
    ...(takesConfiguration ? OPTION_ROWS.map((row) => `--${row.longFlag}`) : []),
  ])
  const own = command.options.filter((option) => !elsewhere.has(option.long ?? ''))
  return [
    `## \`${name}${args.join('')}\``,
    '',
    command.description(),
    ...(own.length === 0 && !takesConfiguration ? [] : ['']),
    ...own.map((option) => `- \`${option.flags}\`: ${option.description}`),
    ...(takesConfiguration
      ? [
          '- every option of the [configuration](configuration.md) as a flag; `--listen`, `--admin` and `--open` are short for three',
        ]
      : []),
  ]
}
