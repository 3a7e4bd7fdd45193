import type { IncomingHttpHeaders } from 'node:http'
import { OrbError } from '../../base/index.ts'
import { linesOf, twice, type Guard } from './guard.ts'

/**
 * A body only where one belongs, and JSON where JSON does: no form of a web page has this type, so that none can post here.
 * Nor can one send the methods that take bytes of any type.
 */
export const contentType: Guard = ({ headers, rawHeaders, takesBody, route }) => {
  if (route === undefined || !hasBody(headers)) return undefined
  if (!takesBody) return new OrbError('INVALID_ARGUMENT', 'this request takes no body')
  if (linesOf(rawHeaders, 'content-type') > 1) return twice('Content-Type')
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return new OrbError('UNSUPPORTED_MEDIA_TYPE', 'the body must not be compressed')
  }
  if (route.takes !== 'json') return undefined
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json') return undefined
  return new OrbError('UNSUPPORTED_MEDIA_TYPE', 'the body must be application/json', {
    hint: 'send the header Content-Type: application/json',
  })
}

/** Does the request say that a body follows? */
export const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
