import { z } from 'zod'

/** How an option's text (from a flag or the environment) becomes a value, and whether it names a place on disk. */
export type OptionKind = 'integer' | 'toggle' | 'choice' | 'text' | 'path' | 'list' | 'paths'

/** One row of the table of options. */
export interface Option<Value> {
  readonly kind: OptionKind
  readonly schema: z.ZodType<Value>
  readonly default: Value
  /** What a number counts; absent for values without a unit. */
  readonly unit: string | undefined
  /** What is allowed, in words: stands in docs and in error messages. */
  readonly range: string
  /** What it does and what moving it costs. */
  readonly doc: string
  /** A shorter flag than `--section-key`. */
  readonly flag: string | undefined
  /** Can it be changed while the daemon runs (SIGHUP, `orbweaver reload`, PATCH /v1/config)? Else at the next start. */
  readonly reloadable: boolean
}

interface Common<Value> {
  readonly default: Value
  readonly doc: string
  readonly flag?: string
  readonly reloadable: boolean
}

const common = <Value>(spec: Common<Value>) => ({
  default: spec.default,
  doc: spec.doc,
  flag: spec.flag,
  reloadable: spec.reloadable,
})

/** A whole number from `min` to `max`, both allowed. */
export function integer(
  spec: Common<number> & { readonly min: number; readonly max: number; readonly unit: string },
): Option<number> {
  return {
    ...common(spec),
    kind: 'integer',
    schema: z.int().min(spec.min).max(spec.max),
    unit: spec.unit,
    range: `a whole number from ${spec.min} to ${spec.max}`,
  }
}

export function toggle(spec: Common<boolean>): Option<boolean> {
  return { ...common(spec), kind: 'toggle', schema: z.boolean(), unit: undefined, range: 'true or false' }
}

export function choice<const Name extends string>(
  spec: Common<NoInfer<Name>> & { readonly names: readonly Name[] },
): Option<Name> {
  return {
    ...common(spec),
    kind: 'choice',
    schema: z.enum(spec.names),
    unit: undefined,
    range: `one of ${spec.names.join(', ')}`,
  }
}

/** Text that `pattern` describes; `range` says the same in words. */
export function text(
  spec: Common<string> & { readonly pattern: RegExp; readonly range: string; readonly maxChars: number },
): Option<string> {
  return {
    ...common(spec),
    kind: 'text',
    schema: z.string().max(spec.maxChars).regex(spec.pattern),
    unit: undefined,
    range: spec.range,
  }
}

/** Several texts of the same form, `minItems` (0 when not given) to `maxItems`. On the command line the flag is repeated, in the environment commas part them. */
export function list(
  spec: Common<readonly string[]> & {
    readonly pattern: RegExp
    readonly range: string
    readonly minItems?: number
    readonly maxItems: number
    readonly maxChars: number
  },
): Option<readonly string[]> {
  const { minItems = 0, maxItems } = spec
  return {
    ...common(spec),
    kind: 'list',
    schema: z.array(z.string().max(spec.maxChars).regex(spec.pattern)).min(minItems).max(maxItems),
    unit: undefined,
    range: `a list of ${minItems === 0 ? 'at most' : `${minItems} to`} ${maxItems}, each ${spec.range}`,
  }
}

/** Linux' PATH_MAX less the final NUL, in characters. */
const MAX_PATH_CHARS = 4_095
// A NUL ends a path for the operating system but not for us: refused where it enters.
const pathText = z
  .string()
  .min(1)
  .max(MAX_PATH_CHARS)
  .regex(/^[^\0]+$/)

/** A place on disk. Relative to the config file's folder, the working folder (flag, environment) or the data dir (default). */
export function path(spec: Common<string>): Option<string> {
  return { ...common(spec), kind: 'path', schema: pathText, unit: undefined, range: 'a path without NUL' }
}

export function paths(spec: Common<readonly string[]> & { readonly maxItems: number }): Option<readonly string[]> {
  return {
    ...common(spec),
    kind: 'paths',
    schema: z.array(pathText).max(spec.maxItems),
    unit: undefined,
    range: `a list of at most ${spec.maxItems} paths without NUL`,
  }
}

/**
 * The value that a flag's or a variable's text stands for, not yet checked against the schema. Text that cannot be of
 * the kind at all is handed on as it is, so that the schema's error names it.
 */
export function valueOfText(kind: OptionKind, raw: string): unknown {
  switch (kind) {
    case 'integer':
      return /^[+-]?\d{1,16}$/.test(raw) ? Number(raw) : raw
    case 'toggle':
      return raw === 'true' || raw === '1' ? true : raw === 'false' || raw === '0' ? false : raw
    case 'list':
    case 'paths':
      return raw === ''
        ? []
        : raw
            .split(',')
            .map((item) => item.trim())
            .filter((item) => item !== '')
    case 'choice':
    case 'text':
    case 'path':
      return raw
  }
}
