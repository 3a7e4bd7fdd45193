import type { Lamport } from '../base/index.ts'
import type { MachineName, SessionId } from './machine.ts'

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
  /** Chosen by the asking host, unique among its open asks. */
  readonly id: number
  /** Milliseconds the asker still waits. */
  readonly leftMs: number
  readonly machine: MachineName
  readonly body: unknown
}
export interface AnswerEnvelope {
  readonly kind: 'answer' | 'interim'
  lamport: Lamport
  readonly id: number
  readonly machine: MachineName
  readonly body: unknown
}
/** The host itself will not carry out the request. */
export interface RefusalEnvelope {
  readonly kind: 'refusal'
  lamport: Lamport
  readonly id: number
  readonly why: 'refused' | 'overload'
}
export type Envelope = MessageEnvelope | RequestEnvelope | AnswerEnvelope | RefusalEnvelope
