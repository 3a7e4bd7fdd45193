import type { FoundNode, OwnAttributes } from '../protocols/attributes/commands.ts'
import { millis, nodeAnswer } from './answer-parts.ts'
import { callOptions } from './call-options.ts'
import { DEFAULT_FOUND_NODES } from './find-schemas.ts'
import type { Handler } from './handler.ts'
import type { ResponseOf } from './schemas.ts'

/** Of these the least is the best. */
const LEAST_FIRST: ReadonlySet<string> = new Set(['load', 'rtt'])

export const FIND_HANDLERS: { readonly [N in 'find' | 'attributes']: Handler<N> } = {
  find: async ({ query, signal }, { backend }) => {
    const { expr, sort, reverse = false, limit = DEFAULT_FOUND_NODES } = query
    const order = sort === undefined ? undefined : { by: sort, descending: LEAST_FIRST.has(sort) === reverse }
    const { nodes, ...rest } = await backend.find(
      { expression: expr, order, limit },
      callOptions(query.timeoutMs, signal),
    )
    return { nodes: nodes.map(foundAnswer), ...rest }
  },
  attributes: (_input, { backend }) => {
    const { figures, located, samples, neighbours, sampledAgoMs, publishedAgoMs } = backend.attributes()
    return {
      ...figures,
      coordinate: coordinateAnswer(located),
      samples,
      neighbours,
      ...(sampledAgoMs === undefined ? {} : { sampledAgoMs: millis(sampledAgoMs) }),
      ...(publishedAgoMs === undefined ? {} : { publishedAgoMs: millis(publishedAgoMs) }),
    }
  },
}

const coordinateAnswer = ({ coordinate, error }: OwnAttributes['located']): ResponseOf<'attributes'>['coordinate'] => ({
  place: [...coordinate.place],
  height: coordinate.height,
  error,
})

const foundAnswer = ({
  node,
  figures,
  located,
  roundTripMs,
  ageMs,
}: FoundNode): ResponseOf<'find'>['nodes'][number] => ({
  ...nodeAnswer(node),
  ...figures,
  coordinate: coordinateAnswer(located),
  rttMs: millis(roundTripMs),
  ageMs: millis(ageMs),
})
