import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { OrbError } from '../../base/index.ts'

/** One site, as a rule: an IPv4 /24, an IPv6 /48 (RFC 6177). Whoever has one address of it may well have all. */
const IPV4_PARTS = 3
const IPV6_WORDS = 3
/** IPv4 addresses as sockets of both families show them. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i
const LOOPBACK = ['127.0.0.0/8', '::1/128'] as const

/** `192.0.2.0/24` of 192.0.2.7, `2001:db8:1::/48` of 2001:db8:1:2::3. Anything else is a prefix of its own. */
export function prefixOf(host: string): string {
  const address = plain(host)
  if (isIPv4(address)) return `${address.split('.').slice(0, IPV4_PARTS).join('.')}.0/24`
  if (!isIPv6(address)) return address
  const words = wordsOf(address).slice(0, IPV6_WORDS)
  return `${words.map((word) => word.toString(16)).join(':')}::/48`
}

/** Without the zone of a link-local address; IPv4 within IPv6 as IPv4. */
function plain(host: string): string {
  const address = host.split('%')[0] ?? host
  return MAPPED.exec(address)?.[1] ?? address
}

/** The eight words of an IPv6 address, `::` filled in; a dotted tail counts for two. */
function wordsOf(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const parse = (part: string): number[] =>
    part === '' ? [] : part.split(':').flatMap((word) => (word.includes('.') ? [0, 0] : [Number.parseInt(word, 16)]))
  const [front, back] = [parse(head), parse(tail ?? '')]
  return tail === undefined ? front : [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back]
}

/** Addresses to which the limits of prefixes do not apply. */
export class Exempt {
  readonly #list = new BlockList()

  /**
   * @param prefixes `192.0.2.0/24`, `2001:db8::/32` or single addresses, besides loopback
   * @throws OrbError CONFIG_INVALID
   */
  constructor(prefixes: readonly string[], loopback = true) {
    for (const prefix of [...(loopback ? LOOPBACK : []), ...prefixes]) this.#add(prefix)
  }

  has(host: string): boolean {
    const address = plain(host)
    if (isIPv4(address)) return this.#list.check(address, 'ipv4')
    return isIPv6(address) && this.#list.check(address, 'ipv6')
  }

  #add(prefix: string): void {
    const [address = '', bits] = prefix.split('/')
    const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
    const most = family === 'ipv4' ? 32 : 128
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN
    if (family === undefined || !(length <= most)) {
      throw new OrbError('CONFIG_INVALID', `not a prefix of IP addresses: ${JSON.stringify(prefix.slice(0, 100))}`, {
        hint: 'write it as 192.0.2.0/24 or 2001:db8::/32',
      })
    }
    this.#list.addSubnet(address, length, family)
  }
}
