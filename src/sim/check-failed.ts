/** Events that a failure shows. */
const SHOWN_EVENTS = 60

export const lastEvents = (trace: readonly string[]): string =>
  `the last events:\n${trace.slice(-SHOWN_EVENTS).join('\n')}`

/** Something that must hold does not. `check` names it, in words that stay the same from run to run. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed'
  readonly check: string
  readonly detail: string

  constructor(check: string, detail: string, trace: readonly string[] = []) {
    super(`${check} ${detail}\n${lastEvents(trace)}`)
    this.check = check
    this.detail = detail
  }
}
