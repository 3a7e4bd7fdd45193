import type { Lamport, PeerKey, WallInterval } from '../../base/index.ts'
import { MAX_LAMPORT } from '../clock/index.ts'
import type { RecordHead, Version } from './messages.ts'

/** Negative when `a` is the older one; 0 only for the same version. */
export function compareVersions(a: Version, b: Version): number {
  if (a.lamport !== b.lamport) return a.lamport - b.lamport
  return a.peer < b.peer ? -1 : a.peer > b.peer ? 1 : 0
}

export const sameVersion = (a: Version, b: Version): boolean => a.lamport === b.lamport && a.peer === b.peer

/** What wins whatever its version, while it lives: a marker over all, what is signed over what is not. */
function classOf(head: RecordHead, wall: WallInterval): number {
  if (isExpired(head, wall)) return 0
  return head.kind === 'marker' ? 2 : head.signature === undefined ? 0 : 1
}

/**
 * The total order of all that may be stored under one id: of two that a node has, the greater one stays, wherever and in
 * whichever order they arrive, so that replicas agree. 0: they are the same.
 */
export function compareRecords(a: RecordHead, b: RecordHead, wall: WallInterval): number {
  return (
    classOf(a, wall) - classOf(b, wall) || compareVersions(a.version, b.version) || compareBytes(a.digest, b.digest)
  )
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Has it expired, whatever the true time? */
export const isExpired = (head: RecordHead, wall: WallInterval): boolean => wall.earliest >= head.expiresAtMs

/** May even the head be forgotten? */
export const isForgettable = (head: RecordHead, wall: WallInterval): boolean =>
  isExpired(head, wall) && wall.earliest >= head.keepUntilMs

/** Is there a value for readers? */
export const isLive = (head: RecordHead | undefined, wall: WallInterval): head is RecordHead =>
  head !== undefined && head.kind !== 'tombstone' && !isExpired(head, wall)

/** As people see it, and as an ETag carries it: `<lamport>-<peer id>`. */
export const versionText = ({ lamport, peer }: Version): string => `${lamport.toString()}-${peer}`

/** Reads `versionText` back; undefined: it is none. */
export function parseVersion(text: string): Version | undefined {
  const [, digits, peer] = /^([1-9]\d{0,15})-([1-9A-HJ-NP-Za-km-z]{1,128})$/.exec(text) ?? []
  const lamport = Number(digits)
  if (peer === undefined || !(lamport < MAX_LAMPORT)) return undefined
  return { lamport: lamport as Lamport, peer: peer as PeerKey }
}
