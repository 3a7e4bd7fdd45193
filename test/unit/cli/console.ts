import { Readable, Writable } from 'node:stream'
import { run } from '../../../src/cli/program.ts'

class Sink extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8')
    done()
  }
}

/** Runs the command line in this process. */
export async function cli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [stdout, stderr] = [new Sink(), new Sink()]
  const code = await run(args, { stdin: Readable.from([]), stdout, stderr, env })
  return { code, out: stdout.text, err: stderr.text }
}
