import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sha256 } from '../../src/adapters/system/index.ts'
import { Random, type PeerKey } from '../../src/base/index.ts'
import type { CommandArgs, CommandResult, PeerInit } from '../../src/protocols/index.ts'
import { NAMES_DEFAULTS, ringIdOfTree, type NameEntry } from '../../src/protocols/names/index.ts'
import { encodeEntry } from '../../src/protocols/names/entry.ts'
import { keyOfName, nameOfLabels } from '../../src/protocols/names/name.ts'
import { simulatedSigner } from '../../src/sim/index.ts'
import { AgreementRing, type AgreementNode } from './agreement-ring.ts'

const beside = (self: PeerKey): Partial<PeerInit> => ({
  names: { ...NAMES_DEFAULTS, renewMs: 5_000 },
  sha256,
  signer: simulatedSigner(self),
})

type SetArgs = CommandArgs<'names', 'set'>

/** A simulated ring of daemons with Chord, agreement and names. */
class NamesRing extends AgreementRing {
  constructor(seed: number | string, nodes: number, positions = 1) {
    super(seed, { beside, codecEvery: 7, positions })
    this.grow(nodes)
    // The founder hands the shards on: from then on they are kept by three.
    assert.ok(
      this.until(() => this.#spread(nodes), 240_000, 2_000),
      'the shards are spread',
    )
  }

  #spread(nodes: number): boolean {
    const groups = [...this.latest().values()]
    const size = Math.min(3, nodes)
    return groups.length === 256 && groups.every((group) => group.serving.length >= size)
  }

  set(node: AgreementNode, name: string, text: string, more: Partial<SetArgs> = {}): CommandResult<'names', 'set'> {
    return this.outcome(node, 'names', 'set', setArgs(name, text, more))
  }

  get(node: AgreementNode, name: string): CommandResult<'names', 'get'> {
    return this.outcome(node, 'names', 'get', { name })
  }

  textAt(node: AgreementNode, name: string): string | undefined {
    const result = this.get(node, name)
    assert.ok(result.ok || result.code === 'NOT_FOUND', JSON.stringify(result))
    return result.ok ? result.value.value.text : undefined
  }

  nth(index: number): AgreementNode {
    return this.nodes[index] as AgreementNode
  }
}

const setArgs = (name: string, text: string, more: Partial<SetArgs> = {}): SetArgs => ({
  name,
  value: { kind: 'text', text },
  delegates: undefined,
  ttlMs: 600_000,
  renew: false,
  ifMatch: undefined,
  ...more,
})
const codeOf = (result: { readonly ok: boolean; readonly code?: string }): string | undefined => result.code

describe('names on a ring', () => {
  it('are the same for all, belong to whoever was first, and end with the daemon that renewed them', () => {
    const sim = new NamesRing('names', 5, 3)
    const [a, b, c] = [0, 1, 2].map((i) => sim.nth(i)) as [AgreementNode, AgreementNode, AgreementNode]
    assert.ok(sim.set(a, 'Printers/floor-2/laser', 'ipp://…', { ttlMs: 9_000, renew: true }).ok)
    assert.ok(sim.set(b, 'nas', 'in the cellar').ok)
    for (const node of sim.nodes) {
      assert.equal(sim.textAt(node, 'printers/floor-2/laser'), 'ipp://…')
      const top = sim.outcome(node, 'names', 'list', {
        above: undefined,
        recursive: false,
        after: undefined,
        limit: 10,
      })
      assert.deepEqual(top.ok && top.value.names.map(({ name, owner }) => `${name} ${owner}`), [
        `nas ${b.peer}`,
        `printers ${a.peer}`,
      ])
    }
    assert.equal(codeOf(sim.set(c, 'printers/floor-3', 'mine')), 'FORBIDDEN')
    assert.equal(codeOf(sim.outcome(c, 'names', 'remove', { name: 'nas', ifMatch: undefined })), 'FORBIDDEN')
    // Over a crash, with what was on disk; its lease is renewed all the while.
    sim.runFor(15_000)
    sim.crash(a)
    sim.runFor(2_000)
    sim.join(a)
    sim.runFor(15_000)
    assert.equal(sim.textAt(c, 'printers/floor-2/laser'), 'ipp://…')
    sim.crash(a)
    sim.runFor(15_000)
    assert.equal(sim.textAt(c, 'printers/floor-2/laser'), undefined)
    assert.ok(sim.set(c, 'printers/floor-2/laser', 'mine now').ok)
  })

  it('a peer that speaks to the group itself gets nothing that is not its own', () => {
    const sim = new NamesRing('hostile', 4)
    const [a, b] = [sim.nth(1), sim.nth(2)]
    const set = sim.set(a, 'nas', 'mine')
    assert.ok(set.ok)
    const name = nameOfLabels(['nas'])
    const entry = (owner: PeerKey, revision: number): Uint8Array =>
      encodeEntry(simulatedSigner(owner), name, {
        owner,
        revision,
        value: { kind: 'text', text: 'stolen' },
        delegates: [],
      })
    const [id, key] = [ringIdOfTree(sha256, name), keyOfName(name)]
    const put = (value: Uint8Array) => ({
      ...{ type: 'put' as const, value, contentType: '', ttlMs: 60_000, ifMatch: undefined },
    })
    const changes = [
      put(entry(b.peer, 2 ** 40)),
      put(entry(a.peer, 2 ** 40)),
      put(Buffer.from('rubbish')),
      { type: 'remove' as const, ifMatch: undefined },
    ]
    // Members of the group are among those who ask, and all ask by themselves.
    for (const node of sim.nodes) {
      if (node === a) continue
      for (const change of changes) {
        const result = sim.outcome(node, 'agreement', 'change', { id, key, change })
        assert.equal(codeOf(result), 'FORBIDDEN', `${node.peer} ${change.type}`)
      }
    }
    assert.equal(sim.textAt(b, 'nas'), 'mine')
  })

  it('are not set by a minority, and all is well when it is healed', () => {
    const sim = new NamesRing('minority', 5)
    const [a, b] = [sim.nth(0), sim.nth(4)]
    assert.ok(sim.set(a, 'nas', 'before').ok)
    sim.network.partition([sim.nodes.filter((node) => node !== a), [a]])
    const cut = sim.outcome(a, 'names', 'set', setArgs('nas', 'alone'), 20_000)
    assert.ok(!cut.ok && ['NO_QUORUM', 'UNKNOWN_OUTCOME', 'TIMEOUT', 'NOT_JOINED'].includes(cut.code), codeOf(cut))
    assert.equal(sim.textAt(b, 'nas'), 'before')
    sim.network.heal()
    assert.ok(
      sim.until(() => sim.set(a, 'nas', 'after').ok, 120_000, 1_000),
      'it is set again',
    )
    assert.equal(sim.textAt(b, 'nas'), 'after')
  })

  it('property: of changes that name one version, one is carried out, whatever is lost, doubled or crashes', () => {
    for (let seed = 1; seed <= 2; seed++) contended(seed)
  })
})

interface Try {
  readonly name: string
  readonly text: string
  readonly ifMatch: number | 'absent'
  outcome: CommandResult<'names', 'set'> | undefined
}

/** Several daemons of one owner's delegates contend for a few names, each change naming the version that it has seen. */
function contended(seed: number): void {
  const sim = new NamesRing(`contended ${seed}`, 5)
  const random = new Random(`contended ${seed}`)
  const tries: Try[] = []
  const start = sim.now
  sim.network.set({ lossRate: 0.02, duplicateRate: 0.02, reorderRate: 0.05 })
  const names = ['x', 'y']
  for (let i = 0; i < 60; i++) {
    sim.at(start + random.below(40_000), () => {
      const node = random.pick(sim.members())
      const name = random.pick(names)
      if (node === undefined || name === undefined) return
      sim.do(node, 'names', 'get', { name }, 5_000, (seen) => {
        if (!node.alive || (!seen.ok && seen.code !== 'NOT_FOUND')) return
        const ifMatch = seen.ok ? seen.value.revision : 'absent'
        const one: Try = { name, text: `${node.peer} ${i}`, ifMatch, outcome: undefined }
        tries.push(one)
        const args = setArgs(name, one.text, { ifMatch, ttlMs: 8_000 })
        sim.do(node, 'names', 'set', args, 5_000, (outcome) => (one.outcome = outcome))
      })
    })
  }
  for (let i = 0; i < 3; i++) {
    sim.at(start + random.below(40_000), () => {
      const node = random.pick(sim.members())
      if (node === undefined || sim.members().length < 5) return
      sim.crash(node)
      sim.at(sim.now + 3_000, () => sim.join(node))
    })
  }
  sim.runFor(60_000)
  judge(tries, seed)
}

function judge(tries: readonly Try[], seed: number): void {
  const done = tries.flatMap(({ name, ifMatch, outcome }) =>
    outcome?.ok ? [{ name, ifMatch, entry: outcome.value }] : [],
  )
  assert.ok(done.length >= 5, `seed ${seed}: ${done.length} of ${tries.length} were carried out`)
  const after = new Map<string, NameEntry>()
  const seen = new Set<number>()
  for (const { name, ifMatch, entry } of done) {
    assert.ok(!seen.has(entry.revision), `seed ${seed}: revision ${entry.revision} twice`)
    seen.add(entry.revision)
    if (ifMatch === 'absent') continue
    assert.ok(entry.revision > ifMatch, `seed ${seed}: ${entry.revision} after ${ifMatch}`)
    const other = after.get(`${name} ${ifMatch}`)
    assert.equal(other, undefined, `seed ${seed}: two took the place of ${ifMatch} of ${name}`)
    after.set(`${name} ${ifMatch}`, entry)
  }
}
