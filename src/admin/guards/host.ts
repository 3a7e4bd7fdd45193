import { isIP } from 'node:net'
import { OrbError } from '../../base/index.ts'
import { isLoopbackHost } from '../../config/index.ts'
import { linesOf, twice, type Guard, type GuardSettings } from './guard.ts'

/**
 * A page of somebody else's site whose name was made to point here (DNS rebinding) carries that name in Host. Two of
 * them are refused (RFC 9112 §3.2): whoever stands before us may have read the other one. So is a target with a host of
 * its own, which would outrank the header.
 */
export const host: Guard = ({ headers, rawHeaders, target }, settings) => {
  if (linesOf(rawHeaders, 'host') > 1) return twice('Host')
  const named = target.startsWith('/') ? hostName(headers.host) : undefined
  if (named !== undefined && isOurs(named, settings)) return undefined
  return new OrbError('MISDIRECTED_HOST', 'the Host header does not name this server', {
    hint: 'call it by its IP address or localhost; admin.hosts allows further names',
  })
}

function isOurs(name: string, settings: GuardSettings): boolean {
  return settings.hosts.has(name) || isLoopbackHost(name) || (settings.anyAddress && isIP(name) !== 0)
}

/** Name or address of a Host header, lower case, without port and brackets; undefined for whatever else. */
function hostName(header: string | undefined): string | undefined {
  return /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i
    .exec(header ?? '')
    ?.slice(1)
    .find((part) => part)
    ?.toLowerCase()
}
