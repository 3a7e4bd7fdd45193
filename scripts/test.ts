/**
 * `npm test`: runs the test folders one after another and ends with the line `N passed, N failed, N skipped`.
 *
 *   npm test                          every folder of scripts/test-folders.ts that exists
 *   npm test -- unit wire             these folders
 *   npm test -- test/unit/base        these files, or the files below these folders
 *   npm test -- --name 'successor'    only tests whose name matches
 *
 * Exit code 1 when a test failed, a folder was stopped for taking too long, or nothing ran at all.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect, parseArgs } from 'node:util'
import { buildIfStale } from './build.ts'
import { testFolders, type TestFolder } from './test-folders.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

interface Counts {
  passed: number
  failed: number
  skipped: number
}

interface Failure {
  readonly name: string
  readonly nesting: number
  readonly file?: string
  readonly details: { readonly error: Error & { readonly failureType?: string } }
}

interface Job {
  readonly folder: TestFolder
  readonly files: readonly string[]
}

const testFilesBelow = (path: string): string[] => {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(path, name))
    .sort()
}

/** What to run. @throws RangeError when an argument names neither a folder of the table nor an existing path. */
function jobsOf(args: readonly string[]): Job[] {
  const wanted =
    args.length > 0 ? args : testFolders.filter(({ onRequest }) => onRequest !== true).map(({ name }) => name)
  const filesOf = new Map<TestFolder, string[]>()
  for (const word of wanted) {
    const named = testFolders.find(({ name }) => name === word)
    const path = named === undefined ? join(root, word) : join(root, 'test', named.name)
    const folder = named ?? testFolders.find(({ name }) => relative(join(root, 'test'), path).split(sep)[0] === name)
    if (folder === undefined || (named === undefined && !existsSync(path))) {
      throw new RangeError(`"${word}" is no test folder; there are: ${testFolders.map(({ name }) => name).join(' ')}`)
    }
    filesOf.set(folder, [...(filesOf.get(folder) ?? []), ...testFilesBelow(path)])
  }
  const jobs = testFolders.map((folder) => ({ folder, files: [...new Set(filesOf.get(folder))] }))
  return jobs.filter(({ files }) => files.length > 0)
}

function printFailure({ name, file, details }: Failure): void {
  const { error } = details
  if (error.failureType === 'testAborted') {
    console.error(`\n✖ ${name} did not end: it hangs, or has left a timer, a socket or a child process open`)
    return
  }
  // The runner wraps what the test threw.
  const thrown: unknown = error.cause ?? error
  const where = file === undefined || name === file ? '' : ` (${relative(root, file)})`
  console.error(`\n✖ ${name}${where}\n${inspect(thrown, { depth: 6 }).replace(/^/gm, '    ')}`)
}

interface Running {
  readonly folder: TestFolder
  readonly name: string | undefined
  readonly limit: AbortSignal
  readonly counts: Counts
}

/** Runs files, so many at a time, prints their failures and counts. */
async function runFiles(files: readonly string[], concurrency: number, running: Running): Promise<void> {
  const { folder, name, limit, counts } = running
  if (files.length === 0) return
  const stream = run({
    files: [...files],
    cwd: root,
    concurrency,
    timeout: folder.testTimeoutSeconds * 1000,
    execArgv: ['--import', 'tsx'],
    signal: limit,
    ...(name === undefined ? {} : { testNamePatterns: [name] }),
  })
  stream.on('test:fail', (failure: Failure) => {
    // A suite that fails because of its tests would be told of twice.
    if (failure.details.error.failureType !== 'subtestsFailed') printFailure(failure)
  })
  stream.on('test:stderr', ({ message }) => process.stderr.write(message))
  stream.on('test:stdout', ({ message }) => process.stdout.write(message))
  stream.on('test:summary', ({ file, counts: sum }) => {
    if (file !== undefined) return
    counts.passed += sum.passed
    counts.failed += sum.tests - sum.passed - sum.skipped - sum.todo
    counts.skipped += sum.skipped + sum.todo
  })
  for await (const _ of stream) {
    // The listeners above do the work; this waits for the end.
  }
}

/** Runs one folder's files, prints its failures and its line, and counts. */
async function runJob({ folder, files }: Job, name: string | undefined): Promise<Counts> {
  const startedAtMs = performance.now()
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  const limit = AbortSignal.timeout(folder.shareSeconds * 2 * 1000)
  const isAlone = (path: string): boolean => folder.alone?.includes(basename(path)) === true
  await runFiles(files.filter(isAlone), 1, { folder, name, limit, counts })
  const others = files.filter((path) => !isAlone(path))
  await runFiles(others, folder.concurrency, { folder, name, limit, counts })
  const seconds = (performance.now() - startedAtMs) / 1000
  if (limit.aborted) {
    counts.failed = Math.max(1, counts.failed)
    console.error(`\n✖ test/${folder.name} was stopped after ${seconds.toFixed(0)} s, twice its share`)
  }
  const share = seconds > folder.shareSeconds ? `, over its share of ${folder.shareSeconds} s` : ''
  console.log(
    `${folder.name.padEnd(10)} ${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(3)} failed ` +
      `${String(counts.skipped).padStart(3)} skipped ${seconds.toFixed(1).padStart(7)} s${share}`,
  )
  return counts
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { name: { type: 'string' } }, allowPositionals: true })
  const jobs = jobsOf(positionals)
  // Process tests run the built daemon; a stale one would test yesterday's code.
  const needsBuild = jobs.some(({ folder }) => ['process', 'long'].includes(folder.name))
  if (needsBuild && !buildIfStale()) return 1
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const job of jobs) {
    const counts = await runJob(job, values.name)
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
