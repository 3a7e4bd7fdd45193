import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** How the library's own words begin; whatever else stands in an issue was written for the reader here. */
const LIBRARY_WORDS = /^(?:Invalid|Too (?:big|small)|Unrecognized)/

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** Counts what a limit counts. */
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items', record: ' entries' }

/** What is wrong, in words for a person who knows the interface and not the library that checks it. */
export function issueWords(issue: Issue): string {
  if (!LIBRARY_WORDS.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be ${KINDS[issue.expected] ?? issue.expected}`
    case 'too_big':
      return `must be at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`
    case 'too_small':
      return issue.minimum === 1 && issue.origin in UNITS
        ? 'must not be empty'
        : `must be at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return 'prefix' in issue ? `must begin with ${JSON.stringify(issue.prefix)}` : 'has the wrong form'
    case 'invalid_union':
      return 'is of none of the allowed forms'
    default:
      return 'is not allowed'
  }
}
