import { OPTION_ROWS, type OptionKey } from './options.ts'

/**
 * Options whose default is at most the value of another option: who lowers that one alone has made no mistake. Both must be
 * reloadable or neither.
 */
const FOLLOWERS: readonly { readonly key: OptionKey; readonly most: OptionKey }[] = [
  { key: 'records.defaultTtlMs', most: 'records.maxTtlMs' },
]

/** Lets the options that nobody has set follow those that bound them. */
export function follow(
  sections: Readonly<Record<string, Record<string, unknown>>>,
  origins: ReadonlyMap<OptionKey, { readonly kind: string }>,
): void {
  for (const { key, most } of FOLLOWERS) {
    const [row, bound] = [key, most].map((name) => OPTION_ROWS.find((each) => each.key === name))
    const section = row && sections[row.section]
    const limit = bound && sections[bound.section]?.[bound.name]
    if (row === undefined || section === undefined || origins.get(key)?.kind !== 'default') continue
    section[row.name] = Math.min(Number(row.default), Number(limit))
  }
}
