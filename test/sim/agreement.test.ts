import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Agreement } from '../../src/protocols/agreement/index.ts'
import { Shards } from '../../src/protocols/agreement/shards.ts'
import { AgreementRing, bytesOf, idOf, type AgreementNode } from './agreement-ring.ts'
import { AgreementWorld, type Faults, type WorldOptions } from './agreement-world.ts'

const WORLDS: Record<string, Faults> = {
  'members that come and go': { joins: 5, leaves: 4 },
  'members that crash': { crashes: 10, joins: 2 },
  'lost, doubled and late messages': { lossRate: 0.05, duplicateRate: 0.2, reorderRate: 0.2, joins: 3 },
  'cuts and deaf links': { cuts: 4, blocks: 4, joins: 2 },
  'disks that fail': { diskErrors: 8, crashes: 4, joins: 2 },
  'clocks that jump': { clockJumps: 6, crashes: 3, joins: 2 },
  'all of it': {
    lossRate: 0.03,
    duplicateRate: 0.1,
    reorderRate: 0.1,
    crashes: 6,
    cuts: 3,
    blocks: 3,
    joins: 3,
    leaves: 3,
    diskErrors: 4,
    clockJumps: 3,
  },
}
/** Every third seed is of nodes with several positions, two to five. */
const positionsIn = (seed: number): number => (seed % 3 === 2 ? 2 + (seed % 4) : 1)
/** As many worlds of each kind; by hand: AGREEMENT_SEEDS=1000, and AGREEMENT_FROM for where to begin. */
const FROM = Number(process.env['AGREEMENT_FROM'] ?? 0)
const SEEDS = Array.from({ length: Number(process.env['AGREEMENT_SEEDS'] ?? 3) }, (_, i) => FROM + i)

/** Seeds that have found something, with the faults that did; what it was stands beside. */
const GOLDEN: readonly { readonly seed: string; readonly faults: Faults; readonly about: string }[] = [
  {
    seed: 'crashes15',
    faults: { crashes: 10, joins: 2 },
    about: 'who drives a change of a group that has gone on without it asks newcomers for ever',
  },
  {
    seed: 'crashes42',
    faults: { crashes: 10, joins: 2 },
    about: 'a member that slept over the decision is told of it, and believes nobody',
  },
  {
    seed: 'churn208',
    faults: { joins: 5, leaves: 4 },
    about: 'a change that was carried out by an attempt without an answer is refused by the next, which looks first',
  },
  {
    seed: 'churn232',
    faults: { joins: 5, leaves: 4 },
    about: 'a removal that was carried out by an attempt without an answer finds nothing to remove',
  },
  {
    seed: 'all395',
    faults: WORLDS['all of it'] ?? {},
    about: 'a request that waits for a connection leaves after its asker was told that nothing has',
  },
  {
    seed: 'disks that fail 52',
    faults: WORLDS['disks that fail'] ?? {},
    about: 'a member of a group two epochs ago writes into rows that it takes over, what the others have forgotten',
  },
  {
    seed: 'lost, doubled and late messages 78',
    faults: WORLDS['lost, doubled and late messages'] ?? {},
    about: 'a promise from before a register was forgotten is used after it, and a version given twice',
  },
  {
    seed: 'all of it 825',
    faults: WORLDS['all of it'] ?? {},
    about: 'one who is alone in the next group waits for its other members for ever',
  },
  {
    seed: 'members that crash 673',
    faults: WORLDS['members that crash'] ?? {},
    about: 'a member that is to go, and is made one again, deletes what it has just taken over',
  },
  {
    seed: 'all of it 207',
    faults: WORLDS['all of it'] ?? {},
    about:
      'who has asked one that crashes is told that nothing had left, before it is told that its connection has ended',
  },
]

function judged(seed: string, faults: Faults, options: WorldOptions = { mortal: true }): AgreementWorld {
  const world = new AgreementWorld(seed, options)
  world.run(faults)
  assert.equal(world.verdict(), undefined)
  assert.equal(world.settle(), undefined)
  assert.equal(world.verdict(), undefined)
  return world
}

void describe('registers are linearizable, whatever befalls their groups, and serve again afterwards', () => {
  for (const [about, faults] of Object.entries(WORLDS)) {
    void it(`with ${about}`, () => {
      let [all, answered] = [0, 0]
      for (const seed of SEEDS) {
        for (const [code, count] of judged(`${about} ${seed}`, faults, { mortal: true, positions: positionsIn(seed) })
          .codes) {
          all += count
          if (['ok', 'NOT_FOUND', 'VERSION_MISMATCH'].includes(code)) answered += count
        }
      }
      assert.ok(all > 400 * SEEDS.length && answered > 0.9 * all, `${answered} of ${all} were answered`)
    })
  }

  for (const { seed, faults, about } of GOLDEN) {
    void it(`golden: ${about}`, () => {
      judged(seed, faults)
    })
  }
})

// ---- does the judge see anything? --------------------------------------------------------------------------------------

type Step = Agreement['step']
type Input = Parameters<Step>[1]

/** Changes what a machine is told, or what it says. */
const tampered =
  (tamper: (input: Input, step: (input: Input) => ReturnType<Step>) => ReturnType<Step>) =>
  (agreement: Agreement): void => {
    const step = agreement.step.bind(agreement)
    agreement.step = (ctx, input) => tamper(input, (other) => step(ctx, other))
  }

/** Says that it has promised, and has only looked. */
function forgetfulOf(): NonNullable<WorldOptions['tamper']> {
  return (agreement) => {
    const prepared = new Set<number>()
    tampered((input, step) => {
      let told = input
      if (input.type === 'request' && input.body.type === 'prepare') {
        const { lineage, shard, epoch, key } = input.body
        prepared.add(input.reply)
        told = { ...input, body: { type: 'look', lineage, shard, epoch, key, full: true } }
      }
      return step(told).map((effect) => {
        if (effect.type !== 'respond' || effect.body.type !== 'held' || !prepared.delete(effect.reply)) return effect
        return { ...effect, body: { ...effect.body, type: 'promised' as const } }
      })
    })(agreement)
  }
}

/** Takes over from those who go on as before. */
const impatient = tampered((input, step) =>
  step(input).map((effect) =>
    effect.type === 'ask' && effect.body.type === 'digest'
      ? { ...effect, body: { ...effect.body, final: false } }
      : effect,
  ),
)

/** While this runs no group freezes. */
function sleepless(run: () => void): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the right `this` below
  const { bind } = Shards.prototype
  Shards.prototype.bind = function (step, shard, next, ...ends) {
    return bind.call(this, step, shard, { ...next, frozen: false }, ...ends)
  }
  try {
    run()
  } finally {
    Shards.prototype.bind = bind
  }
}

/** Takes over what it holds itself, or nothing: what others tell is as if they had told nothing. */
const headstrong = tampered((input, step) =>
  input.type === 'answer' && input.body.type === 'digested'
    ? step({ ...input, body: { ...input.body, ballots: [], through: undefined } })
    : step(input),
)

/** Answers before its disk has written. */
const hasty = tampered((input, step) =>
  step(input).map((effect) => {
    if (effect.type !== 'respond' || effect.after === undefined) return effect
    const { type, reply, body } = effect
    return { type, reply, body }
  }),
)

const plainly = (run: () => void): void => {
  run()
}

interface Mutant extends WorldOptions {
  readonly faults: Faults
  readonly within?: (run: () => void) => void
  /** The first world that is tried: where it was found last, not to search again each time. */
  readonly first?: number
}

const MUTANTS: Record<string, Mutant> = {
  'promises that are not kept': { tamper: forgetfulOf(), scatter: true, paceMs: 60, faults: { reorderRate: 0.3 } },
  'groups that do not freeze': {
    tamper: impatient,
    within: sleepless,
    paceMs: 30,
    diskMs: 20,
    faults: { joins: 5, leaves: 6 },
    first: 11,
  },
  'groups that take over from a minority': { tamper: headstrong, faults: { joins: 12, leaves: 12 }, first: 4 },
  'answers before the disk has written': { tamper: hasty, paceMs: 60, diskMs: 60, faults: { powerCuts: 6 } },
}

void describe('the judge finds', () => {
  for (const [about, { faults, within = plainly, first = 0, ...options }] of Object.entries(MUTANTS)) {
    void it(about, () => {
      for (let seed = first; seed < first + 20; seed++) {
        const world = new AgreementWorld(`mutant ${seed}`, { ...options, churnMs: 20_000 })
        within(() => {
          world.run(faults)
        })
        if (world.verdict()?.includes('is not linearizable') === true) return
      }
      assert.fail('in none of 20 worlds')
    })
  }

  void it('nothing in the same worlds without the mutants', () => {
    for (const { faults, tamper: _tamper, within: _within, ...options } of Object.values(MUTANTS)) {
      const world = new AgreementWorld('mutant 0', { ...options, churnMs: 10_000 })
      world.run(faults)
      assert.equal(world.verdict(), undefined)
    }
  })
})

// ---- quorums and groups ------------------------------------------------------------------------------------------------

const PARAMS = { shards: 2, tombstoneMs: 6_000 }

function ringOf(nodes: number, seed = 'agreement groups'): AgreementRing {
  const sim = new AgreementRing(seed, { params: PARAMS })
  sim.grow(nodes)
  const isComplete = (): boolean => {
    const latest = [...sim.latest().values()]
    return latest.length === 2 && latest.every(({ members, serving }) => members.length === 3 && serving.length === 3)
  }
  assert.ok(sim.until(isComplete, 60_000, 1_000), 'the groups are not complete')
  return sim
}

const membersOf = (sim: AgreementRing, shard: number): AgreementNode[] => {
  const members = sim.latest().get(shard)?.members ?? []
  return sim.nodes.filter(({ peer }) => members.includes(peer))
}

const codeOf = (result: { readonly ok: boolean; readonly code?: string }): string =>
  result.ok ? 'ok' : (result.code ?? '')

void describe('a group of three', () => {
  void it('serves with two, says NO_QUORUM with one, and serves again', () => {
    // Three nodes: nobody can take the place of one that is cut off.
    const sim = ringOf(3)
    const members = membersOf(sim, 0)
    const [first, second, third] = members as [AgreementNode, AgreementNode, AgreementNode]
    assert.equal(codeOf(sim.put(first, 'a', 'x', undefined, undefined, 0)), 'ok')
    sim.network.partition([sim.nodes.filter((node) => node !== third), [third]])
    assert.equal(codeOf(sim.put(first, 'a', 'y', undefined, undefined, 0)), 'ok')
    // Until it is known that the others cannot be reached, the change may have got through to one of them.
    assert.match(codeOf(sim.put(third, 'a', 'z', undefined, undefined, 0)), /^(NO_QUORUM|UNKNOWN_OUTCOME)$/)
    assert.equal(codeOf(sim.put(third, 'a', 'z', undefined, undefined, 0)), 'NO_QUORUM')
    assert.equal(codeOf(sim.read(third, 'a', 0)), 'NO_QUORUM')
    sim.network.partition([sim.nodes.filter((node) => node !== third && node !== second), [third], [second]])
    assert.match(codeOf(sim.put(first, 'a', 'w', undefined, undefined, 0)), /^(NO_QUORUM|UNKNOWN_OUTCOME)$/)
    assert.equal(codeOf(sim.put(first, 'a', 'w', undefined, undefined, 0)), 'NO_QUORUM')
    // Each knows by now that it is alone with its groups.
    sim.runFor(10_000)
    for (const { view } of sim.nodes) {
      assert.ok(view.agreement.sizes.groups > 0)
      assert.equal(view.agreement.withoutQuorum, view.agreement.sizes.groups)
    }
    sim.network.heal()
    sim.runFor(10_000)
    for (const node of sim.nodes) {
      const read = sim.read(node, 'a', 0)
      assert.ok(read.ok && read.value.value !== undefined, JSON.stringify(read))
      assert.equal(node.view.agreement.withoutQuorum, 0)
    }
  })

  void it('replaces a member that has died, and all that was put is there', () => {
    const sim = ringOf(5)
    for (let i = 0; i < 20; i++)
      assert.equal(codeOf(sim.put(sim.nodes[i % 5]!, `k${i}`, `v${i}`, 'absent', undefined, 0)), 'ok')
    const [dead] = membersOf(sim, 0)
    sim.crash(dead!)
    const isReplaced = (): boolean => {
      const group = sim.latest().get(0)
      return group !== undefined && !group.members.includes(dead!.peer) && group.serving.length === 3
    }
    assert.ok(sim.until(isReplaced, 60_000, 1_000), 'nobody has taken its place')
    // The second of the first three dies as well: without the third copy that was made meanwhile it would be too late.
    sim.crash(membersOf(sim, 0)[1]!)
    for (let i = 0; i < 20; i++) {
      const read = sim.read(sim.alive[i % 3]!, `k${i}`, 0)
      assert.deepEqual([codeOf(read), read.ok && Buffer.from(read.value.value ?? []).toString()], ['ok', `v${i}`])
    }
  })

  void it('goes on without those who leave, down to one, and all that was put is there', () => {
    const sim = ringOf(4)
    for (let i = 0; i < 10; i++)
      assert.equal(codeOf(sim.put(sim.nodes[0]!, `k${i}`, `v${i}`, 'absent', undefined, i % 2)), 'ok')
    for (const node of sim.nodes.slice(0, 3)) {
      const left = sim.outcome(node, 'agreement', 'handOver', {}, 30_000)
      assert.ok(left.ok && left.value.left === 0, JSON.stringify(left))
      assert.deepEqual(node.disk.rows('agreement/k/'), [], 'what has been given is deleted')
      sim.outcome(node, 'chord', 'leave', {}, 5_000)
      sim.stop(node)
      sim.runFor(3_000)
    }
    const [last] = sim.alive
    for (let i = 0; i < 10; i++) assert.equal(codeOf(sim.read(last!, `k${i}`, i % 2)), 'ok')
  })

  void it('refuses nobody anything when one leaves in good order', () => {
    const refused: string[] = []
    const sim = new AgreementRing('a quiet leave', {
      params: { shards: 32 },
      tamper: (agreement) => {
        const step = agreement.step.bind(agreement)
        agreement.step = (ctx, input) => {
          const effects = step(ctx, input)
          const type = input.type === 'request' ? input.body.type : input.type
          if (effects.some((effect) => effect.type === 'refuse')) refused.push(type)
          return effects
        }
      },
    })
    sim.grow(6)
    sim.runFor(30_000)
    refused.length = 0
    const leaver = sim.members()[2] as AgreementNode
    const left = sim.outcome(leaver, 'agreement', 'handOver', {}, 20_000)
    assert.ok(left.ok && left.value.left === 0 && left.value.given > 0, JSON.stringify(left))
    sim.outcome(leaver, 'chord', 'leave', {}, 5_000)
    sim.stop(leaver)
    sim.runFor(3_000)
    assert.deepEqual(refused, [])
  })

  void it('goes on without one who leaves while another member is away, and does not keep it waiting', () => {
    const sim = new AgreementRing('a leave', { params: { ...PARAMS, deadMs: 60_000 } })
    sim.grow(5)
    sim.runFor(60_000)
    for (let i = 0; i < 10; i++)
      assert.equal(codeOf(sim.put(sim.nodes[0]!, `k${i}`, `v${i}`, 'absent', undefined, 0)), 'ok')
    const [away, leaver] = membersOf(sim, 0) as [AgreementNode, AgreementNode]
    sim.crash(away)
    const left = sim.outcome(leaver, 'agreement', 'handOver', {}, 20_000)
    assert.ok(left.ok && left.value.left === 0 && left.value.given > 0, JSON.stringify(left))
    // What it has may be needed by the one who is away: it stays on its disk.
    assert.equal(leaver.disk.rows('agreement/k/').length, 10)
    sim.outcome(leaver, 'chord', 'leave', {}, 5_000)
    sim.stop(leaver)
    const [first] = sim.alive
    for (let i = 0; i < 10; i++) assert.equal(codeOf(sim.read(first!, `k${i}`, 0)), 'ok')
    // The one who was away finds its place without the one who has left.
    sim.join(away)
    const isWhole = (): boolean => {
      const group = sim.latest().get(0)
      return group !== undefined && !group.members.includes(leaver.peer) && group.serving.length === 3
    }
    assert.ok(sim.until(isWhole, 60_000, 1_000), JSON.stringify(sim.latest().get(0)))
    for (let i = 0; i < 10; i++) assert.equal(codeOf(sim.read(away, `k${i}`, 0)), 'ok')
    // Back again, it deletes what nobody needs any more.
    sim.join(leaver)
    assert.ok(
      sim.until(
        () => {
          const isMember = sim.latest().get(0)?.members.includes(leaver.peer) === true
          return isMember || leaver.disk.rows('agreement/k/').length === 0
        },
        60_000,
        1_000,
      ),
    )
  })

  void it('loses nothing when all stop at once and start again', () => {
    const sim = ringOf(5)
    for (let i = 0; i < 20; i++)
      assert.equal(codeOf(sim.put(sim.nodes[i % 5]!, `k${i}`, `v${i}`, 'absent', undefined, i % 2)), 'ok')
    for (const node of sim.nodes) sim.crash(node)
    sim.runFor(1_000)
    for (const node of sim.nodes) {
      sim.join(node)
      sim.runFor(500)
    }
    sim.runFor(10_000)
    for (let i = 0; i < 20; i++) assert.equal(codeOf(sim.read(sim.nodes[i % 5]!, `k${i}`, i % 2)), 'ok')
  })

  void it('forgets what was removed or is over, everywhere, and never uses a version again', () => {
    const sim = ringOf(4)
    const versions: number[] = []
    const written = (result: ReturnType<AgreementRing['put']>): void => {
      assert.ok(result.ok, JSON.stringify(result))
      versions.push(result.value.sequence)
    }
    for (let i = 0; i < 40; i++) {
      written(sim.put(sim.nodes[i % 4]!, `k${i}`, 'x', 'absent', i % 2 === 0 ? 3_000 : undefined, 0))
      if (i % 2 === 1) sim.change(sim.nodes[0]!, `k${i}`, { type: 'remove', ifMatch: undefined }, 10_000, 0)
    }
    const rows = (): number => sim.nodes.reduce((sum, { disk }) => sum + disk.rows('agreement/k/').length, 0)
    assert.equal(rows(), 3 * 40)
    assert.ok(
      sim.until(() => rows() === 0, 120_000, 1_000),
      `${rows()} rows are left`,
    )
    assert.equal(codeOf(sim.read(sim.nodes[1]!, 'k1', 0)), 'NOT_FOUND')
    assert.equal(rows(), 0, 'reading leaves nothing behind')
    for (const { view } of sim.nodes) assert.equal(view.agreement.sizes.bytes, 0)
    const again = sim.put(sim.nodes[2]!, 'k1', 'y', 'absent', undefined, 0)
    assert.ok(again.ok && again.value.sequence > 2, JSON.stringify(again))
  })

  void it('lists by prefix what a majority holds, in the order of the keys', () => {
    const sim = ringOf(4)
    const names = Array.from({ length: 30 }, (_, i) => `dir/${String(i).padStart(2, '0')}`)
    for (const name of names) sim.put(sim.nodes[0]!, name, `of ${name}`, 'absent', undefined, 1)
    sim.put(sim.nodes[0]!, 'elsewhere', 'x', 'absent', undefined, 1)
    sim.change(sim.nodes[1]!, 'dir/07', { type: 'remove', ifMatch: undefined }, 10_000, 1)
    const listed: string[] = []
    let after: Uint8Array | undefined
    do {
      const args = { id: idOf('', 1), prefix: bytesOf('dir/'), after, limit: 8 }
      const page = sim.outcome(sim.nodes[2]!, 'agreement', 'list', args)
      assert.ok(page.ok, JSON.stringify(page))
      assert.ok(page.value.registers.length <= 8)
      listed.push(...page.value.registers.map(({ key }) => Buffer.from(key).toString()))
      after = page.value.through
    } while (after !== undefined)
    assert.deepEqual(
      listed,
      names.filter((name) => name !== 'dir/07'),
    )
  })
})
