import { Readable, Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { AdminBackend } from '../../src/admin/index.ts'
import { run } from '../../src/cli/program.ts'
import { writeAdminFile, writeLeftFile } from '../../src/config/index.ts'
import { fakeBackend } from './fake-backend.ts'
import { running } from './server.ts'

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

class Sink extends Writable {
  text = ''
  readonly isTTY: boolean
  readonly columns = 100
  readonly #onText: ((text: string) => void) | undefined
  constructor(onText?: (text: string) => void, isTTY = false) {
    super()
    this.isTTY = isTTY
    this.#onText = onText
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8')
    this.#onText?.(this.text)
    done()
  }
}

export async function cli(
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; onErr?: (text: string) => void; terminal?: boolean; stdin?: string } = {},
): Promise<Outcome> {
  const [stdout, stderr] = [new Sink(), new Sink(options.onErr, options.terminal)]
  const code = await run(args, {
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    stdout,
    stderr,
    env: options.env ?? {},
  })
  return { code, out: stdout.text, err: stderr.text }
}

/** A data dir whose admin.json names a fake daemon. */
export async function daemon(t: TestContext, change: Partial<AdminBackend> = {}) {
  const backend = fakeBackend(change)
  const server = await running(t, { backend })
  await writeAdminFile(server.dataDir, {
    url: server.server.url,
    peerId: 'P',
    overlay: ['/ip4/127.0.0.1/tcp/1/p2p/P'],
    // Nobody's: above what Linux gives out, so that nobody waits for it to end.
    pid: 2 ** 30,
    version: '1',
  })
  await writeLeftFile(server.dataDir, { epoch: backend.status().epoch })
  const ask = (...args: string[]): Promise<Outcome> => cli([...args, '--data-dir', server.dataDir])
  return { backend, server, ask }
}
