import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Option } from 'commander'
import { OrbError } from '../base/index.ts'
import type { Context } from './context.ts'
import { DemoRun, DEMO_FILE_BYTES, DEMO_KEYS } from './demo-run.ts'
import { Fleet } from './fleet.ts'
import type { Configure } from './verb.ts'

/** Daemons a demo may start: each is a process of about 100 MB. */
const MAX_NODES = 64

interface DemoFlags {
  readonly nodes: string
  readonly file?: string
  readonly keep?: boolean
}

export const configure: Configure = (command, run) => {
  command
    .description(
      `The main job on this machine: starts real daemons as child processes, asks each for ${DEMO_KEYS} keys and checks ` +
        'every answer against the sorted ring ids, puts a record and sets a name through one and reads them through the ' +
        'others, puts items at points of the space and finds them by a box, shares a real file on one, fetches it on all others at once and compares the hashes. Exit code 0 only ' +
        'if all is right.',
    )
    .addOption(new Option('--nodes <n>', `daemons, 2 to ${MAX_NODES}`).default('5'))
    .option('--file <file>', `the file to share (else ${DEMO_FILE_BYTES / 1024 / 1024} MiB of random bytes)`)
    .option('--keep', 'let the daemons run until Ctrl-C, and keep their folders')
    .action(async (flags: DemoFlags) => run(command, (context) => demo(context, flags)))
}

async function demo(context: Context, flags: DemoFlags): Promise<void> {
  const nodes = Number(flags.nodes)
  if (!Number.isInteger(nodes) || nodes < 2 || nodes > MAX_NODES) {
    throw new OrbError('USAGE', `--nodes must be a whole number from 2 to ${MAX_NODES}`)
  }
  const file = flags.file === undefined ? undefined : context.absolute(flags.file)
  if (file !== undefined && !(await isFile(file))) throw new OrbError('NOT_FOUND', `there is no file ${file}`)
  const keep = flags.keep === true
  const lines: string[] = []
  const say = (line: string): void => {
    lines.push(line)
    if (!context.json) context.io.stdout.write(`${line}\n`)
  }

  const dir = await mkdtemp(join(tmpdir(), 'orbweaver-demo-'))
  try {
    const begun = performance.now()
    const fleet = await startFleet(nodes, dir, keep, say)
    // Ctrl-C in the middle leaves no daemon behind.
    const interrupted = onceInterrupted()
    try {
      await Promise.race([
        new DemoRun(dir, say).run(fleet, file),
        interrupted.then(() => {
          throw new OrbError('CANCELLED', 'interrupted')
        }),
      ])
      const seconds = (performance.now() - begun) / 1000
      say(`All right: ${nodes} daemons, ${seconds.toFixed(1)} s.`)
      if (keep) {
        for (const { name, url, dataDir } of fleet.daemons) say(`${name}: ${url}  --data-dir ${dataDir}`)
        context.say('The daemons run until Ctrl-C; their folders stay.')
        await interrupted
      }
    } finally {
      await fleet.stop()
    }
    if (context.json) context.print({ ok: true, nodes, lines }, () => '')
  } finally {
    if (!keep) await rm(dir, { recursive: true, force: true })
  }
}

function startFleet(nodes: number, dir: string, keep: boolean, say: (line: string) => void): Promise<Fleet> {
  say(`Starting ${nodes} daemons in one private network …`)
  const begun = performance.now()
  return Fleet.start({
    nodes,
    dir: join(dir, 'daemons'),
    keep,
    onReady: ({ name, peerId, url }) => {
      say(`${name} is ready after ${((performance.now() - begun) / 1000).toFixed(1)} s: ${peerId} ${url}`)
    },
  })
}

function onceInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      resolve()
    }
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true
}
