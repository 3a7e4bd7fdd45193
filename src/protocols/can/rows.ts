import { isZonePath, type NodeRef } from '../../base/index.ts'
import type { Put, Row } from '../machine.ts'
import type { Claim, Holding } from './messages.ts'

/** The rows of this machine. `can/zones/<space>`: what this node holds there. Values are JSON in ASCII. */
export const ALL = 'can/'
export const ZONES = 'can/zones/'

/** What a node holds in one space, and the halves it has granted that were not accepted yet. */
export interface ZonesRow {
  readonly claims: readonly Claim[]
  readonly grants: readonly (Claim & { readonly to: NodeRef })[]
  /** Whom to ask after a restart. */
  readonly around: readonly Holding[]
}

export function zonesPut(space: number, { claims, grants, around }: ZonesRow): Put {
  const row: ZonesRow = {
    claims: claims.map(({ path, epoch }) => ({ path, epoch })),
    grants: grants.map(({ path, epoch, to }) => ({ path, epoch, to })),
    around,
  }
  const text = JSON.stringify(row)
  return { key: `${ZONES}${space.toString()}`, value: Uint8Array.from(text, (char) => char.charCodeAt(0)) }
}

/** What a row says; undefined: it is damaged, this machine has not written it so. */
export function zonesOf([key, bytes]: Row, dimensions: number): (ZonesRow & { readonly space: number }) | undefined {
  if (!key.startsWith(ZONES)) return undefined
  const space = Number(key.slice(ZONES.length))
  const row = json(bytes) as Partial<ZonesRow> | undefined | null
  if (!Number.isSafeInteger(space) || !Array.isArray(row?.claims) || !Array.isArray(row.grants)) return undefined
  const { claims, grants } = row as ZonesRow
  const isClaim = (claim: Partial<Claim> | null): claim is Claim =>
    typeof claim?.path === 'string' && isZonePath(claim.path, dimensions) && Number.isSafeInteger(claim.epoch)
  if (!claims.every(isClaim) || !grants.every(isClaim)) return undefined
  return { space, claims, grants, around: row.around ?? [] }
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(String.fromCharCode(...bytes))
  } catch {
    return undefined
  }
}
