import { VersionMismatch, type CallOptions, type Condition, type NamesBackend } from '../admin/index.ts'
import { OrbError, peerKey, type PeerKey } from '../base/index.ts'
import { isPeerId } from '../adapters/libp2p/index.ts'
import type { Result } from '../protocols/index.ts'
import { DEFAULT_TTL_MS, kindOf, revisionOf, revisionText, type NameEntry } from '../protocols/names/index.ts'
import type { Pump } from '../runtime/index.ts'

/** How often a change over "any version there is" is tried when others change it meanwhile. */
const MAX_TRIES = 5

export interface NamesInit {
  readonly pump: Pick<Pump, 'command'>
  /** The value of a command, or its failure as an OrbError. */
  readonly valueOf: <Value>(result: Result<Value>) => Value
}

type IfMatch = number | 'absent' | undefined
type Change = (ifMatch: IfMatch, call: CallOptions) => Promise<NameEntry>

/** The part of the admin API that concerns names, on the commands of their machine. */
export function makeNamesBackend({ pump, valueOf }: NamesInit): NamesBackend {
  const get = async (name: string, call: CallOptions): Promise<NameEntry> =>
    valueOf(await pump.command('names', { name: 'get', args: { name } }, call))
  const bound = (name: string, condition: Condition, call: CallOptions, change: Change): Promise<NameEntry> =>
    condition === 'present' ? overPresent(() => get(name, call), call, change) : change(ifMatchOf(condition), call)
  return {
    names: async (args, call) => {
      const { names, next } = valueOf(await pump.command('names', { name: 'list', args }, call))
      return { names: names.map(textual), next }
    },
    name: async (name, call) => textual(await get(name, call)),
    setName: async ({ name, kind, value: text = '', delegates, ttlMs = DEFAULT_TTL_MS, renew, condition }, call) => {
      const value = { kind: kind ?? (text === '' ? ('held' as const) : kindOf(text)), text }
      const args = { name, value, delegates: delegates?.map(delegate), ttlMs, renew }
      const set: Change = async (ifMatch, options) =>
        valueOf(await pump.command('names', { name: 'set', args: { ...args, ifMatch } }, options))
      return textual(await bound(name, condition, call, set))
    },
    removeName: async (name, condition, call) => {
      if (condition === 'absent') throw new OrbError('INVALID_ARGUMENT', 'what is absent cannot be removed')
      const remove: Change = async (ifMatch, options) => {
        const args = { name, ifMatch: ifMatch === 'absent' ? undefined : ifMatch }
        return valueOf(await pump.command('names', { name: 'remove', args }, options))
      }
      return textual(await bound(name, condition, call, remove))
    },
  }
}

/** They are signed into the entry and travel with it, so they must be what the wire can spell. */
function delegate(text: string): PeerKey {
  if (isPeerId(text)) return peerKey(text)
  throw new OrbError('INVALID_ARGUMENT', `${JSON.stringify(text)} is no peer id`, {
    hint: 'a delegate is a daemon, named as `orbweaver status` does there: 12D3KooW…',
  })
}

/** `If-Match: *`: over whatever version there is, as long as there is one. */
async function overPresent(get: () => Promise<NameEntry>, call: CallOptions, change: Change): Promise<NameEntry> {
  const begun = performance.now()
  for (let tries = 1; ; tries++) {
    const present = await get().catch((error: unknown) => {
      if (error instanceof OrbError && error.code === 'NOT_FOUND')
        throw new VersionMismatch('there is no such name', null)
      throw error
    })
    try {
      const deadlineMs = Math.max(1, call.deadlineMs - (performance.now() - begun))
      return await change(present.revision, { ...call, deadlineMs })
    } catch (error) {
      if (!(error instanceof VersionMismatch) || error.version === null || tries === MAX_TRIES) throw error
    }
  }
}

function ifMatchOf(condition: Exclude<Condition, 'present'>): IfMatch {
  if (condition === undefined || condition === 'absent') return condition
  const revision = revisionOf(condition.version)
  if (revision !== undefined) return revision
  throw new OrbError('INVALID_ARGUMENT', 'If-Match names no version of a name', {
    hint: 'a version is what the ETag of an earlier answer says, such as "n42"',
  })
}

const textual = ({ revision, ...entry }: NameEntry) => ({ ...entry, version: revisionText(revision) })
