import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { VERBS } from '../../../src/cli/verbs.ts'
import { cli } from './console.ts'

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** What bash offers for a line with the cursor at its end; the script is sourced as a user would. */
function bash(script: string, line: string): string[] {
  const words = line.split(' ')
  const program = `
    set -u
    source /dev/stdin <<'SCRIPT'
${script}
SCRIPT
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
    COMP_CWORD=${words.length - 1}
    _orbweaver
    printf '%s\\n' "\${COMPREPLY[@]+"\${COMPREPLY[@]}"}"
    complete -p orbweaver >/dev/null`
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', program], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.equal(stderr, '')
  return stdout.split('\n').filter((word) => word !== '')
}

test('bash completes verbs, verbs of verbs, flags and shells', { skip: !has('bash') }, async () => {
  const { code, out } = await cli(['completion', 'bash'])
  assert.equal(code, 0)
  const names = VERBS.map(({ name }) => name)
  assert.deepEqual(bash(out, 'orbweaver ').toSorted(), names.toSorted())
  assert.deepEqual(bash(out, 'orbweaver loo'), ['lookup'])
  assert.deepEqual(bash(out, 'orbweaver config '), ['show', 'validate', 'set'])
  assert.deepEqual(bash(out, 'orbweaver --json config sh'), ['show'])
  assert.deepEqual(
    bash(out, 'orbweaver --data-dir config lookup --tr'),
    ['--trace'],
    'config was a value, not the verb',
  )
  assert.deepEqual(bash(out, 'orbweaver config show --orig'), ['--origin'])
  assert.deepEqual(bash(out, 'orbweaver start --chord-su'), ['--chord-successors'])
  assert.deepEqual(bash(out, 'orbweaver completion '), ['bash', 'zsh', 'fish'])
  assert.deepEqual(bash(out, 'orbweaver share '), [], 'files: the shell offers them itself')
  assert.deepEqual(bash(out, 'orbweaver lookup --timeout '), [], 'a value')
})

for (const shell of ['zsh', 'fish']) {
  test(`${shell}: every verb stands in the script, and the shell can read it`, async () => {
    const { code, out } = await cli(['completion', shell])
    assert.equal(code, 0)
    for (const { name } of VERBS) assert.ok(out.includes(name), name)
    assert.match(out, /'config\|show'/)
    if (!has(shell)) return
    const { status, stderr } = spawnSync(shell, ['-n', '/dev/stdin'], { input: out, encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  })
}

test('other shells are told which there are', async () => {
  const { code, err } = await cli(['completion', 'tcsh'])
  assert.equal(code, 2)
  assert.match(err, /bash, zsh, fish/)
})
