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

  it('give way to an answer that shows nobody where they were', () => {
    const learned = learnedOf(['10', '20'], ['20', '30'], ['30', '40'], ['c0', 'd0'], ['f0', '08'])
    learned.learn(owned('20', '50'))
    assert.equal(learned.size, 4)
    assert.equal(learned.ownerOf(id('35'), NOBODY)?.peer, 'p50')
    learned.learn(owned('c8', '10'))
    assert.deepEqual(
      ['20', '50', 'd8', '09'].map((digits) => learned.ownerOf(id(digits), NOBODY)?.peer),
      ['p20', 'p50', 'p10', 'p10'],
    )
    assert.equal(learned.size, 3)
  })

  it('are filled up by the lists of others, which make nothing wider that answers have shown', () => {
    const learned = learnedOf(['20', '30'], ['58', '60'])
    learned.hear(node('20'), [node('40'), node('50'), node('60'), node('70')])
    assert.deepEqual(
      ['28', '38', '48', '54', '5c', '68', '78'].map((digits) => learned.ownerOf(id(digits), NOBODY)?.peer),
      ['p30', 'p40', 'p50', undefined, 'p60', 'p70', undefined],
    )
    learned.hear(node('5a'), [node('60')])
    assert.equal(learned.ownerOf(id('59'), NOBODY), undefined, 'somebody has come between')
    assert.equal(learned.ownerOf(id('5c'), NOBODY)?.peer, 'p60')
    const full = new Learned()
    const many = Array.from({ length: 300 }, (_, i) => node((i + 1).toString(16).padStart(3, '0')))
    full.hear(node('000'), many)
    assert.equal(full.size, 128)
    const ofTwo = new Learned(2)
    ofTwo.hear(node('000'), many)
    assert.equal(ofTwo.size, 256, 'where each has two positions, there are twice as many ranges')
  })

  it('become narrower when the owner names who stands before it, and are forgotten when it names nobody', () => {
    const learned = learnedOf(['20', '40'])
    assert.equal(learned.correct(id('41'), id('30')), false, 'it was not known as an owner')
    assert.equal(learned.correct(id('40'), id('30')), true)
    assert.equal(learned.ownerOf(id('25'), NOBODY), undefined)
    assert.equal(learned.ownerOf(id('35'), NOBODY)?.peer, 'p40')
    assert.equal(learned.correct(id('40'), id('10')), true, 'what it names is not in its range: it knows better')
    assert.equal(learned.size, 0)
    learned.learn(owned('20', '40'))
    assert.equal(learned.correct(id('40'), undefined), true)
    assert.equal(learned.size, 0)
  })

  it('tell where a gap begins, once each until so many calls later', () => {
    const learned = learnedOf(['20', '30'], ['30', '40'], ['50', '60'], ['70', '80'])
    const gap = (): string | undefined => learned.gapBehind(node('20'), id('80'), 5)?.peer
    assert.deepEqual([gap(), gap(), gap(), gap(), gap()], ['p40', 'p60', undefined, undefined, undefined])
    assert.equal(gap(), 'p40')
    learned.hear(node('40'), [node('50'), node('60'), node('70')])
    assert.equal(learned.gapBehind(node('20'), id('80'), 1), undefined)
    assert.equal(learned.gapBehind(node('80'), id('20'), 1)?.peer, 'p80')
    assert.equal(new Learned().gapBehind(node('80'), id('20'), 1)?.peer, 'p80')
    assert.deepEqual(
      learned.owners(2, ({ peer }) => peer !== 'p30').map(({ peer }) => peer),
      ['p40', 'p50'],
    )
  })

  it('are used only where nothing speaks against the owner, and tell where a connection stands', () => {
    const learned = learnedOf(['20', '40'])
    const target = id('30')
    assert.equal(learned.ownerOf(target, { ...NOBODY, isDead: () => true }), undefined)
    assert.equal(learned.ownerOf(target, { ...NOBODY, isSuspect: () => true }), undefined)
    assert.equal(learned.ownerOf(target, { ...NOBODY, tried: [peerKey('p40')] }), undefined)
    assert.equal(learned.ownerOf(target, { ...NOBODY, isParted: () => true }), undefined)
    assert.equal(learned.ownerOf(target, NOBODY)?.peer, 'p40')
    assert.ok(learned.isLinked(peerKey('p40')))
    learned.linkDown(peerKey('p40'))
    assert.ok(!learned.isLinked(peerKey('p40')))
    assert.equal(learned.ownerOf(target, NOBODY)?.peer, 'p40')
  })

  it('are bounded', () => {
    const learned = new Learned()
    for (let i = 0; i < 300; i++) {
      const digits = i.toString(16).padStart(3, '0')
      learned.linkUp(peerKey(`p${digits}`))
      learned.learn(owned((i + 4095).toString(16).slice(-3), digits))
    }
    assert.equal(learned.size, 128)
  })
})
