import { isIdeal, RingChecker, type MemberState, type RingWorld, type Violation } from '../protocols/chord/index.ts'
import type { RingId } from '../base/index.ts'
import type { RingNode } from './ring.ts'

/** Why a component is held to nothing but its answers: its rings are to merge, or its living were held for dead. */
export type Doubt = 'merging' | 'upset'

export interface Component {
  readonly checker: RingChecker
  doubt: Doubt | undefined
}

export interface ComponentsInit {
  /** r, the length of a full successor list. */
  readonly length: number
  /** Nodes have more than one position. */
  readonly hasPositions: boolean
  readonly groupOf: (node: RingNode) => number
  /** What each position of a node is to the ring now; undefined: no member. */
  readonly statesOf: (node: RingNode) => readonly (readonly [id: RingId, state: MemberState | undefined])[]
}

/**
 * The parts of a network that is cut, each with the invariants of its own ring. One that has been put together from
 * several, or has been upset, is in doubt until its ring is ideal.
 */
export class Components {
  readonly #init: ComponentsInit
  #byGroup = new Map<number, Component>()
  /** In which group a node was when the network was last cut or healed, and the time before; newcomers were in the first. */
  #placed = new Map<RingNode, number>()
  #former = new Map<RingNode, number>()

  constructor(init: ComponentsInit) {
    this.#init = init
  }

  get all(): readonly Component[] {
    return [...this.#byGroup.values()]
  }

  get inDoubt(): boolean {
    for (const { doubt } of this.#byGroup.values()) if (doubt !== undefined) return true
    return false
  }

  of(node: RingNode): Component {
    return this.#in(this.#init.groupOf(node))
  }

  /** In which component it was before the last healing. */
  formerOf(node: RingNode): number {
    return this.#former.get(node) ?? 0
  }

  /** The network has been cut, or healed. */
  parted(nodes: readonly RingNode[]): void {
    const before = this.#byGroup
    this.#byGroup = new Map()
    this.#former = this.#placed
    this.#placed = new Map(nodes.map((node) => [node, this.#init.groupOf(node)]))
    const origins = new Map<Component, Set<number>>()
    for (const node of nodes) {
      const component = this.of(node)
      let isMember = false
      for (const [id, state] of this.#init.statesOf(node)) {
        component.checker.update(id, state)
        isMember ||= state !== undefined
      }
      if (!isMember) continue
      const origin = this.formerOf(node)
      origins.set(component, (origins.get(component) ?? new Set<number>()).add(origin))
      component.doubt ??= before.get(origin)?.doubt
    }
    for (const [component, { size }] of origins) if (size > 1) component.doubt ??= 'merging'
  }

  /** The living may have been held for dead. */
  upset(): void {
    for (const component of this.#byGroup.values()) component.doubt = 'upset'
  }

  /** Takes the doubt from every component whose ring is ideal. */
  settle(): void {
    for (const component of this.#byGroup.values()) {
      if (component.doubt !== undefined && isIdeal(component.checker.world)) component.doubt = undefined
    }
  }

  /** A node has taken a step, or is gone. Gives what does not hold and should. */
  update(node: RingNode): readonly Violation[] {
    const { checker, doubt } = this.of(node)
    const violations = checker.updateAll(this.#init.statesOf(node))
    return doubt === undefined ? violations : []
  }

  /** The members of the ring that a member's best successors lead round; of the component of its node. */
  ringOf(id: RingId, node: RingNode): Set<RingId> {
    const { world } = this.of(node).checker
    const seen = new Map<RingId, number>()
    const path: RingId[] = []
    for (let at: RingId | undefined = id; at !== undefined && !seen.has(at);) {
      seen.set(at, path.length)
      path.push(at)
      at = bestSuccessor(world, at)
      if (at !== undefined && seen.has(at)) return new Set(path.slice(seen.get(at)))
    }
    return new Set()
  }

  #in(group: number): Component {
    let component = this.#byGroup.get(group)
    if (component === undefined) {
      component = { checker: new RingChecker(this.#init.length, this.#init.hasPositions), doubt: undefined }
      this.#byGroup.set(group, component)
    }
    return component
  }
}

/** The first living entry of its list. */
function bestSuccessor(world: RingWorld, id: RingId): RingId | undefined {
  const state = world.members.get(id)
  return state?.alone === true ? id : state?.successors.find((each) => world.members.has(each))
}
