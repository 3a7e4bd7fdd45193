import type { Located } from './coordinate.ts'

/** "Where are you?" Its round trip is the sample. Rules: docs/protocols/attributes.md. */
export interface SampleRequest {
  readonly type: 'sample'
}

export type AttributesRequest = SampleRequest

/** The sender's coordinate and how sure it is of it. */
export interface SampledResponse extends Located {
  readonly type: 'sampled'
}

export type AttributesResponse = SampledResponse
