import { OrbError } from '../../base/index.ts'
import type { Guard } from './guard.ts'

/** A browser says on whose behalf it asks: only for our own pages, or for what the user typed. */
export const origin: Guard = ({ headers }) => {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return foreign()
  if (headers.origin === undefined) return undefined
  return headers.origin === `http://${headers.host ?? ''}` ? undefined : foreign()
}

const foreign = (): OrbError =>
  new OrbError('FORBIDDEN', 'requests on behalf of other web sites are refused', {
    hint: 'call the API from a program, not from a page of another origin',
  })
