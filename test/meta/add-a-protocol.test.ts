import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { projectRoot, readText } from './tree.ts'

const PAGE = 'docs/add-a-protocol.md'
const page = readText(PAGE)

/** Stands for what a block leaves out. */
const GAP = '// …'

interface Block {
  readonly path: string
  readonly code: string
}

/** The blocks of code that name a file: ```ts src/x.ts */
function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, path = '', code = '']) => ({ path, code }))
}

/** The parts of a block that are not an excerpt of the file, in the file's order, however far they are indented there. */
function strangers({ path, code }: Block, file = readText(path)): string[] {
  let from = 0
  return code.split(`\n${GAP}\n`).filter((part) => {
    const lines = part.replace(/^\n+|\n+$/g, '').split('\n')
    const places = [0, 2, 4, 6, 8, 10].map((indent) => {
      const text = lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')
      return [`\n${file}`.indexOf(`\n${text}\n`, from), text.length] as const
    })
    const [at, length] = places.find(([place]) => place >= 0) ?? [-1, 0]
    if (at >= 0) from = at + length
    return at < 0
  })
}

describe('docs/add-a-protocol.md', () => {
  const blocks = blocksOf(page)

  it('has all its code from files that compile and run', () => {
    assert.ok(blocks.length >= 25, `${blocks.length} blocks`)
    for (const block of blocks) assert.deepEqual(strangers(block), [], `${block.path} has changed`)
    const all = [...page.matchAll(/^```(?:ts|proto)\b.*$/gm)].map(([line]) => line)
    assert.deepEqual(
      all.filter((line) => !/ \S+\.(?:ts|proto)$/.test(line)),
      [],
      'a block names no file',
    )
  })

  it('names only files that exist, and every file of the protocol', () => {
    const named = [...page.matchAll(/`((?:src|test|docs)\/[\w./-]+)`/g)].map(([, path = '']) => path)
    assert.ok(named.length > 30)
    assert.deepEqual(
      named.filter((path) => !existsSync(join(projectRoot, path))),
      [],
    )
    const files = readdirSync(join(projectRoot, 'src/protocols/tally'))
    assert.deepEqual(
      files.filter((name) => !page.includes(`tally/${name}\``) && !page.includes(`\`${name}\``)),
      [],
    )
  })

  it('is checked by a test that sees a changed line, another order, and a part left out without saying so', () => {
    const file = 'a\n  b\n  c\nd\n'
    const wrong = (code: string): number => strangers({ path: 'x', code }, file).length
    assert.equal(wrong('b\nc\n'), 0)
    assert.equal(wrong('a\n\n// …\n\nd\n'), 0)
    assert.equal(wrong('b\nC\n'), 1)
    assert.equal(wrong('a\nd\n'), 1)
    assert.equal(wrong('d\n\n// …\n\na\n'), 1)
    assert.equal(wrong('  b\n c\n'), 1)
  })
})
