import type { PeerKey } from '../../base/index.ts'
import { Admission } from './admission.ts'
import { parseAddress } from './addresses.ts'
import { DEFAULT_LIMITS, type TransportLimits } from './limits.ts'
import { startNode, type Libp2pNode } from './node.ts'
import type { TransportOptions } from './options.ts'
import { PeerBook } from './peer-book.ts'
import { Reporter } from './reporter.ts'

/** What a transport is made of before it can be reached. */
export interface Parts {
  readonly limits: TransportLimits
  readonly node: Libp2pNode
  readonly book: PeerBook
  readonly reporter: Reporter
  readonly admission: Admission
}

/**
 * Starts to listen, with nobody behind it yet.
 * @param isProtected true of peers whose entries in the book strangers may not displace
 * @throws OrbError PORT_IN_USE, CONFIG_INVALID, INVALID_ARGUMENT
 */
export async function makeParts(
  options: TransportOptions,
  now: () => number,
  isProtected: (peer: PeerKey) => boolean,
): Promise<Parts> {
  const { privateKey, listen } = options
  for (const address of [...listen, ...(options.announce ?? [])]) parseAddress(address)
  const limits: TransportLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const reporter = new Reporter(options.sink, now)
  const book = new PeerBook(limits, now, { isProtected })
  const admission = new Admission({
    limits,
    exempt: options.exemptPrefixes ?? [],
    isBanned: (peer) => book.isBanned(peer),
    refused: (why, from) => {
      reporter.inboundRefused(why, from)
    },
    now,
  })
  const node = await startNode({ privateKey, listen, limits, admission })
  return { limits, node, book, reporter, admission }
}
