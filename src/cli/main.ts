import { run } from './program.ts'

const { stdin, stdout, stderr, env } = process
// A reader that has had enough (`orbweaver swarms | head -1`) is no failure of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env })
