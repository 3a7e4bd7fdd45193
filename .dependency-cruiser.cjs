/**
 * The import law as dependency-cruiser rules. The law itself is scripts/import-law.json; test/meta/import-law.test.ts
 * checks the same file with a scan of its own, so that neither checker is trusted alone.
 */
const law = require('./scripts/import-law.json')

const escape = (text) => text.replace(/[.+^$()|[\]{}\\]/g, '\\$&')
/** A door such as `protocols/<any>/messages.ts` as a pattern below src. */
const door = (glob) => `^src/${escape(glob).replaceAll('*', '[^/]+')}$`
const below = (folder) => `^src/${escape(folder)}/`
const inPackage = (name) => `(^|/)node_modules/${escape(name).replace(/\*$/, '[^/]+')}/`

const folders = Object.entries(law.folders)
const typeDoors = law.typeDoors.map(door)
const doorsOf = (rule) => (rule.doors ?? []).map(door)
const typesOf = (rule) => (rule.types ?? []).map(door)
const allDoors = folders.flatMap(([, rule]) => [...doorsOf(rule), ...typesOf(rule)])

const perFolder = folders.flatMap(([folder, rule]) => {
  const imports = rule.imports.map(below)
  const rules = [
    {
      name: `law-${folder}`,
      comment: `src/${folder} imports: ${[...rule.imports, ...(rule.doors ?? []), ...(rule.types ?? [])].join(', ') || 'nothing'}`,
      from: { path: below(folder) },
      to: { path: '^src/', pathNot: [below(folder), ...imports, ...doorsOf(rule), ...typesOf(rule)] },
    },
    {
      name: `packages-${folder}`,
      comment: `packages of src/${folder}: ${rule.packages.join(', ') || 'none'}`,
      from: { path: below(folder) },
      to: { path: '(^|/)node_modules/', pathNot: ['(^|/)node_modules/@types/node/', ...rule.packages.map(inPackage)] },
    },
  ]
  if (rule.types !== undefined) {
    rules.push({
      name: `types-${folder}`,
      comment: `src/${folder} enters these doors by \`import type\` alone`,
      from: { path: below(folder) },
      to: { path: typesOf(rule), pathNot: [...imports, ...doorsOf(rule)], dependencyTypesNot: ['type-only'] },
    })
  }
  if (!rule.node) {
    rules.push({
      name: `node-${folder}`,
      comment: `src/${folder} imports nothing from Node`,
      from: { path: below(folder) },
      to: { dependencyTypes: ['core'] },
    })
  }
  return rules
})

const parents = ['/$1', '/$2', '/$3', '/$4']

/** One rule for each depth of the importing file: its own folder and the folders around it are open to it. */
const doorRules = [1, 2, 3, 4].map((depth) => ({
  name: `doors-${depth}`,
  comment: 'A folder is entered through its index.ts, except from inside it and by the doors of the law.',
  from: { path: `^src${'/([^/]+)'.repeat(depth)}/[^/]+$` },
  to: {
    path: '^src/',
    pathNot: [
      '/index\\.ts$',
      ...Array.from({ length: depth + 1 }, (_, up) => `^src${parents.slice(0, up).join('')}/[^/]+$`),
      '^src/wire/generated/',
      ...typeDoors,
      ...allDoors,
    ],
  },
}))

module.exports = {
  forbidden: [
    ...perFolder,
    ...doorRules,
    {
      name: 'type-doors',
      comment: 'Messages, parameters and commands are entered past the door by `import type` alone.',
      from: { path: '^src/([^/]+)/([^/]+)', pathNot: ['^src/config/'] },
      to: { path: typeDoors, pathNot: ['^src/$1/$2/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'generated',
      comment: 'Generated wire code is known to src/wire alone.',
      from: { pathNot: ['^src/wire/', '^test/', '^bench/'] },
      to: { path: '^src/wire/generated/' },
    },
    {
      name: 'unknown-folder',
      comment: 'A new folder of src is first entered in scripts/import-law.json.',
      from: { path: '^src/', pathNot: folders.map(([folder]) => below(folder)) },
      to: {},
    },
    {
      name: 'only-src',
      comment: 'What ships imports nothing from tests, benches or scripts.',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|dist|bin)/' },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'What ships imports no package that is installed for development only.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'not-resolvable', from: {}, to: { couldNotResolve: true } },
    { name: 'no-cycles', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'no-orphans',
      from: { orphan: true, path: '^src/', pathNot: ['^src/wire/generated/', '(^|[-/])worker\\.ts$'] },
      to: {},
    },
  ].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
