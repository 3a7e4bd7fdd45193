import assert from 'node:assert/strict'
import { ringIdOfKey } from '../../../../src/base/index.ts'
import type { Result } from '../../../../src/protocols/index.ts'
import type { FoundRecord, RecordsCommands, Version, WrittenRecord } from '../../../../src/protocols/records/index.ts'
import { bytes, keyOf, sha256, type Rig, type RigNode } from './rig.ts'

export const DAY_MS = 86_400_000
type PutArgs = RecordsCommands['put']['args']

export const putArgs = (key: string, value: string | Uint8Array, more: Partial<PutArgs> = {}): PutArgs => ({
  ...keyOf(key),
  value: typeof value === 'string' ? bytes(value) : value,
  ttlMs: DAY_MS,
  sign: false,
  ...more,
})

export const put = (
  rig: Rig,
  node: RigNode,
  key: string,
  value: string | Uint8Array,
  more: Partial<PutArgs> = {},
  leftMs?: number,
): Result => rig.do(node, { name: 'put', args: putArgs(key, value, more) }, leftMs)

export const get = (rig: Rig, node: RigNode, key: string, leftMs?: number): Result =>
  rig.do(node, { name: 'get', args: { id: keyOf(key).id } }, leftMs)

export const remove = (rig: Rig, node: RigNode, key: string, ifMatch?: Version | 'absent'): Result =>
  rig.do(node, { name: 'remove', args: { id: keyOf(key).id, ...(ifMatch === undefined ? {} : { ifMatch }) } })

/** 'ok', or the code. */
export const codeOf = (result: Result | undefined): string =>
  result === undefined ? 'running' : result.ok ? 'ok' : result.code

export function written(result: Result): WrittenRecord {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value as WrittenRecord
}

export function found(result: Result): FoundRecord {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value as FoundRecord
}

export const textOf = (result: Result): string => new TextDecoder().decode(found(result).value)

/** A key whose group begins with this node. */
export function keyOwnedBy(rig: Rig, node: RigNode, salt = ''): string {
  for (let i = 0; ; i++) {
    const key = `${salt}${i}`
    if (rig.ownerOf(ringIdOfKey(sha256, bytes(key))) === node) return key
  }
}

/** Nodes whose disk has the record. */
export const holders = (rig: Rig, key: string): RigNode[] =>
  rig.nodes.filter(({ rows }) => rows.has(`records/m/${keyOf(key).id}`))
