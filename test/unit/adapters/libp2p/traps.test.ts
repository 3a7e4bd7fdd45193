/**
 * Traps of libp2p that our design keeps out: by reading the sources, since code that is not there cannot be run. The table in
 * docs/protocols/transport.md says which test stands for which trap; the last test here reads it.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const adapter = join(root, 'src/adapters/libp2p')
const sources = readdirSync(adapter).map((name) => ({ name, text: codeOf(readFileSync(join(adapter, name), 'utf8')) }))

/** Without comments: they may name what the code avoids. */
function codeOf(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

/** Files and matches, for a message that says where to look. */
function found(pattern: RegExp, texts: readonly { name: string; text: string }[] = sources): string[] {
  return texts.flatMap(({ name, text }) => [...text.matchAll(pattern)].map((match) => `${name}: ${match[0]}`))
}

test('the scan finds what it looks for, and does not look into comments', () => {
  const bad = { name: 'bad', text: codeOf('/* onDrain( */ x // onDrain(\nawait stream.onDrain()') }
  assert.deepEqual(found(/\.onDrain\(/g, [bad]), ['bad: .onDrain('])
})

test('no libp2p stream is iterated or piped: only frames are', () => {
  assert.deepEqual(found(/for await \(const \w+ of (?:this\.)?#?stream\b/g), [])
  assert.deepEqual(found(/messageStreamToDuplex|from '@libp2p\/utils'/g), [])
  const piped = found(/pipe\(\s*[\w.#]+/g)
  assert.deepEqual(piped.sort(), ['session.ts: pipe(\n        this.#frames', 'session.ts: pipe(source'])
})

test('onDrain, which waits only once, is not used', () => {
  assert.deepEqual(found(/\.onDrain\(/g), [])
})

test('errors of libp2p are known by name, never by class', () => {
  const own = new Set([
    'Error',
    'OrbError',
    'WireError',
    'HelloError',
    'TruncatedStreamError',
    'FrameTooLargeError',
    'Uint8Array',
  ])
  const classes = found(/instanceof (\w+)/g).filter((match) => !own.has(/instanceof (\w+)/.exec(match)?.[1] ?? ''))
  assert.deepEqual(classes, [])
})

test('of libp2p only TCP, Noise and yamux run: no service that opens streams of its own', () => {
  const imports = sources.flatMap(({ text }) => [
    ...text.matchAll(/from '((?:@libp2p|@chainsafe|@multiformats|libp2p)[^']*)'/g),
  ])
  const names = [...new Set(imports.map((match) => match[1] ?? ''))].sort()
  assert.deepEqual(names, [
    '@chainsafe/libp2p-noise',
    '@chainsafe/libp2p-noise/crypto',
    '@libp2p/crypto/keys',
    '@libp2p/interface',
    '@libp2p/peer-id',
    '@libp2p/tcp',
    '@libp2p/yamux',
    '@multiformats/multiaddr',
    'libp2p',
  ])
})

const node = sources.find(({ name }) => name === 'node.ts')?.text ?? ''

test('the monitor that ends healthy connections is off, and so are limits that refuse in silence', () => {
  assert.match(node, /connectionMonitor: \{ enabled: false \}/)
  for (const limit of ['maxConnections', 'maxIncomingPendingConnections', 'inboundConnectionThreshold']) {
    assert.match(node, new RegExp(`${limit}: Infinity`))
  }
  assert.match(node, /reconnectRetries: 0/)
})

test('hooks of the gater are synchronous: a slow one would let early streams pile up', () => {
  assert.deepEqual(found(/deny\w+: async|await admission/g), [])
})

test('early streams, windows and buffers have the sizes that belong together', () => {
  assert.match(node, /maxEarlyStreams: 256/)
  const window = Number(/MAX_WINDOW_BYTES = (\d+) \* 1024 \* 1024/.exec(node)?.[1])
  const frames = sources.find(({ name }) => name === 'frame-stream.ts')?.text ?? ''
  const readBuffer = Number(/READ_BUFFER_BYTES = (\d+) \* 1024 \* 1024/.exec(frames)?.[1])
  assert.ok(window <= 4 && readBuffer >= 2 * window, 'a whole window, and one that grows, fits after pause()')
  assert.match(node, /maxReadBufferLength: 4 \* MAX_WINDOW_BYTES/)
  assert.match(node, /maxWriteBufferLength: 4 \* MAX_WINDOW_BYTES/)
})

test('protocols are registered before anybody can connect and never later: each later one would tell all peers', () => {
  assert.deepEqual(
    found(/libp2p\.handle\(\w+/g).map((match) => match.split(': ')[0]),
    ['transport.ts', 'transport.ts', 'transport.ts'],
  )
})

test('listeners are never async: what they threw would end the process', () => {
  assert.deepEqual(found(/addEventListener\([^)]*async/g), [])
})

test('each row of the table of traps names tests that exist', () => {
  const docs = readFileSync(join(root, 'docs/protocols/transport.md'), 'utf8')
  const table = docs.slice(docs.indexOf('## Traps of libp2p'))
  const rows = table.split('\n').filter((line) => /^\| +\d/.test(line))
  assert.ok(rows.length >= 50, `${rows.length} traps`)
  const folders = ['test/loopback', 'test/long', 'test/meta', 'test/wire', 'test/unit']
  const tests = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n')
  for (const row of rows) {
    const named = [...(row.split('|')[3] ?? '').matchAll(/“([^”]+)”/g)].map((match) => match[1] ?? '')
    assert.ok(named.length > 0, `no test: ${row}`)
    for (const name of named) {
      assert.ok(
        tests.includes(`test('${name}`) || tests.includes(`test("${name}`) || tests.includes(`test(\`${name}`),
        `no such test: ${name}`,
      )
    }
  }
})
