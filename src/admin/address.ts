import { isIPv6 } from 'node:net'

/** Groups of a v6 address that name its network: hosts choose the other four as they like. */
const NETWORK_GROUPS = 4

/**
 * Whom a remote address stands for when something is counted per address: a v4 address, a v6 /64. A v4 address in v6
 * form is the v4 one. `unknown` for a socket that is closed already.
 */
export function addressGroup(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const bare = address.replace(/%.*$/, '').toLowerCase()
  if (!isIPv6(bare)) return 'unknown'
  const [head = '', tail = ''] = bare.split('::')
  const before = groups(head)
  const filled = bare.includes('::')
    ? [...before, ...zeros(8 - before.length - groups(tail).length), ...groups(tail)]
    : before
  return `${filled.slice(0, NETWORK_GROUPS).join(':')}::/64`
}

const zeros = (count: number): string[] => new Array<string>(Math.max(count, 0)).fill('0')

/** A last group in v4 form counts for two. */
const groups = (text: string): string[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => (group.includes('.') ? ['v4', 'v4'] : [group.replace(/^0+(?=.)/, '')]))
