import type { NodeRef, RingId } from '../../src/base/index.ts'
import type { ChordProtocol, ChordRequest, ChordResponse } from '../../src/protocols/chord/index.ts'
import type { AskId, Effect, Input } from '../../src/protocols/index.ts'
import { Net, type NetNode } from '../unit/protocols/chord/net.ts'

/**
 * Prints what machines take in and give out, one line each: the input after the time and the node, effects indented
 * below. Ids are shown by their first digits, nodes by their names.
 */
export class ChordTrace {
  readonly lines: string[] = []
  readonly net: Net
  /** Asks by node, to say what an answer answers. */
  readonly #asked = new Map<string, string>()

  constructor(options: ConstructorParameters<typeof Net>[0] = {}) {
    this.net = new Net({
      ...options,
      onInput: (node, input, effects) => {
        this.#step(node, input, effects)
      },
    })
  }

  /** A heading. */
  say(text: string): void {
    this.lines.push('', `## ${text}`)
  }

  #step(node: NetNode, input: Input<ChordProtocol>, effects: readonly Effect<ChordProtocol>[]): void {
    const { peer } = node.ref
    this.lines.push(`${this.net.now.toFixed(0).padStart(6)} ${peer}  ${this.#input(peer, input)}`)
    for (const effect of effects) this.lines.push(`${' '.repeat(11)}${this.#effect(peer, effect)}`)
  }

  #input(peer: string, input: Input<ChordProtocol>): string {
    switch (input.type) {
      case 'request':
        return `${input.from} asks ${request(input.body)}`
      case 'interim':
      case 'answer':
        return `${input.from} ${input.type === 'interim' ? 'says' : 'answers'} ${response(input.body)} to ${this.#asking(peer, input.ask)}`
      case 'failed':
        return `${input.why}: ${input.from}, ${this.#asking(peer, input.ask)}`
      case 'command':
        return `command ${input.command.name}${input.command.name === 'lookup' ? ` ${short(input.command.args.target)} ${input.command.args.mode}` : ''}`
      case 'news':
        return `news ${input.news.type}${'peer' in input.news ? ` ${input.news.peer}` : ''}`
      default:
        return input.type
    }
  }

  #asking(peer: string, ask: AskId): string {
    return this.#asked.get(`${peer}/${ask.toString()}`) ?? '?'
  }

  #effect(peer: string, effect: Effect<ChordProtocol>): string {
    switch (effect.type) {
      case 'ask': {
        const to = typeof effect.to === 'string' ? effect.to : effect.to.peer
        this.#asked.set(`${peer}/${effect.ask.toString()}`, request(effect.body))
        const word = effect.firstWordMs === undefined ? '' : `, first word ${effect.firstWordMs.toFixed(0)} ms`
        return `ask ${to} ${request(effect.body)} (${effect.deadlineMs.toFixed(0)} ms${word})`
      }
      case 'respond':
        return `${effect.interim === true ? 'say' : 'answer'} ${response(effect.body)}`
      case 'done':
        return `done ${effect.result.ok ? value(effect.result.value) : effect.result.code}`
      case 'news':
        return `news ${effect.news.type}${effect.news.type === 'ringState' ? ` ${effect.news.state}` : ''}`
      case 'keep':
      case 'release':
        return `${effect.type} ${effect.peer}`
      default:
        return effect.type
    }
  }
}

const short = (id: RingId): string => id.replace(/0+$/, '').slice(0, 8)
const names = (refs: readonly NodeRef[]): string => `[${refs.map((ref) => ref.peer).join(' ')}]`

function request(body: ChordRequest): string {
  switch (body.type) {
    case 'view':
      return body.have === 0 ? 'view' : `view (have ${body.have.toString()})`
    case 'notify':
      return `notify${body.onRing ? ' on ring' : ''}`
    case 'find':
      return `find ${short(body.target)}${body.final ? ' final' : ''} hops ${body.hops.toString()}`
    case 'step':
      return `step ${short(body.target)}`
    case 'changed':
      return `changed ${body.of.toString()}`
    case 'batch':
      return body.requests.map(request).join(' and ')
    case 'ping':
      return 'ping'
    case 'meet':
      return `meet ${names(body.others)}`
    case 'leave':
      return `leave${body.heir ? ` from ${body.boundary?.peer ?? '-'}` : ''} ${names(body.successors)}`
  }
}

function response(body: ChordResponse): string {
  switch (body.type) {
    case 'view':
      return `view ${body.view.version.toString()} ${names(body.view.successors)} after ${body.view.predecessor?.peer ?? '-'}`
    case 'found':
      return `found ${body.found.owner.peer} after ${body.found.predecessor?.peer ?? '-'} hops ${body.hops.toString()}`
    case 'closer':
      return `closer ${names(body.candidates)}`
    case 'failed':
      return `failed ${body.code}`
    default:
      return body.type
  }
}

function value(of: unknown): string {
  if (typeof of !== 'object' || of === null) return ''
  if ('owner' in of) return `${(of.owner as NodeRef).peer} hops ${String((of as unknown as { hops: number }).hops)}`
  return 'state' in of ? String(of.state) : ''
}
