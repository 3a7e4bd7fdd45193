import assert from 'node:assert/strict'
import { test } from 'node:test'
import ts from 'typescript'
import { sourcesBelow } from './tree.ts'

/** Names by which a program reaches time, chance, concurrency or the world without being given them. */
const impureNames = new Set(
  'Date performance Promise process crypto fetch console Buffer require globalThis Intl Atomics'
    .split(' ')
    .concat('setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask'.split(' ')),
)

/** Every use of the world in a source text, as `line: word`. */
function impuritiesOf(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const add = (node: ts.Node, word: string): void => {
    found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${word}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && impureNames.has(node.text) && !isMemberName(node)) add(node, node.text)
    if (node.kind === ts.SyntaxKind.AsyncKeyword || node.kind === ts.SyntaxKind.AwaitKeyword) add(node, node.getText())
    if (ts.isAwaitExpression(node)) add(node, 'await')
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') add(node, 'Math.random')
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** True for the `x` of `a.x` and `{ x: … }`: a name that somebody chose, not the global of that name. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  return 'name' in parent && parent.name === node && !ts.isVariableDeclaration(parent) && !ts.isBindingElement(parent)
}

const pureSources = ['src/base', 'src/protocols', 'src/runtime'].flatMap((folder) =>
  [...sourcesBelow(folder)].filter(([path]) => !path.startsWith('src/runtime/pump')),
)

test('base, protocols and the host reach for neither time, chance, promises nor the world', () => {
  assert.ok(pureSources.length > 0)
  assert.deepEqual(
    pureSources.flatMap(([path, text]) => impuritiesOf(path, text)),
    [],
  )
})

for (const text of [
  'const t = Date.now()',
  'const t = new Date()',
  'let r = Math.random()',
  'setTimeout(f, 1)',
  'async function f() {}',
  'const f = async () => 1',
  'const x = await y',
  'for await (const x of y) f(x)',
  'const p = new Promise(f)',
  'const p: Promise<number> = f()',
  'process.exit()',
  'const { random } = globalThis.Math',
  'const now = performance.now()',
]) {
  test(`the purity check sees \`${text}\``, () => {
    assert.ok(impuritiesOf('x.ts', text).length > 0)
  })
}

for (const text of [
  '// Date.now() is not used here',
  `const s = 'Math.random'`,
  'interface Peer { process: string; fetch(): void }',
  'const x = peer.process',
  'const y = Math.max(1, 2)',
]) {
  test(`the purity check passes \`${text}\``, () => {
    assert.deepEqual(impuritiesOf('x.ts', text), [])
  })
}
