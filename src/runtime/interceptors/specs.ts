import { OrbError } from '../../base/index.ts'
import { checkOrder, FIXED_PLACES, fixedPlaceOf, MAX_INTERCEPTORS } from './order.ts'

/** What a parameter may be set to. */
export type ParameterValue = string | number | boolean

interface NumberSpec {
  readonly type: 'number' | 'integer'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly unit: string
  readonly doc: string
}
/** A name, or `*` for any. */
interface NameSpec {
  readonly type: 'name'
  readonly default: '*'
  readonly doc: string
}
/** One parameter of a kind of interceptor. */
export type ParameterSpec =
  | NumberSpec
  | NameSpec
  | { readonly type: 'choice'; readonly default: string; readonly names: readonly string[]; readonly doc: string }
  | { readonly type: 'toggle'; readonly default: boolean; readonly doc: string }

/** A kind of interceptor as a person may put it into a chain. */
export interface KindSpec {
  readonly doc: string
  /** Several may stand in one chain, each with its label: `faults:slow`. */
  readonly labels: boolean
  readonly parameters: Readonly<Record<string, ParameterSpec>>
}

const rate = (doc: string): NumberSpec => ({ type: 'number', default: 0, min: 0, max: 1, unit: 'share', doc })
const milliseconds = (doc: string): NumberSpec => ({
  type: 'number',
  default: 0,
  min: 0,
  // Beyond a minute every deadline has passed, and a lost message shows the same.
  max: 60_000,
  unit: 'ms',
  doc,
})
const name = (doc: string): NameSpec => ({ type: 'name', default: '*', doc })

/** The table of interceptors: what the configuration, the admin API and the command line take. */
export const INTERCEPTOR_KINDS = {
  lamport: {
    doc: 'Stamps all that leaves with Lamport time and merges the time of what arrives. Always there, nearest to the wire.',
    labels: false,
    parameters: {},
  },
  dedup: {
    doc: 'Knows requests that have been here already: carries out none of them twice and repeats the answer of calls with at-most-once semantics. Always there, nearest to the host.',
    labels: false,
    parameters: {},
  },
  audit: {
    doc: 'Writes what concerns security to the log: refusals in either direction, drops by a rate limit, bans, damaged frames. Place it nearer to the wire than rate-limit, to see its refusals.',
    labels: false,
    parameters: {
      perSecond: {
        type: 'number',
        default: 10,
        min: 0.01,
        max: 1_000,
        unit: 'lines/s',
        doc: 'Lines per second in the long run; what is above is counted and told in the next line.',
      },
      burst: { type: 'integer', default: 100, min: 1, max: 10_000, unit: 'lines', doc: 'Lines at once.' },
    },
  },
  metrics: {
    doc: 'Counts envelopes by direction, kind, machine and type: orbweaver_envelopes_total.',
    labels: false,
    parameters: {},
  },
  trace: {
    doc: 'Keeps the last envelopes with their Lamport times, for the state dump.',
    labels: false,
    parameters: {},
  },
  'rate-limit': {
    doc: 'A token bucket for each peer and machine: requests above the rate are refused with overload, messages are dropped. Answers and what travels on the sessions of swarms are not limited.',
    labels: true,
    parameters: {
      perSecond: {
        type: 'number',
        default: 2_000,
        min: 0.01,
        max: 1_000_000,
        unit: 'requests/s',
        doc: 'Requests and messages that one peer may send to one machine per second in the long run.',
      },
      burst: { type: 'integer', default: 4_000, min: 1, max: 1_000_000, unit: 'requests', doc: 'And at once.' },
      machine: name('Only those for this machine; * for each.'),
    },
  },
  faults: {
    doc: 'Loses, delays, doubles and damages envelopes on purpose, for tests and teaching; needs interceptors.allowFaults. What travels on the sessions of swarms, in order with the blocks, is left alone.',
    labels: true,
    parameters: {
      drop: rate('Share of envelopes that vanish.'),
      duplicate: rate('Share of envelopes that come twice.'),
      corrupt: rate('Share of envelopes in whose bytes one bit is turned; those that cannot be read then vanish.'),
      delay: { ...rate('Share of envelopes that are delayed, by delayMs and up to jitterMs more.'), default: 1 },
      delayMs: milliseconds('Least time for which an envelope is kept back.'),
      jitterMs: milliseconds('Further time, drawn evenly from 0 to this.'),
      reorder: {
        type: 'toggle',
        default: false,
        doc: 'A delayed envelope may be overtaken by others. Else it keeps those behind it waiting, as TCP does.',
      },
      direction: { type: 'choice', default: 'both', names: ['in', 'out', 'both'], doc: 'Which way they travel.' },
      kind: {
        type: 'choice',
        default: 'any',
        names: ['any', 'message', 'request', 'answer', 'interim', 'refusal'],
        doc: 'What they are.',
      },
      machine: name('Whose they are; * for all.'),
      type: name('The type of their bodies, as the metrics show it; * for all.'),
      peer: name('To or from this peer id; * for all.'),
      seed: {
        type: 'integer',
        default: 1,
        min: 0,
        max: 4_294_967_295,
        unit: 'seed',
        doc: 'Of its chance: the same seed hits the same envelopes of the same sequence.',
      },
    },
  },
} as const satisfies Record<string, KindSpec>

export type InterceptorKind = keyof typeof INTERCEPTOR_KINDS

type ValueOf<P extends ParameterSpec> = P extends { type: 'number' | 'integer' }
  ? number
  : P extends { type: 'toggle' }
    ? boolean
    : P extends { type: 'choice'; names: readonly (infer Name extends string)[] }
      ? Name
      : P extends { type: 'name' }
        ? string
        : never
/** The parameters of a kind, all of them. */
export type ParametersOf<Kind extends InterceptorKind> = {
  readonly [K in keyof (typeof INTERCEPTOR_KINDS)[Kind]['parameters']]: ValueOf<
    (typeof INTERCEPTOR_KINDS)[Kind]['parameters'][K] extends ParameterSpec
      ? (typeof INTERCEPTOR_KINDS)[Kind]['parameters'][K]
      : never
  >
}

/** One interceptor of a chain as it is asked for, checked, its defaults filled in. */
export interface InterceptorSpec {
  /** `kind` or `kind:label`. */
  readonly name: string
  readonly kind: InterceptorKind
  readonly parameters: Readonly<Record<string, ParameterValue>>
}

/** May several of the kind `name` stand in one chain, each with its label? */
export const takesLabel = (name: string): boolean => isKind(name) && INTERCEPTOR_KINDS[name].labels

const LABEL = /^[a-z0-9][a-z0-9-]{0,31}$/
/** Longest name that `name` parameters take: a peer id has 52 characters. */
export const MAX_NAME_CHARS = 128
const NAME = /^[\x21-\x7e]{1,128}$/

/**
 * Checks one interceptor of a chain. Numbers and toggles may come as text.
 * @throws OrbError INVALID_ARGUMENT naming the kind, the parameter and its range.
 */
export function interceptorSpec(name: string, given: Readonly<Record<string, unknown>> = {}): InterceptorSpec {
  const colon = name.indexOf(':')
  const kind = colon < 0 ? name : name.slice(0, colon)
  if (!isKind(kind)) {
    throw invalid(
      `there is no interceptor ${shown(kind)}`,
      `known ones are ${Object.keys(INTERCEPTOR_KINDS).join(', ')}`,
    )
  }
  const { labels, parameters } = INTERCEPTOR_KINDS[kind] as KindSpec
  if (colon >= 0) {
    if (!labels) throw invalid(`${kind} stands in a chain once, without a label`)
    if (!LABEL.test(name.slice(colon + 1))) {
      throw invalid(`the label of ${shown(name)} is not 1 to 32 lower-case letters, digits and hyphens`)
    }
  }
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(parameters, key))
  if (unknown !== undefined) {
    const known = Object.keys(parameters)
    throw invalid(
      `${kind} has no parameter ${shown(unknown)}`,
      known.length === 0 ? `${kind} has no parameters` : `it has ${known.join(', ')}`,
    )
  }
  const values: Record<string, ParameterValue> = {}
  for (const [key, spec] of Object.entries(parameters)) {
    values[key] = Object.hasOwn(given, key) ? valueOf(`${kind}: ${key}`, spec, given[key]) : spec.default
  }
  return { name, kind, parameters: values }
}

/** Interceptors that a configuration may list: those with a fixed place come besides. */
export const MAX_LISTED = MAX_INTERCEPTORS - FIXED_PLACES.length
/** Characters of one interceptor written as text. */
export const MAX_SPEC_CHARS = 1_024
/** `name key=value key=value …`, its form alone. */
export const SPEC_TEXT = /^[a-z-]+(?::[a-z0-9-]+)?(?: +[A-Za-z]+=[\x21-\x2b\x2d-\x7e]+)*$/

/**
 * Reads `faults:slow delayMs=200 machine=chord`.
 * @throws OrbError INVALID_ARGUMENT
 */
export function parseInterceptorSpec(text: string): InterceptorSpec {
  if (text.length > MAX_SPEC_CHARS || !SPEC_TEXT.test(text)) {
    throw invalid(`${shown(text)} is not of the form "name key=value key=value"`)
  }
  const [name = '', ...pairs] = text.split(/ +/)
  return interceptorSpec(name, parseParameters(pairs))
}

/**
 * The whole chain of what a configuration lists: those with a fixed place are added at their ends.
 * @throws OrbError INVALID_ARGUMENT, also for one of those in the list
 */
export function parseChain(texts: readonly string[]): InterceptorSpec[] {
  const listed = texts.map(parseInterceptorSpec)
  const fixed = listed.find(({ name }) => fixedPlaceOf(name) !== undefined)
  if (fixed !== undefined) throw invalid(`${fixed.name} is always there, leave it out`)
  const at = (end: 'wire' | 'host'): InterceptorSpec[] =>
    FIXED_PLACES.filter((place) => place.end === end).map(({ name }) => interceptorSpec(name))
  const chain = [...at('wire'), ...listed, ...at('host')]
  checkOrder(chain.map(({ name }) => name))
  return chain
}

/** What is wrong with a configured chain, in a sentence; undefined: nothing. */
export function chainProblem(texts: readonly string[], allowFaults: boolean): string | undefined {
  try {
    const withFaults = parseChain(texts).some(({ kind }) => kind === 'faults')
    return withFaults && !allowFaults ? 'faults need interceptors.allowFaults: true' : undefined
  } catch (error) {
    if (error instanceof OrbError) return [error.message, error.hint].filter((words) => words !== undefined).join('; ')
    throw error
  }
}

/**
 * Reads `key=value` texts.
 * @throws OrbError INVALID_ARGUMENT for one without `=`, or a key that comes twice.
 */
export function parseParameters(pairs: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {}
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 1) throw invalid(`${shown(pair)} is not of the form key=value`)
    const key = pair.slice(0, equals)
    if (Object.hasOwn(values, key)) throw invalid(`${shown(key)} is given twice`)
    values[key] = pair.slice(equals + 1)
  }
  return values
}

const isKind = (kind: string): kind is InterceptorKind => Object.hasOwn(INTERCEPTOR_KINDS, kind)

function valueOf(what: string, spec: ParameterSpec, given: unknown): ParameterValue {
  switch (spec.type) {
    case 'number':
    case 'integer': {
      const value = typeof given === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(given) ? Number(given) : given
      const whole = spec.type === 'integer'
      if (typeof value === 'number' && value >= spec.min && value <= spec.max && (!whole || Number.isInteger(value))) {
        return value
      }
      throw invalid(`${what} must be a ${whole ? 'whole ' : ''}number from ${spec.min} to ${spec.max} (${spec.unit})`)
    }
    case 'toggle':
      if (given === true || given === 'true') return true
      if (given === false || given === 'false') return false
      throw invalid(`${what} must be true or false`)
    case 'choice':
      if (typeof given === 'string' && spec.names.includes(given)) return given
      throw invalid(`${what} must be one of ${spec.names.join(', ')}`)
    case 'name':
      if (typeof given === 'string' && NAME.test(given)) return given
      throw invalid(`${what} must be 1 to ${MAX_NAME_CHARS} visible characters, or * for any`)
  }
}

const MAX_SHOWN_CHARS = 60
/** What somebody has typed, harmless and short. */
const shown = (text: string): string =>
  JSON.stringify(text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text)

const invalid = (message: string, hint?: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', message, hint === undefined ? {} : { hint })
