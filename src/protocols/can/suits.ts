import { isZonePath, maxDepth } from '../../base/index.ts'
import type { CanRequest, Claim, Holding } from './messages.ts'
import type { Space } from './space.ts'

/** Whether all these zones can be zones of that space. */
export const areOf = (holdings: readonly Holding[], { dimensions }: Space): boolean =>
  holdings.every(({ claims }) => claims.every(({ path }) => isZonePath(path, dimensions)))

/** Whether a request speaks of points and zones of this space's dimensions; whoever counts others is in another network. */
export function fits(body: CanRequest, { dimensions }: Space): boolean {
  const deepest = maxDepth(dimensions)
  const fit = (claims: readonly Claim[]): boolean => claims.every(({ path }) => path.length <= deepest)
  const allFit = (holdings: readonly Holding[]): boolean => holdings.every(({ claims }) => fit(claims))
  switch (body.type) {
    case 'find':
      return body.point.length === dimensions
    case 'join':
      return body.dimensions === dimensions && body.point.length === dimensions
    case 'update': {
      const { shown } = body.picture
      return body.dimensions === dimensions && (shown === undefined || (fit(shown.claims) && allFit(shown.around)))
    }
    case 'give':
      return fit([body.claim]) && allFit(body.around)
    case 'accept':
      return fit([body.claim])
    case 'claim':
      return fit(body.claims)
    case 'pair':
      return body.below.length <= deepest
    case 'put':
    case 'get':
      return body.point.length === dimensions
    case 'store':
      return body.items.every(({ point }) => point.length === dimensions)
    case 'page':
      return body.path.length <= deepest
    case 'digest':
      return body.parts.every(({ path }) => path.length <= deepest)
    case 'query':
      return body.box.low.length === dimensions
  }
}
