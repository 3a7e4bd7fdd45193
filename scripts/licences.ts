/**
 * `npm run check:licences`: every package that ships must be under a licence of this list. A package may offer a
 * choice (OR): one allowed side is enough; where several apply (AND), all must be allowed. Guesses (marked * by the
 * checker) and copyleft never pass.
 */
import { init, type ModuleInfos } from 'license-checker-rseidelsohn'
import { fileURLToPath } from 'node:url'

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
])

/** True when an SPDX expression without WITH can be met by allowed licences alone. */
export function isAllowed(expression: string): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? []
  let at = 0
  const either = (): boolean => {
    let met = both()
    while (tokens[at] === 'OR') {
      at++
      met = both() || met
    }
    return met
  }
  const both = (): boolean => {
    let met = single()
    while (tokens[at] === 'AND') {
      at++
      met = single() && met
    }
    return met
  }
  const single = (): boolean => {
    const token = tokens[at++]
    if (token !== '(') return token !== undefined && allowed.has(token)
    const met = either()
    return tokens[at++] === ')' && met
  }
  const met = either()
  return met && at === tokens.length
}

async function main(): Promise<void> {
  const start = fileURLToPath(new URL('../', import.meta.url))
  const infos = await new Promise<ModuleInfos>((resolve, reject) => {
    init({ start, production: true, excludePrivatePackages: true }, (error: unknown, found) => {
      if (error instanceof Error) reject(error)
      else resolve(found)
    })
  })
  const packages = Object.entries(infos)
  const refused = packages.filter(([, { licenses }]) => !isAllowed([licenses ?? 'none'].flat().join(' AND ')))
  for (const [name, { licenses }] of refused) console.error(`${name}: ${String(licenses)} is not on the list`)
  console.log(`${packages.length - refused.length} of ${packages.length} shipped packages are under an allowed licence`)
  if (refused.length > 0 || packages.length === 0) process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
