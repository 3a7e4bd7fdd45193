import { posix } from 'node:path'
import ts from 'typescript'

/** One import of a module, as it stands in the source. */
export interface Import {
  readonly specifier: string
  /** `import type`, `export type` or a type query; nothing of it is left when the program runs. */
  readonly typeOnly: boolean
}

/** Every static, dynamic, re-exporting and worker (`new URL('./x.ts', import.meta.url)`) import of a source text. */
export function importsOf(path: string, text: string): Import[] {
  const found: Import[] = []
  const add = (node: ts.Node | undefined, typeOnly: boolean): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly)
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false)
    } else if (ts.isNewExpression(node) && node.arguments?.[1]?.getText() === 'import.meta.url') {
      // Other files so named (a launcher to start, a page to serve) are paths, not imports.
      const file = node.arguments[0]
      if (file !== undefined && ts.isStringLiteralLike(file) && file.text.endsWith('.ts')) add(file, false)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  return found
}

export interface FolderLaw {
  readonly imports: readonly string[]
  readonly doors?: readonly string[]
  readonly types?: readonly string[]
  readonly node: boolean
  readonly packages: readonly string[]
}

export interface ImportLaw {
  readonly typeDoors: readonly string[]
  readonly folders: Readonly<Record<string, FolderLaw>>
}

export interface Violation {
  readonly file: string
  readonly specifier: string
  readonly why: string
}

/** Everything in `files` (path → text) that the law forbids. */
export function violationsOf(files: ReadonlyMap<string, string>, law: ImportLaw): Violation[] {
  const violations: Violation[] = []
  for (const [file, text] of files) {
    for (const found of importsOf(file, text)) {
      const why = faultOf(file, found, law)
      if (why !== undefined) violations.push({ file, specifier: found.specifier, why })
    }
  }
  return violations
}

function faultOf(file: string, { specifier, typeOnly }: Import, law: ImportLaw): string | undefined {
  const from = file.slice('src/'.length)
  const home = folderOf(from, law)
  const rule = home === undefined ? undefined : law.folders[home]
  if (home === undefined || rule === undefined) return 'this folder is not in the law'
  if (specifier.startsWith('node:')) return rule.node ? undefined : `${home} imports nothing from Node`
  if (!specifier.startsWith('.')) {
    return rule.packages.some((name) => isPackage(specifier, name)) ? undefined : `${home} may not use this package`
  }
  const target = posix.normalize(posix.join(posix.dirname(file), specifier))
  if (!target.startsWith('src/')) return 'outside of src'
  return faultOfTarget(from, home, rule, target.slice('src/'.length), typeOnly, law)
}

function faultOfTarget(
  from: string,
  home: string,
  rule: FolderLaw,
  to: string,
  typeOnly: boolean,
  law: ImportLaw,
): string | undefined {
  const there = folderOf(to, law)
  if (to.startsWith('wire/generated/')) return home === 'wire' ? undefined : 'generated code is known to wire alone'
  if (rule.doors?.some((door) => isDoor(to, door)) === true) return undefined
  if (rule.types?.some((door) => isDoor(to, door)) === true) return typeOnly ? undefined : 'import type only'
  const allowed = there === home || rule.imports.some((folder) => to.startsWith(`${folder}/`))
  if (!allowed) return `${home} may not import ${there ?? to}`
  const isInside = `${posix.dirname(from)}/`.startsWith(`${posix.dirname(to)}/`)
  if (isInside || posix.basename(to) === 'index.ts') return undefined
  if (law.typeDoors.some((door) => isDoor(to, door))) return typeOnly ? undefined : 'import type only'
  return 'not through the door (index.ts)'
}

/** The folder of the law in which a path below src lies. */
const folderOf = (path: string, law: ImportLaw): string | undefined =>
  Object.keys(law.folders).find((folder) => path.startsWith(`${folder}/`))

const isPackage = (specifier: string, name: string): boolean =>
  name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name || specifier.startsWith(`${name}/`)

/** `*` in a door stands for one folder name. */
function isDoor(path: string, door: string): boolean {
  const parts = path.split('/')
  const wanted = door.split('/')
  return parts.length === wanted.length && wanted.every((word, i) => word === '*' || word === parts[i])
}

/** The first ring of files that import each other, in order, or undefined. Type-only imports count too. */
export function cycleIn(files: ReadonlyMap<string, string>): string[] | undefined {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): string[] | undefined => {
    const seenAt = path.indexOf(file)
    if (seenAt >= 0) return [...path.slice(seenAt), file]
    const text = files.get(file)
    if (text === undefined || done.has(file)) return undefined
    path.push(file)
    for (const { specifier } of importsOf(file, text)) {
      if (!specifier.startsWith('.')) continue
      const cycle = visit(posix.normalize(posix.join(posix.dirname(file), specifier)))
      if (cycle !== undefined) return cycle
    }
    path.pop()
    done.add(file)
    return undefined
  }
  for (const file of files.keys()) {
    const cycle = visit(file)
    if (cycle !== undefined) return cycle
  }
  return undefined
}
