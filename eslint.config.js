import prettier from 'eslint-config-prettier'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** protons writes namespaces and enums; our own code has none, so that types can always be stripped. */
const onlyErasable = [
  { selector: 'TSEnumDeclaration', message: 'No enum outside src/wire/generated: use a union of string literals.' },
  { selector: 'TSModuleDeclaration', message: 'No namespace outside src/wire/generated: use a module.' },
  { selector: 'TSParameterProperty', message: 'No parameter properties: declare the field.' },
]

/** A fault that is swallowed without a word; a comment in the block does not make it less silent. */
const noEmptyCatch = {
  selector: 'CatchClause > BlockStatement[body.length=0]',
  message: 'No empty catch: handle the fault, return a value, or let it through.',
}

/** What a pure machine may not touch. The same words are looked for by test/meta/purity.test.ts. */
const impureSyntax = [
  { selector: ':function[async=true]', message: 'Machines are synchronous: return effects instead of awaiting.' },
  { selector: 'AwaitExpression', message: 'Machines are synchronous: return effects instead of awaiting.' },
  { selector: 'ForOfStatement[await=true]', message: 'Machines are synchronous.' },
  { selector: 'ImportExpression', message: 'No dynamic import in pure code.' },
]
const impureGlobals = {
  Date: 'Time is an argument (Context.now, Context.wall).',
  performance: 'Time is an argument (Context.now).',
  Promise: 'Machines are synchronous: return effects.',
  setTimeout: 'Use Timers and wakeAt.',
  clearTimeout: 'Use Timers and wakeAt.',
  setInterval: 'Use Timers and wakeAt.',
  clearInterval: 'Use Timers and wakeAt.',
  setImmediate: 'Use Timers and wakeAt.',
  clearImmediate: 'Use Timers and wakeAt.',
  queueMicrotask: 'Machines are synchronous: return effects.',
  process: 'Machines know nothing of the process they run in.',
  crypto: 'Chance is an argument (Random).',
  fetch: 'Machines do no IO.',
  console: 'Machines do no IO.',
  Buffer: 'Buffer belongs to Node: use Uint8Array.',
  require: 'No CommonJS.',
  globalThis: 'Machines see only their arguments.',
}

const knownSafeTestCalls = ['test', 'it', 'describe', 'suite', 'before', 'after', 'beforeEach', 'afterEach']

export default defineConfig(
  { ignores: ['dist/**', 'dist.*/**', 'coverage/**', 'bench/out/**', 'src/wire/generated/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': ['error', ...onlyErasable, noEmptyCatch],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/base/**', 'src/protocols/**', 'src/runtime/**'],
    ignores: ['src/runtime/pump*'],
    rules: {
      'no-restricted-syntax': ['error', ...onlyErasable, noEmptyCatch, ...impureSyntax],
      'no-restricted-globals': [
        'error',
        ...Object.entries(impureGlobals).map(([name, message]) => ({ name, message })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance is an argument (Random).' },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^[^.]',
              message: 'Pure code imports neither Node nor a package.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**', 'bench/**', 'scripts/**', 'src/cli/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: knownSafeTestCalls }] },
      ],
      // A test may assert what the type already promises, and index what it has just counted.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      'max-lines': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  prettier,
)
