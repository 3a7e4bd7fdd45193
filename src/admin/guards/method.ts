import { OrbError } from '../../base/index.ts'
import type { Guard } from './guard.ts'

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Only methods that the path takes; on unknown paths those that any path takes. */
export const method: Guard = ({ method: name, allowed }) => {
  if (allowed === undefined && KNOWN_METHODS.has(name)) return undefined
  const takes = allowed === undefined ? '' : `; this resource takes ${allowed.join(', ')}`
  return new OrbError('METHOD_NOT_ALLOWED', `${name} is not taken${takes}`)
}
