import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { ROUTES } from '../../src/admin/routes.ts'
import { ERROR_CODES } from '../../src/base/index.ts'
import { OPTION_ROWS } from '../../src/config/options.ts'
import { LOG_EVENTS, METRICS } from '../../src/observe/index.ts'
import { projectRoot, readText, sourcesBelow } from './tree.ts'

const sources = [...sourcesBelow('src')].filter(([path]) => !path.startsWith('src/wire/generated/'))

/** Rows that no source but their own tables mentions. */
const unused = (rows: readonly string[], isTable: (path: string) => boolean): string[] => {
  const text = sources.flatMap(([path, each]) => (isTable(path) ? [] : [each])).join('\n')
  return rows.filter((row) => !text.includes(`'${row}'`))
}

describe('what the reference tables list', () => {
  test('every metric is fed', () => {
    assert.deepEqual(
      unused(Object.keys(METRICS), (path) => path === 'src/observe/metric-catalogue.ts'),
      [],
    )
  })

  test('every log event is written', () => {
    assert.deepEqual(
      unused(Object.keys(LOG_EVENTS), (path) => path === 'src/observe/log-events.ts'),
      [],
    )
  })

  test('every error code is raised somewhere', () => {
    const tables = /^src\/(base\/errors|cli\/exit-codes|admin\/(problem|[a-z-]*rout[a-z-]*))\.ts$/
    assert.deepEqual(
      unused(ERROR_CODES, (path) => tables.test(path)),
      [],
    )
  })

  test('every option is read where its section is', () => {
    const tables = /^src\/config\/([a-z]+-)?options\.ts$/
    const readers = sources.filter(([path]) => !tables.test(path)).map(([, text]) => text)
    // Of how options stand to each other, which is told in the same file.
    const relations = readText('src/config/options.ts').split('export const RELATIONS')[1] ?? ''
    const unread = OPTION_ROWS.map(({ key }) => key).filter((key) => {
      const [section, name] = key.split('.') as [string, string]
      const [inSection, named] = [new RegExp(`\\b${section}\\b`, 'i'), new RegExp(`\\b${name}\\b`)]
      return ![...readers, relations].some((text) => named.test(text) && inSection.test(text))
    })
    assert.deepEqual(unread, [])
  })
})

describe('what the documents name', () => {
  const documents = readdirSync(`${projectRoot}/docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .concat('README.md', 'CONTRIBUTING.md')
  const named = (pattern: RegExp): [string, string][] =>
    documents.flatMap((path) =>
      Array.from(readText(path).matchAll(pattern), ([, name]): [string, string] => [path, name ?? '']),
    )

  test('are metrics that there are', () => {
    const found = named(/\b(orbweaver_[a-z0-9_]+)/g)
    assert.ok(found.length >= Object.keys(METRICS).length)
    const unknown = found.filter(([, name]) => !(name in METRICS) && !(name.replace(/_(bucket|sum|count)$/, '') in METRICS)) // prettier-ignore
    assert.deepEqual(unknown, [])
  })

  test('are options and log events that there are', () => {
    const keys = new Set([...OPTION_ROWS.map(({ key }) => key), ...Object.keys(LOG_EVENTS)])
    const sections = new Set(Array.from(keys, (key) => key.split('.')[0]))
    // Files, not options.
    const files = new Set(['admin.token', 'admin.header', 'config.yaml'])
    const found = named(/`([a-z]+\.[a-zA-Z-]+)`/g).filter(([, key]) => sections.has(key.split('.')[0]))
    assert.ok(found.length > OPTION_ROWS.length)
    assert.deepEqual(
      found.filter(([, key]) => !keys.has(key) && !files.has(key)),
      [],
    )
  })

  test('are routes that there are', () => {
    const paths = Object.values(ROUTES).map(({ path }) => path.replace(/\{[^}]+\}/g, '*'))
    const found = named(/(\/v1\/[a-zA-Z0-9/{}_-]+)/g)
    assert.ok(found.length >= paths.length)
    const isRoute = (text: string): boolean => {
      const parts = text.replace(/\/$/, '').split('/')
      // The beginning of several is named too, as in "all below /v1/records".
      return paths.some((path) => {
        const route = path.split('/')
        return parts.every((part, i) => route[i] === part || route[i]?.startsWith('*') === true)
      })
    }
    assert.deepEqual(
      found.filter(([, path]) => !isRoute(path)),
      [],
    )
  })
})
