import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, peerKey, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import { Learned } from '../../../../src/protocols/chord/learned.ts'

const id = (digits: string): RingId => digits.padEnd(64, '0') as RingId
const node = (digits: string): NodeRef => ({
  peer: peerKey(`p${digits}`),
  position: 0,
  epoch: epoch(1),
  addresses: [],
  id: id(digits),
})
const NOBODY = { isDead: () => false, isSuspect: () => false, isParted: () => false, tried: [] }
const owned = (from: string, owner: string) => ({ predecessor: node(from), owner: node(owner) })

function learnedOf(...ranges: readonly (readonly [from: string, owner: string])[]): Learned {
  const learned = new Learned()
  for (const [from, owner] of ranges) {
    learned.linkUp(peerKey(`p${owner}`))
    learned.learn(owned(from, owner))
  }
  return learned
}

describe('learned ranges', () => {
  it('name the owner of what lies in them, around the end of the ring too', () => {
    const learned = learnedOf(['20', '40'], ['c0', '10'])
    const ownerOf = (digits: string) => learned.ownerOf(id(digits), NOBODY)?.peer
    assert.deepEqual(['20', '21', '40', '41', 'c0', 'c1', 'ff', '10', '11'].map(ownerOf), [
      undefined,
      'p40',
      'p40',
      undefined,
      undefined,
      'p10',
      'p10',
      'p10',
      undefined,
    ])
  })

  it('follow the last answer and are forgotten when one was wrong', () => {
    const learned = learnedOf(['20', '40'])
    learned.learn(owned('30', '40'))
    assert.equal(learned.size, 1)
    assert.equal(learned.ownerOf(id('25'), NOBODY), undefined)
    learned.forget(id('40'))
    assert.equal(learned.ownerOf(id('35'), NOBODY), undefined)
  })

  it('are used only where a connection stands and nothing speaks against the owner', () => {
    const learned = learnedOf(['20', '40'])
    const target = id('30')
    assert.equal(learned.ownerOf(target, { ...NOBODY, isDead: () => true }), undefined)
    assert.equal(learned.ownerOf(target, { ...NOBODY, isSuspect: () => true }), undefined)
    assert.equal(learned.ownerOf(target, { ...NOBODY, tried: [peerKey('p40')] }), undefined)
    assert.equal(learned.ownerOf(target, NOBODY)?.peer, 'p40')
    learned.linkDown(peerKey('p40'))
    assert.equal(learned.ownerOf(target, NOBODY), undefined)
    learned.learn(owned('50', '60'))
    assert.equal(learned.size, 1, 'of somebody not connected nothing is learned')
  })

  it('are bounded', () => {
    const learned = new Learned()
    for (let i = 0; i < 300; i++) {
      const digits = i.toString(16).padStart(3, '0')
      learned.linkUp(peerKey(`p${digits}`))
      learned.learn(owned('fff', digits))
    }
    assert.equal(learned.size, 128)
  })
})
