import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { peerKey } from '../../../../src/base/index.ts'
import { fail, type Result } from '../../../../src/protocols/machine.ts'
import {
  MAX_TTL_MS,
  MIN_TTL_MS,
  revisionInDetail,
  revisionOf,
  revisionText,
  type NameEntry,
  type NamesCommands,
} from '../../../../src/protocols/names/index.ts'
import { encodeEntry } from '../../../../src/protocols/names/entry.ts'
import { MAX_RENEWING } from '../../../../src/protocols/names/renewals.ts'
import { nameOfLabels, ringIdOfTree } from '../../../../src/protocols/names/name.ts'
import { simulatedSigner } from '../../../../src/sim/signer.ts'
import { Desk, Directory, sha256 } from './desk.ts'

type SetArgs = NamesCommands['set']['args']
const set = (name: string, text = 'x', more: Partial<SetArgs> = {}) => ({
  name: 'set' as const,
  args: {
    name,
    value: { kind: 'text' as const, text },
    delegates: undefined,
    ttlMs: 60_000,
    renew: false,
    ifMatch: undefined,
    ...more,
  },
})
const get = (name: string) => ({ name: 'get' as const, args: { name } })
const remove = (name: string, ifMatch?: number) => ({ name: 'remove' as const, args: { name, ifMatch } })

const entryOf = (result: Result<NameEntry> | undefined): NameEntry => {
  assert.ok(result?.ok, JSON.stringify(result))
  return result.value
}
const codeOf = (result: Result | undefined): string | undefined => (result?.ok === false ? result.code : undefined)
const setBy = (desk: Desk, ...args: Parameters<typeof set>): NameEntry => entryOf(desk.run<NameEntry>(set(...args)))
const textAt = (desk: Desk, name: string): string | undefined => {
  const result = desk.run<NameEntry>(get(name))
  return result.ok ? result.value.value.text : undefined
}

function town(): { directory: Directory; alice: Desk; bob: Desk } {
  const directory = new Directory()
  return { directory, alice: new Desk('alice', directory), bob: new Desk('bob', directory) }
}

describe('a name', () => {
  it('is set by one and got by all, in its one form', () => {
    const { directory, alice, bob } = town()
    directory.now = 5_000
    const entry = setBy(alice, 'NAS', 'in the cellar')
    assert.deepEqual(entry, {
      name: 'nas',
      id: ringIdOfTree(sha256, nameOfLabels(['nas'])),
      value: { kind: 'text', text: 'in the cellar' },
      owner: 'alice',
      revision: entry.revision,
      delegates: [],
      expiresAtMs: 65_000,
    })
    assert.deepEqual(entryOf(bob.run(get('Nas'))), entry)
    assert.equal(codeOf(bob.run(get('other'))), 'NOT_FOUND')
  })

  it('ends with its lease', () => {
    const { directory, alice, bob } = town()
    setBy(alice, 'nas', 'x', { ttlMs: 1_000 })
    directory.now = 999
    assert.equal(textAt(bob, 'nas'), 'x')
    directory.now = 1_000
    assert.equal(textAt(bob, 'nas'), undefined)
    assert.equal(setBy(bob, 'nas', 'mine now').owner, 'bob')
  })

  it('belongs to its owner: nobody else sets or removes it', () => {
    const { alice, bob } = town()
    setBy(alice, 'nas', 'mine')
    assert.equal(codeOf(bob.run(set('nas', 'no, mine'))), 'FORBIDDEN')
    assert.equal(codeOf(bob.run(remove('nas'))), 'FORBIDDEN')
    assert.equal(textAt(bob, 'nas'), 'mine')
    assert.equal(entryOf(alice.run(remove('nas'))).value.text, 'mine')
    assert.equal(codeOf(alice.run(remove('nas'))), 'NOT_FOUND')
    assert.equal(setBy(bob, 'nas', 'mine now').owner, 'bob')
  })

  it('has a version that grows with each change, over removals too, and that a change may name', () => {
    const { alice, bob } = town()
    const first = setBy(alice, 'nas', '1', { ifMatch: 'absent' })
    const taken = alice.run(set('nas', '2', { ifMatch: 'absent' }))
    assert.equal(codeOf(taken), 'VERSION_MISMATCH')
    assert.equal(!taken.ok && revisionInDetail(taken.detail), revisionText(first.revision))
    const second = setBy(alice, 'nas', '2', { ifMatch: first.revision })
    assert.ok(second.revision > first.revision)
    for (const command of [set('nas', '3', { ifMatch: first.revision }), remove('nas', first.revision)]) {
      assert.equal(codeOf(alice.run(command)), 'VERSION_MISMATCH')
    }
    entryOf(alice.run(remove('nas', second.revision)))
    const gone = alice.run(set('nas', '3', { ifMatch: second.revision }))
    assert.equal(codeOf(gone), 'VERSION_MISMATCH')
    assert.equal(!gone.ok && revisionInDetail(gone.detail), undefined, 'there is none')
    assert.ok(setBy(bob, 'nas', '4').revision > second.revision)
    assert.equal(revisionOf(revisionText(second.revision)), second.revision)
    for (const text of ['', 'n', 'n0', 'n01', 'c1', '1', 'n-1', 'n1e3', 'n99999999999999999']) {
      assert.equal(revisionOf(text), undefined, text)
    }
  })

  it('is not set over a change that came between looking and setting, and the try is made again', () => {
    const { directory, alice, bob } = town()
    let others = 2
    directory.meanwhile = (command) => {
      if (command.name !== 'change' || command.args.change.type !== 'put' || others === 0) return
      others--
      directory.meanwhile = undefined
      setBy(alice, 'nas', `other ${others}`)
      directory.meanwhile = others > 0 ? again : undefined
    }
    const again = directory.meanwhile
    setBy(alice, 'nas', 'mine at last')
    assert.equal(others, 0)
    assert.equal(textAt(bob, 'nas'), 'mine at last')
    // Somebody else gets it first: it is theirs.
    directory.meanwhile = (command) => {
      if (command.name !== 'change' || command.args.change.type !== 'put') return
      directory.meanwhile = undefined
      setBy(bob, 'door', 'mine')
    }
    assert.equal(codeOf(alice.run(set('door', 'mine'))), 'FORBIDDEN')
    directory.failing = (command) =>
      command.name === 'change' && command.args.change.type === 'put' ? fail('VERSION_MISMATCH', 'always') : undefined
    assert.equal(codeOf(alice.run(set('nas', 'never'))), 'CONFLICT')
  })

  it('is refused with arguments that are none', () => {
    const { alice } = town()
    const bad: Partial<SetArgs>[] = [
      { name: 'a//b' },
      { ttlMs: MIN_TTL_MS - 1 },
      { ttlMs: MAX_TTL_MS + 1 },
      { ttlMs: 1_000.5 },
      { value: { kind: 'peer', text: 'nobody' } },
      { delegates: ['1', '2', '3', '4', '5'].map(peerKey) },
      { delegates: [peerKey('bob'), peerKey('bob')] },
      { delegates: [alice.peer] },
      { delegates: [peerKey('')] },
      { delegates: [peerKey('x'.repeat(65))] },
    ]
    for (const each of bad)
      assert.equal(codeOf(alice.run(set('a', 'x', each))), 'INVALID_ARGUMENT', JSON.stringify(each))
    for (const command of [get(''), remove('a/')]) assert.equal(codeOf(alice.run(command)), 'INVALID_ARGUMENT')
    setBy(alice, 'a', 'x', { ttlMs: MAX_TTL_MS, delegates: ['1', '2', '3', '4'].map(peerKey) })
  })

  it('whatever agreement says is told', () => {
    const { directory, alice } = town()
    for (const code of ['NO_QUORUM', 'UNKNOWN_OUTCOME', 'NOT_JOINED', 'STORAGE_FULL'] as const) {
      directory.failing = () => fail(code, 'it is so')
      for (const command of [set('a'), get('a/b'), remove('a')]) assert.equal(codeOf(alice.run(command)), code)
      assert.equal(codeOf(alice.run(list('a'))), code)
    }
  })

  it('bytes that its owner has not signed are none, and anybody may put a name in their place', () => {
    const { directory, alice, bob } = town()
    const name = nameOfLabels(['nas'])
    const forged = encodeEntry(simulatedSigner(bob.peer), name, {
      owner: alice.peer,
      revision: 1,
      value: { kind: 'text', text: 'trust me' },
      delegates: [],
    })
    setBy(alice, 'nas')
    const kept = [...directory.kept.values()][0] as { state: { value: Uint8Array } }
    kept.state.value = forged
    assert.equal(codeOf(bob.run(get('nas'))), 'NOT_FOUND')
    assert.equal(codeOf(bob.run(remove('nas'))), 'NOT_FOUND')
    assert.equal(setBy(bob, 'nas', 'honest').owner, 'bob')
  })
})

describe('names below names', () => {
  it('the top label is taken along with the first name below it', () => {
    const { alice, bob } = town()
    setBy(alice, 'printers/floor-2/laser', 'ipp://…', { ttlMs: 5_000 })
    const top = entryOf(bob.run<NameEntry>(get('printers')))
    assert.deepEqual([top.value.kind, top.owner, top.expiresAtMs], ['held', 'alice', 5_000])
    assert.equal(textAt(bob, 'printers/floor-2'), undefined, 'what is between need not be')
    assert.equal(codeOf(bob.run(set('printers/floor-3'))), 'FORBIDDEN')
    assert.equal(codeOf(bob.run(set('printers'))), 'FORBIDDEN')
    assert.equal(setBy(alice, 'printers', 'all of them').value.text, 'all of them')
  })

  it('somebody who takes the top label first has the tree', () => {
    const { directory, alice, bob } = town()
    directory.meanwhile = (command) => {
      if (command.name !== 'change' || command.args.change.type !== 'put') return
      directory.meanwhile = undefined
      setBy(bob, 'printers')
    }
    assert.equal(codeOf(alice.run(set('printers/laser'))), 'FORBIDDEN')
  })

  it('are for the owner of the nearest name above, and for its delegates', () => {
    const { directory, alice, bob } = town()
    const carol = new Desk('carol', directory)
    setBy(alice, 'lab', 'x', { delegates: [bob.peer] })
    setBy(bob, 'lab/bench', "bob's", { delegates: [carol.peer] })
    setBy(carol, 'lab/bench/scope', "carol's")
    assert.equal(codeOf(carol.run(set('lab/desk'))), 'FORBIDDEN')
    assert.equal(codeOf(alice.run(set('lab/bench/scope'))), 'FORBIDDEN', 'not of whom is further up')
    // Setting it again leaves the delegates as they are, unless they are named.
    setBy(alice, 'lab', 'y')
    assert.equal(textAt(alice, 'lab/bench/scope'), "carol's")
    assert.deepEqual(entryOf(alice.run<NameEntry>(get('lab'))).delegates, ['bob'])
  })

  it('count no longer when whoever is above takes the leave back, or is another', () => {
    const { directory, alice, bob } = town()
    setBy(alice, 'lab', 'x', { delegates: [bob.peer], ttlMs: 10_000 })
    setBy(bob, 'lab/bench', "bob's")
    setBy(bob, 'lab/bench/scope', "bob's too")
    setBy(alice, 'lab', 'x', { delegates: [], ttlMs: 10_000 })
    for (const name of ['lab/bench', 'lab/bench/scope']) assert.equal(codeOf(alice.run(get(name))), 'NOT_FOUND')
    assert.deepEqual(textsOf(alice.run(list('lab', true))), [])
    directory.now = 10_000
    assert.equal(textAt(alice, 'lab/bench/scope'), "bob's too", 'nobody is above any more')
    setBy(new Desk('dave', directory), 'lab', "dave's")
    assert.equal(textAt(alice, 'lab/bench'), undefined)
  })
})

const list = (above: string | undefined, recursive = false, limit = 100, after?: string) => ({
  name: 'list' as const,
  args: { above, recursive, after, limit },
})
type Listed = NamesCommands['list']['result']
const textsOf = (result: Result<Listed>): string[] => {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value.names.map(({ name }) => name)
}
/** All pages. */
function allOf(desk: Desk, above: string | undefined, recursive: boolean, limit: number): string[] {
  const names: string[] = []
  let after: string | undefined
  for (let page = 0; page < 10_000; page++) {
    const result = desk.run<Listed>(list(above, recursive, limit, after))
    const texts = textsOf(result)
    assert.ok(texts.length <= limit)
    names.push(...texts)
    after = result.ok ? result.value.next : undefined
    if (after === undefined) return names
  }
  throw new Error('the list has no end')
}

describe('a list', () => {
  it('has a level, or all below a name, each before those below it', () => {
    const { alice, bob } = town()
    for (const name of ['p/b', 'p/a/2', 'p/a', 'p/a-x', 'p/a/1', 'p', 'q/z', 'p/a/1/deep']) setBy(alice, name)
    assert.deepEqual(textsOf(bob.run(list('p'))), ['p/a', 'p/a-x', 'p/b'])
    assert.deepEqual(textsOf(bob.run(list('P/A'))), ['p/a/1', 'p/a/2'])
    assert.deepEqual(textsOf(bob.run(list('p', true))), ['p/a', 'p/a/1', 'p/a/1/deep', 'p/a/2', 'p/a-x', 'p/b'])
    assert.deepEqual(textsOf(bob.run(list(undefined))), ['p', 'q'])
    assert.deepEqual(textsOf(bob.run(list('p/b'))), [])
    const first = bob.run<Listed>(list('p', true, 2))
    assert.deepEqual(first.ok && first.value.next, 'p/a/1')
    assert.equal(first.ok && first.value.names[0]?.owner, 'alice')
  })

  it('property: pages of any size come to the same, whatever pages agreement gives', () => {
    const label = fc.constantFrom('a', 'b', 'c', 'a-', 'é', 'z')
    const names = fc.array(fc.array(label, { minLength: 1, maxLength: 4 }), { maxLength: 25 })
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 }), (drawn, limit, pageRows) => {
        const { directory, alice, bob } = town()
        // Some are bob's without leave: they count nowhere, nor does what stands below them.
        for (const [i, labels] of drawn.entries()) {
          const desk = i % 5 === 4 ? bob : alice
          desk.run(set(labels.join('/')))
        }
        directory.pageRows = pageRows
        const expected = drawn
          .flatMap((labels) => labels.map((_, i) => nameOfLabels(labels.slice(0, i + 1))))
          .filter((name, i, all) => all.findIndex(({ text }) => text === name.text) === i)
          .filter((name) => textAt(alice, name.text) !== undefined)
          .sort((a, b) => Buffer.compare(Buffer.from(a.labels.join('\0')), Buffer.from(b.labels.join('\0'))))
        const texts = (wanted: (labels: readonly string[]) => boolean): string[] =>
          expected.filter(({ labels }) => wanted(labels)).map(({ text }) => text)
        for (const above of ['a', 'b', 'a-']) {
          assert.deepEqual(
            allOf(alice, above, true, limit),
            texts((labels) => labels.length > 1 && labels[0] === above),
          )
          assert.deepEqual(
            allOf(alice, above, false, limit),
            texts((labels) => labels.length === 2 && labels[0] === above),
          )
        }
        assert.deepEqual(
          allOf(alice, undefined, false, limit),
          texts((labels) => labels.length === 1),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('is refused beyond its limits', () => {
    const { alice } = town()
    const bad = [
      list('p', false, 0),
      list('p', false, 257),
      list('p', false, 1.5),
      list('', false),
      list('p', false, 1, 'q/x'),
      list('p', false, 1, 'p'),
      list('p', false, 1, 'p/x/y'),
      list(undefined, false, 1, 'p/x'),
      list(undefined, true),
      list('p', true, 1, 'p//'),
    ]
    for (const each of bad) assert.equal(codeOf(alice.run(each)), 'INVALID_ARGUMENT', JSON.stringify(each))
    assert.deepEqual(textsOf(alice.run(list('p', true, 256, 'p/x/y'))), [])
  })

  it('of the top asks all shards, few at once', () => {
    const { directory, alice } = town()
    alice.holds = true
    const id = alice.begin(list(undefined))
    let most = 0
    while (alice.resultOf(id) === undefined) {
      most = Math.max(most, alice.held.length)
      alice.release()
      alice.pass(0)
    }
    assert.equal(most, 8)
    assert.equal(directory.lists, 256)
  })
})

describe('commands', () => {
  it('are so many at once, and one more gets OVERLOAD; who gives up makes room and ends its calls', () => {
    const directory = new Directory()
    const desk = new Desk('alice', directory, { commands: 2 })
    desk.holds = true
    const first = desk.begin(get('a/b/c'))
    desk.begin(set('b'))
    assert.equal(codeOf(desk.resultOf(desk.begin(get('c')))), 'OVERLOAD')
    assert.equal(desk.machine.sizes.commands, 2)
    desk.give({ type: 'cancel', id: first })
    assert.equal(desk.cancelled.length, 3)
    const last = desk.begin(get('d'))
    desk.holds = false
    desk.release()
    assert.equal(desk.resultOf(first), undefined)
    assert.equal(codeOf(desk.resultOf(last)), 'NOT_FOUND')
    assert.equal(desk.machine.sizes.commands, 0)
  })
})

describe('leases that are renewed', () => {
  const DAY = 86_400_000

  it('last as long as the daemon runs, under one version; without that wish they end', () => {
    const { alice, bob } = town()
    const entry = setBy(alice, 'a/b', 'x', { renew: true, ttlMs: DAY })
    setBy(bob, 'c', 'x', { ttlMs: DAY })
    assert.equal(alice.machine.sizes.renewed, 2, 'the top label too')
    alice.pass(10 * DAY)
    const later = entryOf(bob.run<NameEntry>(get('a/b')))
    assert.equal(later.revision, entry.revision)
    assert.ok((later.expiresAtMs ?? 0) > 10 * DAY)
    assert.equal(textAt(bob, 'c'), undefined)
    // The version is the same, so that a change may still name it.
    setBy(alice, 'a/b', 'y', { renew: true, ttlMs: DAY, ifMatch: entry.revision })
    // Set without the wish it ends.
    setBy(alice, 'a/b', 'z', { ttlMs: DAY })
    alice.pass(2 * DAY)
    assert.equal(textAt(bob, 'a/b'), undefined)
    assert.equal(textAt(bob, 'a'), '')
  })

  it('are renewed after a restart, and set again when they have ended meanwhile', () => {
    const { directory, alice, bob } = town()
    const entry = setBy(alice, 'nas', 'x', { renew: true, ttlMs: DAY })
    alice.restart()
    assert.equal(alice.machine.sizes.renewed, 1)
    directory.now += 3 * DAY
    assert.equal(textAt(bob, 'nas'), undefined)
    alice.restart()
    alice.pass(1_000)
    assert.equal(entryOf(bob.run<NameEntry>(get('nas'))).revision, entry.revision)
  })

  it('are given up, for good, when somebody else has the name or what stands above it', () => {
    for (const name of ['nas', 'lab/nas']) {
      const { directory, alice, bob } = town()
      setBy(alice, name, 'x', { renew: true, ttlMs: DAY })
      directory.now += 3 * DAY
      setBy(bob, name.split('/')[0] ?? '', 'x', { ttlMs: 10 * DAY })
      alice.restart()
      alice.pass(DAY)
      assert.equal(alice.machine.sizes.renewed, 0, name)
      assert.ok(alice.machine.sizes.lost > 0)
      alice.restart()
      assert.equal(alice.machine.sizes.renewed, 0)
      assert.equal(textAt(bob, name), name === 'nas' ? 'x' : undefined)
    }
  })

  it('are tried again and again while there is no quorum', () => {
    const { directory, alice, bob } = town()
    setBy(alice, 'nas', 'x', { renew: true, ttlMs: DAY })
    directory.failing = () => fail('NO_QUORUM', 'cut off')
    alice.pass(5 * DAY)
    directory.failing = undefined
    alice.pass(120_000)
    assert.equal(textAt(bob, 'nas'), 'x')
  })

  it(`are renewed ${MAX_RENEWING} at once; the next one waits for its turn`, () => {
    const { alice } = town()
    for (let i = 0; i <= MAX_RENEWING; i++) setBy(alice, `n${i}`, 'x', { renew: true, ttlMs: DAY })
    alice.holds = true
    // All are due after a restart.
    alice.restart()
    alice.pass(0)
    assert.equal(alice.held.length, MAX_RENEWING)
    alice.holds = false
    alice.release()
    alice.holds = true
    alice.pass(0)
    assert.equal(alice.held.length, 1)
    const renewed = new Set(alice.held.map(({ command }) => command.args.id))
    assert.equal(renewed.size, 1)
  })

  it('do not come back once the name is removed, even if the renewal is under way', () => {
    const { alice, bob } = town()
    setBy(alice, 'nas', 'x', { renew: true, ttlMs: DAY })
    alice.holds = true
    alice.pass(DAY / 2)
    assert.ok(alice.held.length > 0, 'it is being renewed')
    const id = alice.begin(remove('nas'))
    alice.holds = false
    const renewal = alice.held.splice(0, 1)
    alice.release()
    assert.equal(alice.resultOf(id)?.ok, true)
    alice.held.push(...renewal)
    alice.release()
    alice.pass(3 * DAY)
    alice.restart()
    alice.pass(3 * DAY)
    assert.equal(textAt(bob, 'nas'), undefined)
    assert.equal(alice.rows.size, 0)
  })

  it('are so many and not one more, over a restart too', () => {
    const directory = new Directory()
    const desk = new Desk('alice', directory, { renewed: 2 })
    setBy(desk, 'a', 'x', { renew: true })
    setBy(desk, 'b', 'x', { renew: true })
    assert.equal(codeOf(desk.run(set('c', 'x', { renew: true }))), 'QUOTA_EXCEEDED')
    setBy(desk, 'b', 'y', { renew: true })
    setBy(desk, 'c', 'x')
    desk.rows.set('names/own/d', desk.rows.get('names/own/a') ?? new Uint8Array())
    desk.rows.set('names/own/0', new Uint8Array(3))
    desk.restart()
    assert.equal(desk.machine.sizes.renewed, 2)
  })

  it('a disk that fails is told, and rows that cannot be read are read again', () => {
    const { directory, alice, bob } = town()
    setBy(alice, 'nas', 'x', { renew: true })
    alice.diskFails = true
    assert.equal(codeOf(alice.run(set('other', 'x', { renew: true }))), 'STORAGE_FULL')
    assert.equal(codeOf(alice.run(remove('nas'))), 'STORAGE_FULL')
    assert.equal(textAt(bob, 'nas'), 'x')
    alice.restart()
    assert.equal(alice.machine.sizes.renewed, 0)
    alice.diskFails = false
    alice.pass(10_000)
    assert.equal(alice.machine.sizes.renewed, 1)
    assert.ok(directory.now > 0)
  })
})
