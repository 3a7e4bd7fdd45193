/** The version of a register as users see it (ETag): `c` and its sequence number. */
export const versionText = (sequence: number): string => `c${sequence.toString()}`

/** The sequence number of such a text; undefined: it is none. */
export function sequenceOf(text: string): number | undefined {
  if (!/^c[1-9]\d{0,15}$/.test(text)) return undefined
  const sequence = Number(text.slice(1))
  return Number.isSafeInteger(sequence) ? sequence : undefined
}

/** The present version, at the end of the detail of VERSION_MISMATCH; undefined: there is no value. */
export const versionInDetail = (detail: string): string | undefined => / (c\d+)$/.exec(detail)?.[1]

/** What VERSION_MISMATCH says. */
export const mismatchDetail = (sequence: number | undefined): string =>
  sequence === undefined
    ? 'there is no value: the present version is absent'
    : `the present version is ${versionText(sequence)}`
