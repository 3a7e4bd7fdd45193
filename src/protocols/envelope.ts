import type { Lamport } from '../base/index.ts'
import type { MachineName, Semantics, SessionId } from './machine.ts'

/**
 * What travels between two hosts. Bodies belong to the named machine; wire/ maps them to protobuf exhaustively. `lamport`
 * is stamped by an interceptor just before the envelope leaves the host.
 */
export interface MessageEnvelope {
  readonly kind: 'message'
  lamport: Lamport
  readonly machine: MachineName
  readonly body: unknown
  /** The session whose stream carries it; absent: the control stream. */
  readonly session: SessionId | undefined
}
export interface RequestEnvelope {
  readonly kind: 'request'
  lamport: Lamport
  /** Chosen by the asking host, never used twice in one epoch; a repetition carries the id of the first. */
  readonly id: number
  /** Milliseconds the asker still waits. */
  readonly leftMs: number
  readonly machine: MachineName
  readonly body: unknown
  readonly semantics: Semantics
  /** Of an at-most-once request alone. */
  readonly once: Once | undefined
}
/** What lets a callee know a repeated request again, and forget its answer in time. */
export interface Once {
  /** The incarnation of the callee that alone may carry it out; 0: the first that it reaches, it has not left before. */
  readonly calleeEpoch: number
  /** The asking machine has settled all its at-most-once requests to this callee below this id. */
  readonly settledBelow: number
}
export interface AnswerEnvelope {
  readonly kind: 'answer' | 'interim'
  lamport: Lamport
  readonly id: number
  readonly machine: MachineName
  readonly body: unknown
}
/**
 * `refused`: it will not be carried out; `overload`: it was not, for want of room; `unknown-outcome`: whether it was, nobody
 * knows any more.
 */
export type RefusalWhy = 'refused' | 'overload' | 'unknown-outcome'
/** The host itself will not carry out the request. */
export interface RefusalEnvelope {
  readonly kind: 'refusal'
  lamport: Lamport
  readonly id: number
  readonly why: RefusalWhy
}
export type Envelope = MessageEnvelope | RequestEnvelope | AnswerEnvelope | RefusalEnvelope

/**
 * An envelope that has waited for a connection for so long, ms: a request says how long its asker still waits, and there is
 * none any more (undefined) when that is over.
 */
export function afterWaiting(envelope: Envelope, waitedMs: number): Envelope | undefined {
  if (envelope.kind !== 'request') return envelope
  const leftMs = envelope.leftMs - waitedMs
  return leftMs > 0 ? { ...envelope, leftMs } : undefined
}
