import type { NodeRef } from '../../base/index.ts'
import type { AskFailure, AskId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import { INLINE_BYTES, type ConfigId, type RecordHead, type RecordsRefusal, type RecordsRequest } from './messages.ts'
import type { Admission } from './quorum.ts'
import { ValueSender } from './transfer.ts'

/** What became of a copy that was sent. */
export type CopyOutcome =
  | { readonly type: 'taken' }
  /** The receiver has a newer one. */
  | { readonly type: 'stale'; readonly head: RecordHead }
  | { readonly type: 'notAdmitted'; readonly why: Exclude<Admission, 'admitted'> }
  | { readonly type: 'failed'; readonly why: AskFailure | RecordsRefusal }

/** A record with all of its value; undefined: it has none, or it has expired. */
export interface Whole {
  readonly head: RecordHead
  readonly value: Uint8Array | undefined
}

/** On its way; can be given up. */
export interface Copying {
  cancel(step: Step): void
}

/** How a copy is sent: as its owner, as its owner for somebody who cannot be reached, or back to whom it was kept for. */
export type CopyWay =
  | { readonly type: 'replicate'; readonly config: ConfigId; readonly hintFor: NodeRef | undefined }
  | { readonly type: 'handBack' }

/** Sends a record to another node, a large value in chunks first. At-least-once: the newest version stays, whatever comes twice. */
export function sendCopy(
  core: Core,
  step: Step,
  to: NodeRef,
  way: CopyWay,
  { head, value }: Whole,
  deadlineMs: number,
  ended: (step: Step, outcome: CopyOutcome) => void,
): Copying {
  const deadline = step.now + deadlineMs
  let ask: AskId | undefined
  const isInline = value === undefined || value.byteLength <= INLINE_BYTES
  const commit = (at: Step): void => {
    const { position } = to
    const common = { position, head, value: isInline ? value : undefined }
    const body: RecordsRequest =
      way.type === 'replicate'
        ? { ...common, type: 'replicate', config: way.config, hintFor: way.hintFor }
        : { ...common, type: 'handBack' }
    const leftMs = Math.max(1, deadline - at.now)
    ask = core.ask(
      at,
      to,
      body,
      { deadlineMs: leftMs, semantics: 'at-least-once' },
      {
        answered: (then, _from, answer) => {
          ask = undefined
          if (answer.type === 'taken' || answer.type === 'stale' || answer.type === 'notAdmitted') ended(then, answer)
          else ended(then, { type: 'failed', why: answer.type === 'failed' ? answer.code : 'CORRUPT' })
        },
        failed: (then, why) => {
          ask = undefined
          ended(then, { type: 'failed', why })
        },
      },
    )
  }
  if (isInline) {
    commit(step)
    return {
      cancel: (then) => {
        if (ask !== undefined) core.cancelAsk(then, ask)
      },
    }
  }
  const sender = new ValueSender(core, to, head.digest, value, {
    moved: commit,
    failed: (then, why, code) => {
      ended(then, { type: 'failed', why: code ?? why })
    },
  })
  sender.begin(step, deadline)
  return {
    cancel: (then) => {
      sender.cancel(then)
      if (ask !== undefined) core.cancelAsk(then, ask)
    },
  }
}
