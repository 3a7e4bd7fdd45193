import type { NodeRef } from '../../base/index.ts'
import { Relay } from '../relay.ts'
import { noFingers } from './fingers.ts'
import { MAX_ALTERNATES, MAX_TRANSITS } from './limits.ts'
import type { FingersPerDoubling } from './params.ts'
import type { ChordState, Position } from './state.ts'

/** What a machine knows when it is made: nothing but itself. */
export function newState(selves: readonly NodeRef[], perDoubling: FingersPerDoubling): ChordState {
  return {
    positions: selves.map((self, index) => newPosition(self, index, perDoubling)),
    asks: new Map(),
    lastAsk: 0,
    ownMail: [],
    contacts: [],
    departure: undefined,
    relay: new Relay(MAX_TRANSITS, MAX_ALTERNATES),
    parked: [],
    lookups: new Map(),
    lookupsAt: Infinity,
    parkedAt: Infinity,
    suspects: new Map(),
    plain: new Set(),
    left: new Map(),
    parted: new Map(),
    kept: new Set(),
    tablesChanged: false,
  }
}

function newPosition(self: NodeRef, index: number, perDoubling: FingersPerDoubling): Position {
  return {
    index,
    self,
    membership: { state: 'joining', attempt: undefined },
    version: 1,
    view: undefined,
    query: undefined,
    rectifying: undefined,
    barrier: undefined,
    headView: undefined,
    listFrom: undefined,
    wholeViewAt: 0,
    notified: undefined,
    notifying: undefined,
    predecessorHeardAt: 0,
    predecessorAsked: false,
    polledAt: 0,
    behindKnows: false,
    toldBehindAt: -Infinity,
    roundAt: 0,
    calmVersion: 0,
    calmRounds: 0,
    strandedRounds: 0,
    fingers: noFingers(perDoubling),
    swept: false,
    hints: [],
    near: undefined,
    nearAsked: 0,
    routes: undefined,
    stabilizeAt: Infinity,
    fingerAt: Infinity,
    joinAt: Infinity,
    leaving: undefined,
    doubtful: false,
    suspended: false,
    remembered: [],
    probeAt: Infinity,
    probing: undefined,
    probedAt: 0,
    met: undefined,
    mergingUntil: 0,
    linkAt: Infinity,
    shadow: undefined,
    newUntil: 0,
    claimsAt: 0,
    wide: false,
    aloneAt: undefined,
    gossipAt: 0,
    hearsayAt: 0,
  }
}
