import type { PeerKey } from '../../base/index.ts'
import type { Change, RegisterState } from '../agreement/messages.ts'
import type { Signer } from '../signer.ts'
import { decodeEntry } from './entry.ts'
import { isKeyOfName, nameOfKey } from './name.ts'

/**
 * What a member of the group that keeps a name lets happen to it, whatever the asker is: an entry is put by its owner alone
 * (it is signed, and the connection says who asks), and an entry that lives is changed or removed by its owner alone, to a
 * later revision or, to renew it, as it is. What stands above a name is not looked at here, but by whoever sets and by
 * whoever reads it (see authority.ts). Keys that are not those of names are none of its business.
 */
export const judgeName =
  (signer: Signer) =>
  (key: Uint8Array, present: RegisterState | undefined, change: Change, writer: PeerKey): boolean => {
    if (change.type === 'read' || !isKeyOfName(key)) return true
    const name = nameOfKey(key)
    if (name === undefined) return false
    // What is no entry belongs to nobody.
    const before = present === undefined ? undefined : decodeEntry(signer, name, present.value)
    if (before !== undefined && before.owner !== writer) return false
    if (change.type === 'remove') return true
    const after = decodeEntry(signer, name, change.value)
    return after?.owner === writer && after.revision >= (before?.revision ?? 0)
  }
