import type { RingId } from '../base/index.ts'
import type { Arc } from '../protocols/records/messages.ts'
import { bytesOfHex, hexFrom, present } from './codec.ts'

type Bytes = Uint8Array<ArrayBuffer>

export const arcTo = ({ from, to }: Arc): { from: Bytes; to: Bytes } => ({ from: bytesOfHex(from), to: bytesOfHex(to) })

export function arcFrom(body: { readonly from: Uint8Array; readonly to: Uint8Array } | undefined): Arc {
  const { from, to } = present(body, 'arc')
  return { from: hexFrom(from, 'from') as RingId, to: hexFrom(to, 'to') as RingId }
}
