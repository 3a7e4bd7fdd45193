import { reportError } from './context.ts'
import { run } from './program.ts'
import { notUtf8 } from './raw-arguments.ts'

const { stdin, stdout, stderr, env } = process
// A reader that has had enough (`orbweaver swarms | head -1`) is no failure of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
const args = process.argv.slice(2)
const io = { stdin, stdout, stderr, env }
const mangled = await notUtf8(args)
process.exitCode =
  mangled === undefined
    ? await run(args, io)
    : reportError(mangled, io, { json: args.includes('--json'), color: !args.includes('--no-color') })
