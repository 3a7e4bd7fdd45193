import assert from 'node:assert/strict'
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { test, type TestContext } from 'node:test'
import { projectRoot } from './tree.ts'

/** Makes the Node that first loads it look like Node 20; the one that is re-executed is left alone. */
const pretendOld = `
if (process.env.ORBWEAVER_REEXECUTED_BY === undefined) {
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })
  Object.defineProperty(process, 'version', { value: 'v20.20.2' })
}
`

/** Stands for the daemon: says who it is, then does what it is told. */
const daemon = `
const [verb] = process.argv.slice(2)
process.stdout.write(JSON.stringify({ pid: process.pid, args: process.argv.slice(2), env: process.env.ORBWEAVER_REEXECUTED_BY ?? null }) + '\\n')
if (verb === 'exit') process.exit(7)
if (verb === 'die') process.kill(process.pid, 'SIGKILL')
if (verb === 'echo') process.stdin.pipe(process.stdout)
if (verb === 'serve') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1']) {
    process.on(signal, () => {
      process.stdout.write(signal + '\\n')
      if (signal === 'SIGTERM') process.exit(3)
    })
  }
  process.stdout.write('serving\\n')
  setInterval(() => {}, 60_000)
}
`

interface Installed {
  /** Starts the command on a Node that says it is 20, or on the one that it is. */
  readonly start: (node: 'old' | 'new', ...args: string[]) => Running
}
interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  /** The next line on standard output; undefined at its end. */
  readonly line: () => Promise<string | undefined>
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>
}

async function install(t: TestContext, have: { dist: boolean; bundledNode: boolean }): Promise<Installed> {
  const root = await mkdtemp(join(tmpdir(), 'orbweaver-launcher-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  await cp(join(projectRoot, 'bin'), join(root, 'bin'), { recursive: true })
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await writeFile(join(root, 'old.js'), pretendOld)
  if (have.dist) {
    await mkdir(join(root, 'dist/cli'), { recursive: true })
    await writeFile(join(root, 'dist/cli/main.js'), daemon)
  }
  if (have.bundledNode) {
    const bundled = join(root, `node_modules/node-${process.platform}-${process.arch}`)
    await mkdir(join(bundled, 'bin'), { recursive: true })
    await writeFile(join(bundled, 'package.json'), '{}')
    await symlink(process.execPath, join(bundled, 'bin/node'))
  }
  return {
    start(node, ...args) {
      const preload = node === 'old' ? ['--import', join(root, 'old.js')] : []
      const child = spawn(process.execPath, [...preload, join(root, 'bin/orbweaver.js'), ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, XDG_CACHE_HOME: join(root, 'cache') },
      })
      t.after(() => child.kill('SIGKILL'))
      return running(child)
    },
  }
}

function running(child: Running['child']): Running {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return {
    child,
    async line() {
      const next = await lines.next()
      return next.done === true ? undefined : next.value
    },
    ended: once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, stderr })),
  }
}

const told = async (run: Running): Promise<{ pid: number; args: string[]; env: string | null }> =>
  JSON.parse((await run.line()) ?? '') as { pid: number; args: string[]; env: string | null }

test('without a build it says in one line what to do', async (t) => {
  const { start } = await install(t, { dist: false, bundledNode: true })
  const { code, stderr } = await start('new', 'status').ended
  assert.equal(code, 1)
  assert.match(stderr, /^orbweaver is not built: run "npm run build" in [^\n]+\n$/)
})

test('an old Node without a bundled one is refused in one line', async (t) => {
  const { start } = await install(t, { dist: true, bundledNode: false })
  const { code, stderr } = await start('old', 'status').ended
  assert.equal(code, 1)
  assert.match(stderr, /^orbweaver needs Node 22 or newer; this is v20\.20\.2, and no bundled Node [^\n]+\n$/)
})

test('a new Node runs the program in its own process', async (t) => {
  const { start } = await install(t, { dist: true, bundledNode: false })
  const run = start('new', 'exit', '--json')
  assert.deepEqual(await told(run), { pid: run.child.pid, args: ['exit', '--json'], env: null })
  assert.equal((await run.ended).code, 7)
})

test('an old Node re-executes on the bundled one: arguments down, exit code up', async (t) => {
  const { start } = await install(t, { dist: true, bundledNode: true })
  const run = start('old', 'exit', '--key', 'two words', '')
  const { pid, args, env } = await told(run)
  assert.notEqual(pid, run.child.pid)
  assert.deepEqual(args, ['exit', '--key', 'two words', ''])
  assert.equal(env, null, 'the mark of the re-execution is not handed on')
  assert.equal((await run.ended).code, 7)
})

test('standard input reaches the re-executed program', async (t) => {
  const { start } = await install(t, { dist: true, bundledNode: true })
  const run = start('old', 'echo')
  await told(run)
  run.child.stdin.end('a join string\n')
  assert.equal(await run.line(), 'a join string')
  assert.equal((await run.ended).code, 0)
})

test('each signal reaches the re-executed program once, and its exit code comes back', async (t) => {
  const { start } = await install(t, { dist: true, bundledNode: true })
  const run = start('old', 'serve')
  await told(run)
  assert.equal(await run.line(), 'serving')
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGINT', 'SIGTERM'] as const) {
    run.child.kill(signal)
    assert.equal(await run.line(), signal)
  }
  assert.equal(await run.line(), undefined)
  assert.equal((await run.ended).code, 3)
})

test('a program that dies of a signal makes the command die of it', async (t) => {
  const { start } = await install(t, { dist: true, bundledNode: true })
  const { code, signal } = await start('old', 'die').ended
  assert.deepEqual({ code, signal }, { code: null, signal: 'SIGKILL' })
})

test('kill -9 of the command leaves no program behind', async (t) => {
  const { start } = await install(t, { dist: true, bundledNode: true })
  const run = start('old', 'serve')
  const { pid } = await told(run)
  assert.equal(await run.line(), 'serving')
  t.after(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  })
  run.child.kill('SIGKILL')
  // The program holds the other end of standard output, which ends when it does.
  assert.equal(await run.line(), undefined)
  assert.equal((await run.ended).signal, 'SIGKILL')
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH')
    return false
  }
}
