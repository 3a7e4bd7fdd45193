import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** `UPDATE_GOLDEN=1` writes the traces anew instead of comparing; the difference is for a person to read. */
const UPDATES = process.env['UPDATE_GOLDEN'] === '1'

/** Compares a trace with the one kept under the name beside this file. */
export function assertGolden(name: string, trace: readonly string[]): void {
  const path = fileURLToPath(new URL(`${name}.txt`, import.meta.url))
  const text = `${trace.join('\n')}\n`
  if (UPDATES) writeFileSync(path, text)
  else assert.equal(text, readFileSync(path, 'utf8'), `${name}.txt differs; UPDATE_GOLDEN=1 writes it anew`)
}
