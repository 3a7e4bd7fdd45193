import { OrbError } from '../../base/index.ts'
import { HelloError } from './hello.ts'

export const ownAddress = (address: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', `${address} is this daemon itself`, { hint: 'give the address of another daemon' })

/** What dialling an address by a person's wish has come to, in words and codes for that person. */
export function connectError(err: unknown, address: string): OrbError {
  if (err instanceof OrbError) return err
  if (err instanceof HelloError) {
    const { code } = err
    if (code === 'NETWORK_MISMATCH') {
      const hint = 'use a join string of that network (orbweaver join-string), or --open on both sides'
      return new OrbError('NETWORK_MISMATCH', `${address}: ${err.message}`, { hint, cause: err })
    }
    if (code === 'VERSION_MISMATCH') {
      const hint =
        err.older === undefined
          ? 'run the same version of orbweaver on both sides'
          : `${err.older === 'us' ? 'this' : 'the other'} daemon is too old: update orbweaver there`
      return new OrbError('VERSION_MISMATCH', `${address}: ${err.message}`, { hint, cause: err })
    }
    if (code === 'STALE_EPOCH' || code === 'OVERLOAD')
      return new OrbError(code, `${address}: ${err.message}`, { cause: err })
    if (code === 'BANNED' || code === 'OTHER')
      return new OrbError('FORBIDDEN', `${address}: ${err.message}`, { cause: err })
  }
  const words = err instanceof Error ? err.message : String(err)
  if (words.includes('Can not dial self') || words.includes('dial self')) return ownAddress(address)
  return new OrbError('UNREACHABLE', `cannot reach ${address}: ${words}`, {
    hint: 'is a daemon running there, and does a firewall let its port through?',
    cause: err,
  })
}
