import { Recent, type NodeRef, type PeerKey } from '../../base/index.ts'
import { lookupOf, MachineCore, type AskEndsOf, type CallEndsOf, type StepOf } from '../core.ts'
import type { AskEffect, AskId, CallId, ReplyId } from '../machine.ts'
import { positionBehind } from '../own-positions.ts'
import { startOf } from './group.ts'
import type { AgreementRefusal, AgreementRequest } from './messages.ts'
import type { AgreementParams } from './params.ts'
import type { AgreementProtocol, AgreementSiblings } from './protocol.ts'

export type { Asked } from '../core.ts'
export type Step = StepOf<AgreementProtocol>

/** Peers whose last known addresses are remembered. */
export const MAX_FRESH = 1_024

/** What the parts of the machine share. */
export class Core extends MachineCore<AgreementProtocol, AgreementParams, AgreementSiblings> {
  /** Later references of peers than those that groups remember: they may have moved. */
  readonly #fresh = new Recent<PeerKey, NodeRef>(MAX_FRESH)

  get self(): PeerKey {
    return this.siblings.ring.self(0).peer
  }

  /** Is this node, at one of its positions, the ring's owner of the beginning of the shard? Then at which. */
  positionOwning(shard: number): number | undefined {
    const { ring } = this.siblings
    return ring.positions().find((position) => ring.owns(position, startOf(shard)))
  }

  /** Who stands around the beginning of the shard, as far as this node's own neighbours are: others, nearest first. */
  neighboursOf(shard: number, count: number): readonly NodeRef[] {
    const { ring } = this.siblings
    return ring.replicas(positionBehind(ring, startOf(shard)), count)
  }

  isDead(node: NodeRef): boolean {
    return node.peer !== this.self && this.siblings.detector.isDead(node)
  }

  /** Looks at the ring for where peers are now. */
  refresh(): void {
    for (const node of this.siblings.ring.knownNodes()) {
      const known = this.#fresh.get(node.peer)
      if (known === undefined || (known.epoch <= node.epoch && known !== node)) this.#fresh.set(node.peer, node)
    }
  }

  /** The latest reference of the same position: what a group remembers may be of an earlier incarnation. */
  latest(node: NodeRef): NodeRef {
    if (node.peer === this.self) {
      const { ring } = this.siblings
      const own = ring.self(ring.positions().includes(node.position) ? node.position : 0)
      // It had more positions when the group was chosen: the ring id stays, by which the members are ordered.
      return own.position === node.position ? own : { ...node, epoch: own.epoch, addresses: own.addresses }
    }
    const fresh = this.#fresh.get(node.peer)
    if (fresh === undefined || fresh.epoch <= node.epoch) return node
    // The ring id is of the position that the group was chosen by.
    return fresh.position === node.position ? fresh : { ...node, epoch: fresh.epoch, addresses: fresh.addresses }
  }

  /** Asks where the peer is now. */
  override ask(
    step: Step,
    to: NodeRef,
    body: AgreementRequest,
    options: Pick<AskEffect<AgreementProtocol>, 'deadlineMs' | 'semantics'>,
    ends: AskEndsOf<AgreementProtocol>,
  ): AskId {
    return super.ask(step, this.latest(to), body, options, ends)
  }

  /** Asks what does no harm when it is repeated. */
  askOften(step: Step, to: NodeRef, body: AgreementRequest, ends: AskEndsOf<AgreementProtocol>): AskId {
    return this.ask(step, to, body, { deadlineMs: this.params.roundMs, semantics: 'at-least-once' }, ends)
  }

  refuse(step: Step, reply: ReplyId, code: AgreementRefusal, sequence?: number): void {
    this.respond(step, reply, { type: 'failed', code, sequence })
  }

  working(step: Step, reply: ReplyId): void {
    step.effects.push({ type: 'respond', reply, body: { type: 'working' }, interim: true })
  }

  /** Who owns the beginning of the shard, asked of the ring. */
  lookup(step: Step, shard: number, deadlineMs: number, ends: CallEndsOf<AgreementProtocol>): CallId {
    return this.call(step, lookupOf(startOf(shard)), deadlineMs, ends)
  }
}
