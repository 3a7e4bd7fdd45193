import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { commandLineMarkdown } from './command-line.ts'
import { configSchema, configurationMarkdown, defaultYaml } from './configuration.ts'
import { observabilityMarkdown } from './observability.ts'
import { restMarkdown } from './rest.ts'

/** What is generated from the tables in src, by its path below the project's folder. */
export async function referenceFiles(): Promise<ReadonlyMap<string, string>> {
  const files: readonly (readonly [path: string, content: string])[] = [
    ['config/default.yaml', defaultYaml()],
    ['docs/reference/configuration.md', configurationMarkdown()],
    ['docs/reference/config.schema.json', configSchema()],
    ['docs/reference/rest.md', restMarkdown()],
    ['docs/reference/command-line.md', await commandLineMarkdown()],
    ['docs/reference/observability.md', observabilityMarkdown()],
  ]
  const style = await resolveConfig(fileURLToPath(new URL('../../package.json', import.meta.url)))
  const formatted = files.map(async ([path, content]) => {
    return [path, await format(content, { ...style, filepath: path })] as const
  })
  return new Map(await Promise.all(formatted))
}
