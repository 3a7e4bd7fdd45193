import type { BodyCodec } from './codec.ts'

export const recordsCodec: { readonly message?: BodyCodec<never> } = {}
