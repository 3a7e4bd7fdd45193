import { z } from 'zod'
import { OrbError } from '../base/index.ts'
import { suggestion } from '../config/index.ts'
import { issueWords } from './issue-words.ts'
import { MAX_KEY_BYTES } from './routes.ts'

/** Parameters of a query: the API has three at most. */
const MAX_QUERY_PARAMETERS = 16

/**
 * The parameters of a query string; `+` is a blank, as HTML forms write it. Strict: what cannot be decoded is an error,
 * not another key.
 * @throws OrbError INVALID_ARGUMENT
 */
export function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>
  if (text === '') return query
  const parts = text.split('&')
  if (parts.length > MAX_QUERY_PARAMETERS) throw invalid(`a query has at most ${MAX_QUERY_PARAMETERS} parameters`)
  for (const part of parts) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decoded(equals < 0 ? part : part.slice(0, equals))
    if (name in query) throw invalid(`the query has ${JSON.stringify(name)} twice`)
    query[name] = equals < 0 ? '' : decoded(part.slice(equals + 1))
  }
  return query
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (error) {
    if (error instanceof URIError) throw notUtf8()
    throw error
  }
}

/** For percent-encodings that are cut off or not UTF-8. */
export const notUtf8 = (): OrbError =>
  invalid('a percent-encoding is not valid UTF-8', 'a key of other bytes goes into ?key64=, in base64url')

const invalid = (detail: string, hint?: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', detail, hint === undefined ? {} : { hint })

/** A key of any bytes; `text` when they are UTF-8. */
export interface Key {
  readonly bytes: Uint8Array
  readonly text: string | undefined
}

const KEY_FORMS =
  'a key stands in the path (percent-encoded), in ?key=, or in ?key64= (base64url): use the latter for an empty key, "." and ".."'

/**
 * The key of a request: from the path, or from `?key=` or `?key64=`, which are taken out of the query.
 * @throws OrbError INVALID_ARGUMENT for none, several or malformed ones; TOO_LARGE
 */
export function takeKey(inPath: string | undefined, query: Record<string, string>): Key {
  const { key, key64 } = query
  delete query['key']
  delete query['key64']
  const given = [inPath, key, key64].filter((form) => form !== undefined)
  if (given.length === 0) throw invalid('there is no key', KEY_FORMS)
  if (given.length > 1) throw invalid('the key is given more than once', KEY_FORMS)
  const found = key64 === undefined ? textKey(inPath ?? key ?? '') : bytesKey(key64)
  if (found.bytes.byteLength <= MAX_KEY_BYTES) return found
  throw new OrbError('TOO_LARGE', `a key has at most ${MAX_KEY_BYTES} bytes, this one has ${found.bytes.byteLength}`)
}

const textKey = (text: string): Key => ({ bytes: Buffer.from(text, 'utf8'), text })

function bytesKey(key64: string): Key {
  const bytes = Buffer.from(key64, 'base64url')
  // Node skips what it does not know; only the canonical form is the key that the caller meant.
  if (bytes.toString('base64url') !== key64.replace(/=+$/, '')) {
    throw invalid('key64 is not base64url', 'letters, digits, - and _; no + and /')
  }
  try {
    return { bytes, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    if (error instanceof TypeError) return { bytes, text: undefined }
    throw error
  }
}

/** Checks a part of a request. @throws OrbError INVALID_ARGUMENT naming what is wrong where */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, part: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.flatMap((issue) => sentences(issue, schema, part))
  const [first] = result.error.issues
  throw invalid([...new Set(issues)].slice(0, MAX_ISSUES).join('; '), first && hintOf(first, schema, part))
}

/** What the first wrong field takes, as the document of the API describes it. */
function hintOf(issue: Issue, schema: z.ZodType, part: string): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    if (issue.path.length > 0) return undefined
    const names = namesOf(schema)
    return names.length === 0 ? `this route takes no ${part}` : `the ${part} takes ${names.join(', ')}`
  }
  const name = String(issue.path[0] ?? '')
  const words = schema instanceof z.ZodObject ? descriptionOf(schema.shape[name]) : undefined
  return words === undefined ? undefined : `${name}: ${words}`
}

function descriptionOf(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodType)) return undefined
  return schema.description ?? (schema instanceof z.ZodOptional ? descriptionOf(schema.unwrap()) : undefined)
}

const MAX_ISSUES = 4

type Issue = z.core.$ZodIssue

function sentences(issue: Issue, schema: z.ZodType, part: string): string[] {
  // Of several allowed forms the one that fits best was meant.
  if (issue.code === 'invalid_union') {
    const best = [...issue.errors].sort((a, b) => misfit(a) - misfit(b))[0]
    if (best !== undefined && best.length > 0) return best.flatMap((inner) => sentences(inner, schema, part))
  }
  if (issue.code === 'unrecognized_keys') {
    const known = namesOf(schema)
    return issue.keys.map((name) => `${part} has no ${JSON.stringify(name.slice(0, 80))}${suggestion(name, known)}`)
  }
  const place = [part, ...issue.path.map(String)].join('.')
  return [`${place}: ${issueWords(issue)}`]
}

/** A form of which names are missing or unknown was hardly meant. */
const misfit = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1), 0)

function namesOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  return schema instanceof z.ZodUnion ? schema.options.flatMap(namesOf) : []
}
