import type { Metrics } from '../observe/index.ts'
import { ZONE_CHANGES } from '../protocols/index.ts'
import { brokenAround, CAN_INVARIANTS, type Can, type SpaceFigures } from '../protocols/can/index.ts'

/** Feeds what is measured of the CAN, read at each scrape. */
export function wireCanMetrics(metrics: Metrics, can: Pick<Can, 'describe' | 'figures'>): void {
  const perSpace = (pick: (figures: SpaceFigures) => number) => (): { labels: { space: string }; value: number }[] =>
    can.figures.spaces.map((each) => ({ labels: { space: String(each.space) }, value: pick(each) }))
  metrics.source(
    'orbweaver_can_member',
    perSpace(({ state }) => (state === 'member' ? 1 : 0)),
  )
  metrics.source(
    'orbweaver_can_zones',
    perSpace(({ zones }) => zones),
  )
  metrics.source(
    'orbweaver_can_volume',
    perSpace(({ volume }) => volume),
  )
  metrics.source(
    'orbweaver_can_neighbours',
    perSpace(({ neighbours }) => neighbours),
  )
  metrics.value('orbweaver_can_items', () => can.figures.items)
  metrics.value('orbweaver_can_items_bytes', () => can.figures.bytes)
  metrics.source('orbweaver_can_open', () => {
    const { spaces, collecting, takingOver, commands, queries } = can.figures
    const granting = spaces.reduce((sum, { granted }) => sum + granted, 0)
    return Object.entries({ granting, collecting, taking_over: takingOver, item: commands, query: queries }).map(
      ([operation, value]) => ({ labels: { operation }, value }),
    )
  })
  metrics.source('orbweaver_can_zone_changes_total', () => {
    const { changes } = can.figures
    return ZONE_CHANGES.map((change) => ({ labels: { change }, value: changes[change] }))
  })
  metrics.source('orbweaver_can_invariants_broken', () => {
    const broken = can.describe().map(brokenAround)
    return CAN_INVARIANTS.map((invariant) => ({
      labels: { invariant },
      value: broken.reduce((sum, each) => sum + each[invariant], 0),
    }))
  })
}
