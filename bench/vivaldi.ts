/**
 * How well network coordinates foretell round trips after so many samples of each node, against the same springs relaxed by
 * somebody who knows all round trips. One round trip in twenty takes 200 ms longer than it should.
 *
 *   npx tsx bench/vivaldi.ts [--matrix FILE] [--steps 300]
 *
 * FILE: a square matrix of round trips in ms, one row a line, values parted by blanks, as those of PlanetLab at
 * https://github.com/uofa-rzhu3/NetLatency-Data (490 sites). Without one: 200 sites in clusters of a plane.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Coordinate } from '../src/protocols/attributes/index.ts'
import { clusters, errorsOf, relaxed, vivaldiOf, type Matrix } from '../test/paper/vivaldi.ts'
import { printTable, type Row } from './report.ts'

const { values } = parseArgs({ options: { matrix: { type: 'string' }, steps: { type: 'string', default: '300' } } })
const ROUNDS = [20, 50, 100, 200, 300, 600]
const SPIKES = 0.05

/** Of both directions the shorter one that was measured. */
function matrixOf(file: string): Matrix {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  return rows.map((row, i) =>
    row.map((there, j) => {
      const back = rows[j]?.[i] ?? 0
      return there > 0 && back > 0 ? Math.min(there, back) : Math.max(there, back)
    }),
  )
}

const matrix = values.matrix === undefined ? clusters(200) : matrixOf(values.matrix)

const rowsOf = (name: string, coordinates: readonly Coordinate[]): Row[] => {
  const errors = errorsOf(matrix, coordinates)
  const at = (part: number): number => (errors[Math.floor(errors.length * part)] ?? NaN) * 100
  return [
    { what: name, value: at(0.5), unit: '%', note: `80 %: ${at(0.8).toFixed(1)} %, 95 %: ${at(0.95).toFixed(1)} %` },
  ]
}

printTable('relative error, median', [
  ...ROUNDS.flatMap((rounds) => rowsOf(`Vivaldi, ${rounds} samples each`, vivaldiOf(matrix, rounds, SPIKES))),
  ...rowsOf('springs with full knowledge', relaxed(matrix, Number(values.steps))),
])
