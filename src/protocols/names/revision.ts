/** The version of a name as users see it (ETag): `n` and its revision. */
export const revisionText = (revision: number): string => `n${revision.toString()}`

/** The revision of such a text; undefined: it is none. */
export function revisionOf(text: string): number | undefined {
  if (!/^n[1-9]\d{0,15}$/.test(text)) return undefined
  const revision = Number(text.slice(1))
  return Number.isSafeInteger(revision) ? revision : undefined
}

/** The present version, at the end of the detail of VERSION_MISMATCH; undefined: there is none. */
export const revisionInDetail = (detail: string): string | undefined => / (n\d+)$/.exec(detail)?.[1]

/** What VERSION_MISMATCH says. */
export const mismatchDetail = (revision: number | undefined): string =>
  revision === undefined ? 'there is no such name at present' : `the present version is ${revisionText(revision)}`
