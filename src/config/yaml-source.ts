import { LineCounter, isMap, isScalar, parseDocument, type Document, type Node, type Pair } from 'yaml'
import { suggestion } from './nearest.ts'
import { OPTION_ROWS, type OptionKey } from './options.ts'

/** Anchors and aliases are allowed, but not to multiply. */
const MAX_ALIASES = 32

/** What a file says about one option, not yet checked against its schema. */
export interface FileValue {
  readonly key: OptionKey
  readonly value: unknown
  readonly line: number
}

export interface FileContent {
  readonly values: readonly FileValue[]
  /** One sentence each, with the line. */
  readonly problems: readonly string[]
}

const SECTIONS: readonly string[] = [...new Set(OPTION_ROWS.map((row) => row.section))]

/** Reads sections and keys with their lines; everything unknown becomes a problem that names the nearest known name. */
export function parseConfigText(content: string): FileContent {
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line
  if (document.errors.length > 0) {
    return { values: [], problems: document.errors.map((error) => `line ${lineOf(error.pos[0])}: ${error.message}`) }
  }
  const values: FileValue[] = []
  const problems: string[] = []
  for (const section of pairsOf(document.contents, 'the file', 1, problems)) {
    const name = nameOf(section)
    const line = lineOf(offsetOf(section.key))
    if (!SECTIONS.includes(name)) {
      const keys = OPTION_ROWS.map((row) => row.key)
      const near = suggestion(name, name.includes('.') ? keys : SECTIONS)
      problems.push(`line ${line}: there is no section "${name}"${near}`)
      continue
    }
    for (const entry of pairsOf(section.value, `section "${name}"`, line, problems)) {
      const key = `${name}.${nameOf(entry)}`
      const at = lineOf(offsetOf(entry.key))
      const row = OPTION_ROWS.find((known) => known.key === key)
      if (row === undefined)
        problems.push(`line ${at}: there is no option "${key}"${suggestion(key, knownBeside(name))}`)
      else values.push({ key: row.key, value: plain(entry.value, document, at, problems), line: at })
    }
  }
  return { values, problems }
}

/** A key is most often right but for a letter, or right in another section. */
const knownBeside = (section: string): string[] => [
  ...OPTION_ROWS.filter((row) => row.section === section).map((row) => row.key),
  ...OPTION_ROWS.filter((row) => row.section !== section).map((row) => row.key),
]

function pairsOf(node: unknown, what: string, line: number, problems: string[]): readonly Pair[] {
  if (node === null || node === undefined || (isScalar(node) && node.value === null)) return []
  if (isMap(node)) return node.items
  problems.push(`line ${line}: ${what} must hold names with values`)
  return []
}

const nameOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key)
const offsetOf = (node: unknown): number | undefined => (node as Node | undefined)?.range?.[0]

function plain(node: unknown, document: Document, line: number, problems: string[]): unknown {
  if (node === null || node === undefined) return null
  try {
    return (node as Node).toJS(document, { maxAliasCount: MAX_ALIASES })
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    problems.push(`line ${line}: ${error.message}`)
    return null
  }
}
