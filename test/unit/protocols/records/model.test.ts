import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Random } from '../../../../src/base/index.ts'
import type { Result } from '../../../../src/protocols/index.ts'
import {
  compareVersions,
  versionText,
  type FoundRecord,
  type Version,
  type WrittenRecord,
} from '../../../../src/protocols/records/index.ts'
import { codeOf, get, put, remove } from './deeds.ts'
import { Rig, type RigNode } from './rig.ts'

const NODES = 5
const KEYS = ['a', 'b', 'c']

/** What a dumb map would know of a key: all that it may be now, given what was acknowledged and what may have happened. */
class Model {
  /** As acknowledged last; undefined: there is none. */
  value: string | undefined
  /** Of the last acknowledged write, a removal too. */
  version: Version | undefined
  /** Writes of which nobody knows whether they happened; undefined: a removal. */
  readonly maybe = new Set<string | undefined>()

  wrote(value: string | undefined, result: Result): void {
    if (result.ok) {
      const { version } = result.value as WrittenRecord
      if (this.version !== undefined) {
        const isLater = compareVersions(version, this.version) > 0
        assert.ok(isLater, `${versionText(version)} is acknowledged after ${versionText(this.version)}`)
      }
      this.value = value
      this.version = version
    } else if (!SURELY_NOT.has(result.code)) this.maybe.add(value)
  }

  read(result: Result): void {
    if (!result.ok && result.code !== 'NOT_FOUND') return
    const record = result.ok ? (result.value as FoundRecord) : undefined
    const value = record && new TextDecoder().decode(record.value)
    const isKnown = value === this.value || this.maybe.has(value)
    assert.ok(isKnown, `read ${value ?? 'nothing'}, expected ${this.value ?? 'nothing'} or ${[...this.maybe].join()}`)
    if (record !== undefined && this.version !== undefined) {
      assert.ok(compareVersions(record.version, this.version) >= 0, 'something older than what was acknowledged')
    }
  }
}

const SURELY_NOT = new Set(['NOT_FOUND', 'VERSION_MISMATCH', 'CONFLICT', 'FORBIDDEN', 'QUOTA_EXCEEDED', 'NOT_JOINED'])

type Deed = readonly [what: 'put' | 'get' | 'remove' | 'swap', key: string, node: number]
type Trouble = 'none' | 'loss' | 'disk' | 'restart' | 'cut'
const deeds = fc.array(
  fc.tuple(
    fc.constantFrom('put' as const, 'put' as const, 'get' as const, 'get' as const, 'remove' as const, 'swap' as const),
    fc.constantFrom(...KEYS),
    fc.nat(NODES - 1),
  ),
  { minLength: 5, maxLength: 40 },
)

function carryOut(rig: Rig, models: Map<string, Model>, [what, key, at]: Deed, i: number, leftMs: number): void {
  const up = rig.nodes.filter((node) => node.up)
  const node = up[at % up.length] as RigNode
  const model = models.get(key) as Model
  if (what === 'get') model.read(get(rig, node, key, leftMs))
  else if (what === 'remove') model.wrote(undefined, remove(rig, node, key))
  else if (what === 'put') model.wrote(`${i}`, put(rig, node, key, `${i}`, {}, leftMs))
  else {
    // Compare and set, with what a reader sees: with nobody else about it goes through, or has been overtaken by what was in doubt.
    const seen = get(rig, node, key, leftMs)
    model.read(seen)
    if (!seen.ok && seen.code !== 'NOT_FOUND') return
    const ifMatch = seen.ok ? (seen.value as FoundRecord).version : ('absent' as const)
    const result = put(rig, node, key, `${i}`, { ifMatch }, leftMs)
    if (codeOf(result) === 'VERSION_MISMATCH') assert.ok(model.maybe.size > 0, 'nobody else has written')
    model.wrote(`${i}`, result)
  }
}

function settle(rig: Rig): void {
  rig.loses = () => false
  for (const node of rig.nodes) {
    node.writeError = undefined
    if (!node.up) rig.restart(node)
  }
  rig.run(1_000)
}

describe('records, against a map', () => {
  it('are the same as long as nothing goes wrong', () => {
    fc.assert(
      fc.property(deeds, fc.nat(), (all, seed) => {
        const rig = new Rig(NODES, {}, seed)
        const models = new Map(KEYS.map((key) => [key, new Model()]))
        all.forEach((deed, i) => {
          carryOut(rig, models, deed, i, 5_000)
        })
        for (const [key, model] of models) {
          assert.equal(model.maybe.size, 0)
          for (const node of rig.nodes) {
            const result = get(rig, node, key)
            assert.equal(codeOf(result), model.value === undefined ? 'NOT_FOUND' : 'ok')
            model.read(result)
          }
        }
      }),
      { numRuns: 15 },
    )
  })

  it('lose nothing that was acknowledged, with one node in trouble at a time', () => {
    const troubles = fc.array(
      fc.tuple(fc.constantFrom<Trouble>('none', 'loss', 'disk', 'restart', 'cut'), fc.nat(NODES - 1)),
      {
        minLength: 8,
        maxLength: 8,
      },
    )
    fc.assert(
      fc.property(deeds, troubles, fc.nat(), (all, plagues, seed) => {
        const rig = new Rig(NODES, {}, seed)
        const random = new Random(seed)
        const models = new Map(KEYS.map((key) => [key, new Model()]))
        all.forEach((deed, i) => {
          if (i % 5 === 0) {
            settle(rig)
            const [trouble, at] = plagues[(i / 5) % plagues.length] as [Trouble, number]
            const node = rig.nodes[at] as RigNode
            if (trouble === 'loss') rig.loses = () => random.float() < 0.1
            else if (trouble === 'disk') node.writeError = 'STORAGE_FULL'
            else if (trouble === 'restart') rig.crash(node)
            else if (trouble === 'cut') rig.loses = (from, to) => from === node || to === node
          }
          carryOut(rig, models, deed, i, 3_000)
        })
        settle(rig)
        rig.run(5_000)
        for (const [key, model] of models) {
          for (const node of rig.nodes) {
            const result = get(rig, node, key)
            assert.match(codeOf(result), /^(ok|NOT_FOUND)$/)
            model.read(result)
          }
        }
      }),
      { numRuns: 15 },
    )
  })
})
