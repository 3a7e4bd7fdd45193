import assert from 'node:assert/strict'
import { posix } from 'node:path'
import { test } from 'node:test'
import { readJson, readText, sourcesBelow } from './tree.ts'
import type { ImportLaw } from './imports.ts'

const longestFileLines = 400
/** Files that may be longer, with the reason why. Empty is how it should stay. */
const longFiles: Readonly<Record<string, string>> = {}

const sources = new Map([...sourcesBelow('src')].filter(([path]) => !path.startsWith('src/wire/generated/')))

const lineCount = (text: string): number => text.split('\n').length - 1

test(`no source file is longer than ${longestFileLines} lines`, () => {
  const long = [...sources].filter(([path, text]) => lineCount(text) > longestFileLines && !(path in longFiles))
  assert.deepEqual(
    long.map(([path, text]) => `${path}: ${lineCount(text)} lines`),
    [],
  )
})

test('every folder that holds source files has its door, index.ts, or is a program', () => {
  const folders = new Set([...sources.keys()].map((path) => posix.dirname(path)))
  const doorless = [...folders].filter(
    (folder) => !sources.has(`${folder}/index.ts`) && !sources.has(`${folder}/main.ts`),
  )
  assert.deepEqual(doorless, [])
})

test('no file is called utils, helpers, common or misc', () => {
  const vague = /^(utils?|helpers?|common|misc)\.ts$/
  assert.deepEqual(
    [...sources.keys()].filter((path) => vague.test(posix.basename(path))),
    [],
  )
})

test('no source file holds a type escape or an unfinished mark', () => {
  const marks = [/@ts-ignore/, /@ts-nocheck/, /\bTODO\b/, /\bFIXME\b/, /\bXXX\b/]
  const found = [...sources].flatMap(([path, text]) =>
    marks.filter((mark) => mark.test(text)).map((mark) => `${path}: ${mark.source}`),
  )
  assert.deepEqual(found, [])
})

test('every folder of src is named in the import law', () => {
  const law = readJson('scripts/import-law.json') as ImportLaw
  const named = Object.keys(law.folders)
  const unknown = [...sources.keys()].filter((path) => !named.some((folder) => path.startsWith(`src/${folder}/`)))
  assert.deepEqual(unknown, [])
})

test('every test folder is listed in the test runner', async () => {
  const { testFolders } = await import('../../scripts/test-folders.ts')
  const listed = new Set<string>(testFolders.map(({ name }) => name))
  const present = [...sourcesBelow('test').keys()].filter((path) => path.endsWith('.test.ts'))
  const unlisted = present.filter((path) => !listed.has(path.split('/')[1] ?? ''))
  assert.deepEqual(unlisted, [])
})

test('the README shows the two commands, and the last thing that .ci/run does is the second', () => {
  const readmeLines = readText('README.md').split('\n')
  for (const command of ['npm ci && npm run demo', 'npm ci && npm test']) {
    assert.ok(readmeLines.includes(command), `README.md has no line "${command}"`)
  }
  const ciLines = readText('.ci/run').trimEnd().split('\n')
  assert.equal(ciLines.at(-1), 'npm ci && npm test')
})
