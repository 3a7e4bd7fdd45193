import { between, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { AskId } from '../machine.ts'
import { intersect } from '../arcs.ts'
import { ConfigTable } from './config-table.ts'
import type { Core, Step } from './core.ts'
import type { RecordsResponse } from './messages.ts'
import { compareConfigs, type Arc, type ConfigId } from './quorum.ts'

/** How long a neighbour may take to say what it knows. */
const SURVEY_MS = 1_500
/** Pages of one neighbour's answer; what knows more than this is not believed. */
export const MAX_PAGES = 16

export interface SurveyEnds {
  /** `known`: the greatest configurations that anybody knows; `behind`: who knew older ones. */
  ended(step: Step, known: ConfigTable, behind: ReadonlySet<PeerKey>): void
  /** Somebody owns a part of it still, or nobody has answered: again, shortly. */
  failed(step: Step): void
}

/** Asks neighbours which configurations of an arc they know. */
export class Survey {
  readonly arc: Arc
  readonly #core: Core
  readonly #own: ConfigTable
  readonly #known = new ConfigTable()
  readonly #told: { readonly peer: PeerKey; readonly arc: Arc; readonly id: ConfigId }[] = []
  readonly #asks = new Set<AskId>()
  readonly #ends: SurveyEnds
  #answered = 0
  #isContested = false

  /** @param own what this node knows itself */
  constructor(core: Core, arc: Arc, own: ConfigTable, ends: SurveyEnds) {
    this.#core = core
    this.arc = arc
    this.#own = own
    this.#ends = ends
  }

  begin(step: Step, peers: readonly NodeRef[]): void {
    for (const node of peers) this.#ask(step, node, this.arc, 1)
    if (peers.length === 0) this.#answered = 1
    this.#end(step)
  }

  cancel(step: Step): void {
    for (const ask of this.#asks) this.#core.cancelAsk(step, ask)
    this.#asks.clear()
  }

  #ask(step: Step, node: NodeRef, arc: Arc, page: number): void {
    const body = { type: 'survey' as const, position: node.position, arc }
    const ask = this.#core.ask(
      step,
      node,
      body,
      { deadlineMs: SURVEY_MS, semantics: 'at-least-once' },
      {
        answered: (then, _from, answer) => {
          this.#asks.delete(ask)
          const rest = this.#take(node, arc, answer)
          if (rest !== undefined && page < MAX_PAGES) this.#ask(then, node, rest, page + 1)
          this.#end(then)
        },
        failed: (then) => {
          this.#asks.delete(ask)
          this.#end(then)
        },
      },
    )
    this.#asks.add(ask)
  }

  #take({ peer }: NodeRef, arc: Arc, answer: RecordsResponse): Arc | undefined {
    if (answer.type !== 'surveyed') {
      if (answer.type === 'failed' && answer.code === 'NOT_YET') this.#isContested = true
      return undefined
    }
    this.#answered++
    for (const { arc: told, config } of answer.pieces) {
      for (const part of intersect(told, arc)) {
        this.#known.learn({ arc: part, config, since: undefined })
        this.#told.push({ peer, arc: part, id: config.id })
      }
    }
    const { to } = answer
    return to !== arc.to && between(arc.from, to, arc.to) ? { from: to, to: arc.to } : undefined
  }

  #end(step: Step): void {
    if (this.#asks.size > 0) return
    if (this.#isContested || this.#answered === 0) {
      this.#ends.failed(step)
      return
    }
    // As it is by now: since the others were asked it may have been told of more, or have made more at another position.
    for (const piece of this.#own.within(this.arc)) this.#known.learn({ ...piece, since: undefined })
    this.#ends.ended(step, this.#known, this.#behind())
  }

  #behind(): ReadonlySet<PeerKey> {
    const behind = new Set<PeerKey>()
    for (const { peer, arc, id } of this.#told) {
      const newest = this.#known.at(arc.to)
      if (newest !== undefined && compareConfigs(newest.config.id, id) > 0) behind.add(peer)
    }
    return behind
  }
}
