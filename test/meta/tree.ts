import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

/** The text of every file below `folder` whose name ends in `.ts`, by its path from the project's root. */
export function sourcesBelow(folder: string): Map<string, string> {
  const names = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
  const paths = names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()
  return new Map(paths.map((path) => [path, readText(path)]))
}

/** The text of a file named by its path from the project's root. */
export const readText = (path: string): string => readFileSync(join(projectRoot, path), 'utf8')

/** @throws SyntaxError when the file is not JSON. */
export const readJson = (path: string): unknown => JSON.parse(readText(path))
