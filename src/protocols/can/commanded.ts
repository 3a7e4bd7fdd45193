import { ROOT_PATH, zoneOf, type Box } from '../../base/index.ts'
import type { Census } from '../census.ts'
import type { Handlers } from '../core.ts'
import { fail, succeed, type CommandId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { Locator } from './locator.ts'
import type { Giver } from './giver.ts'
import type { Joiner } from './joiner.ts'
import type { Mates } from './mates.ts'
import type { CanProtocol } from './protocol.ts'
import type { Querier } from './querier.ts'
import type { Realities } from './realities.ts'
import type { Space } from './space.ts'
import { areOf } from './suits.ts'

/** Those parts of the machine that carry out commands. */
export interface Commanded {
  readonly census: Census<CanProtocol>
  readonly locator: Locator
  readonly joiner: Joiner
  readonly mates: Mates
  readonly giver: Giver
  readonly realities: Realities
  readonly querier: Querier
}

/** Which part carries out what. */
export function commandsOf(core: Core, parts: Commanded): Handlers<CanProtocol>['commands'] {
  const { census, locator, joiner, mates, giver, realities, querier } = parts
  const within = (step: Step, id: CommandId, index: number, then: (space: Space) => void): void => {
    const space = core.space(index)
    if (space === undefined)
      step.effects.push({ type: 'done', id, result: fail('NOT_JOINED', 'there is no such space') })
    else then(space)
  }
  return {
    locate: (step, id, { space: index, point, trace }, leftMs) => {
      const space = core.space(index)
      if (space === undefined || !census.isDone)
        step.effects.push({ type: 'done', id, result: fail('NOT_JOINED', 'no such space') })
      else locator.begin(step, id, space, point, trace, leftMs)
    },
    put: (step, id, { space: index, point, key, value, leaseMs }, leftMs) => {
      within(step, id, index, (space) => {
        realities.put(step, id, space, { point, key, value, leaseMs }, leftMs)
      })
    },
    get: (step, id, { space: index, point, key }, leftMs) => {
      within(step, id, index, (space) => {
        realities.get(step, id, space, point, key, leftMs)
      })
    },
    remove: (step, id, { space: index, point, key }, leftMs) => {
      within(step, id, index, (space) => {
        realities.put(step, id, space, { point, key, value: undefined, leaseMs: 1 }, leftMs)
      })
    },
    query: (step, id, { space: index, box, after, limit }, leftMs) => {
      within(step, id, index, (space) => {
        querier.begin(step, id, space, { box, after, limit, nearestTo: undefined }, leftMs)
      })
    },
    nearest: (step, id, { space: index, point, limit }, leftMs) => {
      within(step, id, index, (space) => {
        const what = { box: wholeOf(space), after: undefined, limit, nearestTo: point }
        querier.begin(step, id, space, what, leftMs)
      })
    },
    map: (step, id, { space: index }, leftMs) => {
      within(step, id, index, (space) => {
        const what = { box: wholeOf(space), after: undefined, limit: 0, nearestTo: undefined, isMap: true as const }
        querier.begin(step, id, space, what, leftMs)
      })
    },
    suggest: (step, id, { space: index, holding }) => {
      within(step, id, index, (space) => {
        if (areOf([holding], space)) core.hearing.hearsay(step, space, holding)
        const isNeighbour = space.neighbours.has(holding.ref.peer)
        step.effects.push({ type: 'done', id, result: succeed({ isNeighbour }) })
      })
    },
    handOver: (step, id) => {
      core.isLeaving = true
      joiner.close()
      mates.close(step)
      giver.leave(step, id)
    },
  }
}

const wholeOf = ({ dimensions }: Space): Box => zoneOf(ROOT_PATH, dimensions)
