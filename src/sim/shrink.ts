import type { Action, Schedule } from './schedule.ts'

export interface ShrinkOptions {
  /** Schedules tried at most; each is a run of its world. */
  readonly maxRuns?: number
}
export interface Shrunk {
  readonly schedule: Schedule
  readonly runs: number
  /** The bound on runs was met before nothing more could be left out. */
  readonly cutShort: boolean
}

/** Enough for schedules of some dozens of actions; a run takes a fraction of a second. */
const MAX_RUNS = 600
/** Times are tried in steps that a person can read, coarsest first. */
const GRIDS_MS = [10_000, 1_000, 100]

/**
 * Minimises a schedule that fails: fewer actions by delta debugging (ddmin: Zeller and Hildebrandt, "Simplifying and
 * isolating failure-inducing input", IEEE TSE 28(2), 2002), then fewer nodes, then shorter and rounder times, over again
 * until nothing helps. Deterministic, as long as `fails` is.
 * @param fails runs a schedule and tells whether it fails in the way that is looked for; must hold of `schedule`
 */
export function shrink(
  schedule: Schedule,
  fails: (schedule: Schedule) => boolean,
  options: ShrinkOptions = {},
): Shrunk {
  const maxRuns = options.maxRuns ?? MAX_RUNS
  const tried = new Set<string>()
  let runs = 0
  let best = schedule
  /** Takes the candidate when it fails as well. */
  const take = (candidate: Schedule): boolean => {
    const key = JSON.stringify(candidate)
    if (runs >= maxRuns || tried.has(key)) return false
    tried.add(key)
    runs++
    if (!fails(candidate)) return false
    best = candidate
    return true
  }
  best = { ...schedule, actions: [...schedule.actions].sort((a, b) => a.atMs - b.atMs) }
  for (let before: Schedule | undefined; before !== best && runs < maxRuns;) {
    before = best
    fewerActions(() => best, take)
    fewerNodes(() => best, take)
    shorterTimes(() => best, take)
  }
  return { schedule: best, runs, cutShort: runs >= maxRuns }
}

type Take = (candidate: Schedule) => boolean
type Best = () => Schedule

/** ddmin over the actions: a subset alone, or all but one, with ever smaller subsets. */
function fewerActions(best: Best, take: Take): void {
  const keep = (actions: readonly Action[]): boolean => take({ ...best(), actions })
  if (best().actions.length > 0 && keep([])) return
  for (let parts = 2; best().actions.length >= 2;) {
    const { actions } = best()
    const chunks = chunksOf(actions, Math.min(parts, actions.length))
    if (chunks.some((chunk) => keep(chunk))) parts = 2
    else if (chunks.length > 2 && chunks.some((chunk) => keep(actions.filter((each) => !chunk.includes(each))))) {
      parts = Math.max(parts - 1, 2)
    } else if (parts >= actions.length) return
    else parts = Math.min(2 * parts, actions.length)
  }
}

function chunksOf<T>(list: readonly T[], count: number): T[][] {
  const chunks: T[][] = []
  for (let i = 0; i < count; i++) {
    chunks.push(list.slice(Math.floor((i * list.length) / count), Math.floor(((i + 1) * list.length) / count)))
  }
  return chunks
}

/** Fewer nodes at the beginning, shorter lists, no codec, and the lowest numbers for those that the actions name. */
function fewerNodes(best: Best, take: Take): void {
  for (;;) {
    const { nodes } = best()
    const fewer = [1, 2, 3, Math.floor(nodes / 2), nodes - 1].filter((count) => count >= 1 && count < nodes)
    if (!fewer.some((count) => take(renumbered(best(), count)) || take({ ...best(), nodes: count }))) break
  }
  const { codecEvery, ...uncoded } = best()
  if (codecEvery !== undefined) take(uncoded)
  for (let { successors } = best(); successors !== undefined && successors > 1; successors--) {
    if (!take({ ...best(), successors: successors - 1 })) break
  }
}

/** The nodes that actions name get the lowest numbers; newcomers stay newcomers. */
function renumbered(schedule: Schedule, nodes: number): Schedule {
  const named = new Set<number>()
  const note = (node: number): number => {
    named.add(node)
    return node
  }
  for (const action of schedule.actions) withNodes(action, note)
  const old = [...named].filter((node) => node < schedule.nodes).sort(ascending)
  const newcomers = [...named].filter((node) => node >= schedule.nodes).sort(ascending)
  const numbers = new Map<number, number>()
  old.forEach((node, i) => numbers.set(node, i))
  newcomers.forEach((node, i) => numbers.set(node, nodes + i))
  if (old.length > nodes) return { ...schedule, nodes }
  const actions = schedule.actions.map((action) => withNodes(action, (node) => numbers.get(node) ?? node))
  return { ...schedule, nodes, actions }
}

const ascending = (a: number, b: number): number => a - b

/** The action with other node numbers. */
function withNodes(action: Action, change: (node: number) => number): Action {
  const changed: Record<string, unknown> = { ...action }
  for (const name of ['node', 'from', 'to']) {
    if (typeof changed[name] === 'number') changed[name] = change(changed[name])
  }
  if (action.do === 'partition') changed['groups'] = action.groups.map((group) => group.map(change))
  return changed as unknown as Action
}

/** Rounder, earlier and shorter times, smaller groups of partitions, and an earlier end. */
function shorterTimes(best: Best, take: Take): void {
  for (const gridMs of GRIDS_MS) {
    take({ ...best(), actions: best().actions.map((action) => ({ ...action, atMs: roundTo(action.atMs, gridMs) })) })
    for (let i = 0; i < best().actions.length; i++) {
      earlierFrom(i, gridMs, best, take)
      shorter(i, gridMs, best, take)
    }
    const { untilMs } = best()
    const earlier = [roundTo(untilMs / 2, gridMs), roundTo(untilMs, gridMs), untilMs - gridMs]
    while (earlier.some((end) => end > 0 && end < best().untilMs && take({ ...best(), untilMs: end })));
  }
  for (let i = 0; i < best().actions.length; i++) smallerGroups(i, best, take)
}

/** This action and all behind it move up to the one before, together: the time between them may matter. */
function earlierFrom(i: number, gridMs: number, best: Best, take: Take): void {
  const { atMs } = best().actions[i] as Action
  const before = best().actions[i - 1]?.atMs ?? 0
  for (const gap of [0, roundTo((atMs - before) / 2, gridMs)]) {
    const by = atMs - before - gap
    if (by <= 0) return
    const actions = best().actions.map((action, at) =>
      at < i ? action : { ...action, atMs: Math.max(0, action.atMs - by) },
    )
    if (take({ ...best(), actions })) return
  }
}

function shorter(i: number, gridMs: number, best: Best, take: Take): void {
  const replace = (change: Partial<{ atMs: number; forMs: number }>): boolean => {
    const actions = best().actions.map((action, at) => (at === i ? { ...action, ...change } : action))
    return take({ ...best(), actions })
  }
  const { atMs } = best().actions[i] as Action
  const times = [0, roundTo(atMs / 2, gridMs), roundTo(atMs, gridMs)]
  for (const time of times) if (time < atMs && replace({ atMs: time })) break
  const action = best().actions[i]
  const forMs = action !== undefined && 'forMs' in action ? action.forMs : undefined
  if (forMs === undefined) return
  const spans = [roundTo(forMs / 2, gridMs), roundTo(forMs, gridMs)]
  for (const span of spans) if (span > 0 && span < forMs && replace({ forMs: span })) break
}

/** One node after the other goes back to the first group, by not being named. */
function smallerGroups(i: number, best: Best, take: Take): void {
  const action = best().actions[i]
  if (action?.do !== 'partition') return
  for (const node of action.groups.flat()) {
    const now = best().actions[i] as typeof action
    const groups = now.groups.map((group) => group.filter((each) => each !== node))
    take({ ...best(), actions: best().actions.map((each, at) => (at === i ? { ...now, groups } : each)) })
  }
}

const roundTo = (ms: number, gridMs: number): number => Math.floor(ms / gridMs) * gridMs
