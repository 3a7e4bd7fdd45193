import { asciiJson, isZonePath, jsonOf, type NodeRef } from '../../base/index.ts'
import type { Put, Row } from '../machine.ts'
import type { Claim, Holding } from './messages.ts'
import { claimOf, type Space } from './space.ts'

/** The rows of this machine. `can/zones/<space>`: what this node holds there. Values are JSON in ASCII. */
export const ALL = 'can/'
export const ZONES = 'can/zones/'

/** What a node holds in one space, and the halves it has granted that were not accepted yet. */
export interface ZonesRow {
  /** Paths mean other zones in a space of other dimensions. */
  readonly dimensions: number
  readonly claims: readonly Claim[]
  readonly grants: readonly (Claim & { readonly to: NodeRef })[]
  /** Whom to ask after a restart. */
  readonly around: readonly Holding[]
  /** Who shared its zones. */
  readonly mates: readonly NodeRef[]
}

/** What is to be written down of a space as it is now. */
export function rowOf(space: Space): ZonesRow {
  const { dimensions, claims, grants, mates } = space
  return { dimensions, claims, grants, around: space.around(), mates: [...mates.values()].map(({ ref }) => ref) }
}

export function zonesPut(space: number, { dimensions, claims, grants, around, mates }: ZonesRow): Put {
  const row: ZonesRow = {
    dimensions,
    claims: claims.map(claimOf),
    grants: grants.map(({ path, epoch, to }) => ({ path, epoch, to })),
    around,
    mates,
  }
  return { key: `${ZONES}${space.toString()}`, value: asciiJson(row) }
}

/** Whose row it is; undefined: no row of zones. */
export function spaceOf([key]: Row): number | undefined {
  const index = key.startsWith(ZONES) ? Number(key.slice(ZONES.length)) : NaN
  return Number.isSafeInteger(index) ? index : undefined
}

/** What a row says; undefined: it is damaged, this machine has not written it so, or the space had other dimensions. */
export function zonesOf([, bytes]: Row, dimensions: number): ZonesRow | undefined {
  const row = jsonOf(bytes) as Partial<ZonesRow> | undefined | null
  if (row?.dimensions !== dimensions || !Array.isArray(row.claims) || !Array.isArray(row.grants)) return undefined
  const { claims, grants } = row as ZonesRow
  const isClaim = (claim: Partial<Claim> | null): claim is Claim =>
    typeof claim?.path === 'string' && isZonePath(claim.path, dimensions) && Number.isSafeInteger(claim.epoch)
  if (!claims.every(isClaim) || !grants.every(isClaim)) return undefined
  return { dimensions, claims, grants, around: row.around ?? [], mates: row.mates ?? [] }
}
