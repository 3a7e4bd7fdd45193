import type { Lamport, NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { RecordsParams } from './params.ts'
import type { RecordsRing } from './protocol.ts'
import { majority, type Admission, type ConfigId, type Quorum, type RangesView, type Standing } from './quorum.ts'

/**
 * The ranges of a ring that has never changed: the owner and those that follow it keep a record, and each of them has all
 * that was acknowledged.
 */
export class StillRanges implements RangesView {
  readonly #params: RecordsParams
  readonly #ring: RecordsRing

  constructor(params: RecordsParams, ring: RecordsRing) {
    this.#params = params
    this.#ring = ring
  }

  quorum(id: RingId): Quorum | undefined {
    const position = this.#ring.positions().find((each) => this.#ring.owns(each, id))
    if (position === undefined) return undefined
    const members = this.#ring.replicas(position, this.#params.replicas - 1)
    const writes = majority(members.length + 1)
    const needed = members.length + 1 - writes
    return {
      config: this.#config(this.#ring.self(position)),
      settled: true,
      members,
      writes,
      readers: members,
      enough: (answers) => [...answers.values()].filter((standing) => standing?.synced === true).length >= needed,
    }
  }

  admit(_from: PeerKey, _id: RingId, _config: ConfigId): Admission {
    return 'admitted'
  }

  standing(_id: RingId): Standing | undefined {
    return { config: this.#config(this.#ring.self(0)), synced: true }
  }

  keeps(_id: RingId): boolean {
    return true
  }

  refused(): void {
    // Nobody refuses on such a ring.
  }

  #config({ peer }: NodeRef): ConfigId {
    return { lamport: 1 as Lamport, peer }
  }
}
