import { parseAddress } from '../adapters/libp2p/index.ts'
import { OrbError } from '../base/index.ts'
import { describeOrigin, type LoadedConfig } from '../config/index.ts'

/** Options that hold addresses, which only libp2p's own parser can judge. */
const ADDRESS_KEYS = ['listen', 'announce', 'join'] as const

/**
 * Looks at the addresses of a configuration as libp2p will.
 * @throws OrbError CONFIG_INVALID naming every bad one with its key and origin; INVALID_ARGUMENT for one of a join string
 */
export function checkAddresses(config: LoadedConfig): void {
  const problems = ADDRESS_KEYS.flatMap((name) => {
    const origin = describeOrigin(config.origins.get(`overlay.${name}`) ?? { kind: 'default' })
    return config.values.overlay[name].flatMap((address) => {
      const why = faultOf(address)
      return why === undefined ? [] : [`${origin}: overlay.${name}: ${why}`]
    })
  })
  if (problems.length > 0) {
    throw new OrbError('CONFIG_INVALID', problems.join('\n'), {
      hint: 'an address looks like /ip4/192.0.2.1/tcp/7461 or /dns4/host.example/tcp/7461',
    })
  }
  for (const address of config.join?.addresses ?? []) parseAddress(address)
}

function faultOf(address: string): string | undefined {
  try {
    parseAddress(address)
    return undefined
  } catch (error) {
    if (error instanceof OrbError) return error.message
    throw error
  }
}
