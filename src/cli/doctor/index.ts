import { styleText } from 'node:util'
import type { Command } from 'commander'
import { OrbError } from '../../base/index.ts'
import { loadConfig, readAdminFile, type LoadedConfig } from '../../config/index.ts'
import { Ended, type Context } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { harmless } from '../format.ts'
import type { Configure, RunAction } from '../verb.ts'
import { bad, ok, wordsOf, type Check, type Finding, type Patient, type Running } from './check.ts'
import { dataDir, downloads, lock, secrets, store } from './data-dir.ts'
import { kept } from './kept.ts'
import { clock, descriptors, node, overlayPort } from './machine.ts'
import { admin, peers, readiness, ring } from './network.ts'

/** In the order in which one thing rests on another. */
const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ['node', node],
  ['clock', clock],
  ['data dir', dataDir],
  ['lock', lock],
  ['secrets', secrets],
  ['database', store],
  ['downloads', downloads],
  ['open files', descriptors],
  ['daemon', admin],
  ['overlay port', overlayPort],
  ['ready', readiness],
  ['ring', ring],
  ['peers', peers],
  ['kept', kept],
]

export const configure: Configure = (command, run) => {
  command.description(
    'Look for what is wrong, with the daemon up or down; changes nothing. A line for each look: ok, warn or fail. ' +
      'Exit code 1 when something fails.',
  )
  command.action(() => doctor(command, run))
}

const doctor = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const findings: Finding[] = []
    const config = await configOf(context, findings)
    const patient: Patient = { dataDir: context.dataDir, config, running: await runningOf(context) }
    for (const [name, check] of CHECKS) findings.push(...(await look(name, check, patient)))
    const failed = findings.filter(({ status }) => status === 'fail').length
    const warned = findings.filter(({ status }) => status === 'warn').length
    context.print({ ok: failed === 0, findings }, () => findings.map((finding) => lineOf(finding, context)).join('\n'))
    if (failed > 0) {
      context.say(`${failed} of ${findings.length} looks failed`)
      throw new Ended(EXIT.failure)
    }
    context.say(warned === 0 ? 'all is well' : `well, but for ${warned} warning${warned === 1 ? '' : 's'}`)
  })

/** A look that cannot be made is a finding as well. */
async function look(name: string, check: Check, patient: Patient): Promise<readonly Finding[]> {
  try {
    return await check(patient)
  } catch (error) {
    return [bad(name, wordsOf(error), 'this could not be looked at')]
  }
}

async function configOf(context: Context, findings: Finding[]): Promise<LoadedConfig | undefined> {
  try {
    const config = await loadConfig(context.configFlags, context.io.env)
    const { checkAddresses } = await import('../../daemon/index.ts')
    checkAddresses(config)
    findings.push(ok('configuration', config.file ?? 'defaults only, there is no config file'))
    return config
  } catch (error) {
    if (!(error instanceof OrbError)) throw error
    const hint = error.hint ?? '`orbweaver config validate` says more'
    findings.push(...error.message.split('\n').map((problem) => bad('configuration', problem, hint)))
    return undefined
  }
}

/** The daemon of the data dir, or of `--admin`; undefined when nobody answers. */
async function runningOf(context: Context): Promise<Running | undefined> {
  try {
    const client = await context.client()
    await client.call('livez', {})
    const file = await readAdminFile(context.dataDir)
    return { client, file: file?.url === client.url ? file : undefined }
  } catch (error) {
    if (error instanceof OrbError && ['DAEMON_UNREACHABLE', 'CORRUPT'].includes(error.code)) return undefined
    throw error
  }
}

const COLORS = { ok: 'green', warn: 'yellow', fail: 'red' } as const

function lineOf({ name, status, detail, hint }: Finding, { io, flags }: Context): string {
  const colored = io.stdout.isTTY === true && flags.color !== false && io.env['NO_COLOR'] === undefined
  const mark = colored ? styleText(COLORS[status], status.padEnd(4), { validateStream: false }) : status.padEnd(4)
  const line = `${mark}  ${name.padEnd(14)} ${harmless(detail)}`
  return hint === undefined ? line : `${line}\n${' '.repeat(21)}hint: ${harmless(hint)}`
}
