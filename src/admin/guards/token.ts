import { OrbError } from '../../base/index.ts'
import { isLoopbackHost, SCOPES, type Scope } from '../../config/index.ts'
import { linesOf, RateLimited, twice, type Guard, type GuardInput, type GuardSettings } from './guard.ts'

/** Who calls, and may they? A right token is never held up by the wrong ones that came from the same address. */
export const token: Guard = (request, settings) => {
  const { headers, rawHeaders, route } = request
  // Of an unknown path there is nothing to protect; what the API has is published.
  if (route === undefined) return undefined
  const header = headers.authorization
  if (header === undefined) return mayBeAnonymous(request, settings) ? undefined : noToken()
  if (linesOf(rawHeaders, 'authorization') > 1) return twice('Authorization')
  const presented = /^Bearer +([\w-]{1,256})$/i.exec(header)?.[1]
  const caller = presented === undefined ? undefined : settings.findToken(presented)
  if (caller === undefined) return wrongToken(request, settings)
  request.caller = caller
  if (includes(caller.scope, route.scope)) return undefined
  return new OrbError('FORBIDDEN', `this needs the scope ${route.scope}, the token has ${caller.scope}`, {
    hint: '`orbweaver token create` makes one with another scope',
  })
}

const includes = (given: Scope, needed: Scope): boolean => SCOPES.indexOf(given) >= SCOPES.indexOf(needed)

/** From this machine itself, neither through a page nor through a proxy that speaks for others. */
function mayBeAnonymous({ headers, remoteAddress, route }: GuardInput, settings: GuardSettings): boolean {
  if (!settings.anonymousReads || route?.anonymous !== true || headers.origin !== undefined) return false
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) return false
  return remoteAddress !== undefined && isLoopbackHost(remoteAddress)
}

const noToken = (): OrbError =>
  new OrbError('UNAUTHENTICATED', 'this needs a token', {
    hint: 'send `Authorization: Bearer <token>`; admin.header in the data dir is that line, for curl -H @file',
  })

function wrongToken({ remoteAddress }: GuardInput, settings: GuardSettings): OrbError {
  const { lockedMs, began } = settings.lockout.failed(remoteAddress, settings.nowMs())
  if (lockedMs > 0) {
    return new RateLimited('too many wrong tokens came from this address', lockedMs, 'the right token works at once')
  }
  if (began !== undefined) settings.onLockout(remoteAddress, began.failures, began.lockMs)
  return new OrbError('UNAUTHENTICATED', 'the token is not valid', {
    hint: 'it may have ended or been replaced: admin.token in the data dir holds the present one',
  })
}
