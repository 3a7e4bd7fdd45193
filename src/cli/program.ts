import { Command, Option, type CommanderError } from 'commander'
import { OrbError } from '../base/index.ts'
import { programVersion } from '../config/index.ts'
import { Context, Ended, globalFlags, reportError, type Io } from './context.ts'
import { EXIT } from './exit-codes.ts'
import type { RunAction, Verb } from './verb.ts'
import { VERBS } from './verbs.ts'

/**
 * Runs the command line.
 * @returns the exit code; errors have been told on standard error.
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const program = build(io)
  try {
    await program.parseAsync(withoutHelpVerb(program, args), { from: 'user' })
    return EXIT.ok
  } catch (error) {
    if (error instanceof Ended) return error.exitCode
    const flags = { json: args.includes('--json'), color: !args.includes('--no-color') }
    if (!(error instanceof Misused)) return reportError(error, io, flags)
    // Help and version end here too, with code 0.
    if (error.error.exitCode === 0) return EXIT.ok
    if (error.error.code === 'commander.help' && !flags.json) {
      io.stderr.write(error.command.helpInformation())
      return EXIT.usage
    }
    return reportError(usageError(error), io, flags)
  }
}

/** `help lookup` as `lookup --help`, also after flags: commander's own help does not wait for a verb to be loaded. */
function withoutHelpVerb(program: Command, args: readonly string[]): string[] {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === 'help') return helpOf(program, args.slice(0, at), args.slice(at + 1))
    if (!arg.startsWith('-') || arg === '--') break
    // The next one is its value, not a verb.
    if (program.options.some(({ long, required }) => required && long === arg)) at++
  }
  return [...args]
}

function helpOf(program: Command, flags: readonly string[], words: readonly string[]): string[] {
  const verb = words.find((word) => !word.startsWith('-'))
  const known = verb === undefined || program.commands.some((command) => command.name() === verb)
  // An unknown verb is told as such, with the nearest one.
  return [...flags, ...words, ...(known ? ['--help'] : [])]
}

/** The whole command line with all verbs loaded: for the reference. */
export async function loadedProgram(io: Io): Promise<Command> {
  const program = build(io)
  for (const verb of VERBS) {
    const command = program.commands.find((known) => known.name() === verb.name)
    if (command !== undefined) await configure(command, verb, io)
  }
  return program
}

function build(io: Io): Command {
  const program = settle(new Command('orbweaver'), io)
    .description('A peer-to-peer overlay node: LOOKUP(key) on a Chord ring, and files swarmed between peers.')
    .version(programVersion())
    .enablePositionalOptions()
    .hook('preSubcommand', async (parent, command) => {
      const verb = VERBS.find((known) => parent === program && known.name === command.name())
      if (verb !== undefined) await configure(command, verb, io)
    })
  addGlobalOptions(program, true)
  for (const verb of VERBS) {
    settle(program.command(verb.name), io)
      .summary(verb.summary)
      .description(sentence(verb.summary))
      .helpGroup(verb.group)
  }
  return program
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

async function configure(command: Command, verb: Verb, io: Io): Promise<void> {
  const { configure: shape } = await verb.load()
  shape(command, runAction(io))
  for (const each of allOf(command)) {
    settle(each, io)
    addGlobalOptions(each, verb.ownAdmin !== true)
    defaultNegatable(each)
  }
}

/** Commander gives x of a lone `--no-x` its default, true, before it asks for a verb to be loaded: too early for ours. */
function defaultNegatable(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName()
    const isLone = option.negate && !command.options.some((other) => !other.negate && other.attributeName() === name)
    if (isLone && command.getOptionValue(name) === undefined) command.setOptionValueWithSource(name, true, 'default')
  }
}

/** A verb and all below it. */
const allOf = (command: Command): Command[] => [command, ...command.commands.flatMap(allOf)]

const runAction =
  (io: Io): RunAction =>
  async (command, action) => {
    const context = new Context(io, globalFlags(command), () => loadedProgram(io))
    try {
      await action(context)
    } finally {
      context.close()
    }
  }

/** What is wrong with the words after a command, which knows more about them than the program. */
class Misused extends Error {
  readonly command: Command
  readonly error: CommanderError
  constructor(command: Command, error: CommanderError) {
    super(error.message)
    this.command = command
    this.error = error
  }
}

/** Errors are thrown, and told in one place; output goes where `io` says. */
function settle(command: Command, io: Io): Command {
  const misused = (error: CommanderError): never => {
    throw new Misused(command, error)
  }
  return command.exitOverride(misused).configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: () => undefined,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  })
}

function addGlobalOptions(command: Command, admin: boolean): void {
  const group = 'Everywhere:'
  const options = [
    new Option('--json', 'machine-readable output'),
    new Option('--quiet', 'no words nor progress on standard error'),
    new Option('--no-color', 'no colours'),
    new Option('--timeout <duration>', 'how long to wait for the daemon, such as 500ms, 5s or 2m (default 5s)'),
    new Option('--data-dir <dir>', "the daemon's folder (else $ORBWEAVER_HOME, else the platform's place)"),
    ...(admin ? [new Option('--admin <url>', "the daemon's address (else what the data dir says)")] : []),
    new Option('--token-file <file>', 'the file that holds the admin token (else admin.token of the data dir)'),
    new Option('--config <file>', 'the config file (else config.yaml of the data dir)'),
  ]
  for (const option of options) command.addOption(option.helpGroup(group))
}

/** Commander's words, without its prefix; its suggestion becomes the hint. */
function usageError({ command, error }: Misused): OrbError {
  const [first = '', ...more] = error.message.replace(/^error: /, '').split('\n')
  const near = more.join(' ').replace(/^\(|\)$/g, '')
  const help = `\`${namesOf(command).join(' ')} --help\``
  if (error.code === 'commander.help') return new OrbError('USAGE', 'which verb?', { hint: `${help} lists them` })
  return new OrbError('USAGE', first, { hint: near === '' ? `${help} lists ${listedBy(command)}` : near })
}

const listedBy = ({ commands }: Command): string => (commands.length === 0 ? 'its flags' : 'verbs and flags')

/** A command with all above it, as it is typed. */
const namesOf = (command: Command): string[] => [
  ...(command.parent === null ? [] : namesOf(command.parent)),
  command.name(),
]
