/** Remote peers a find may pass; ½·log2 N is 10 in a ring of a million, a ring without any fingers needs N/r. */
export const MAX_HOPS = 128
/** Finds under way through one node. Each costs about 300 bytes; more are refused, which the asker routes around. */
export const MAX_TRANSITS = 4096
/** Finds that wait until it is known who owns their target; it takes a stabilisation, rarely more. */
export const MAX_PARKED = 256
/** Look-ups commanded on this node at once. */
export const MAX_LOOKUPS = 4096
/**
 * Hops a relay tries one after another for one find, as long as the attempt's time allows. With half of a ring dead at once
 * and nothing repaired, 8 leave 2.3 % of look-ups without a route (1,000 nodes, test/paper/mass-failure.ts), 16 none.
 */
export const MAX_ALTERNATES = 16
/** Peers whose round trips are remembered: those in the tables, those connected, and room. Each costs about 100 bytes. */
export const MAX_ROUND_TRIPS = 256
/** Entries of the path that a traced find brings back: each hop, and those that failed on the way. */
export const MAX_PATH = 64
/** Positions that peers do not have which one find may come upon; with the next one the peer itself is passed over. */
export const MAX_ABSENT = 8
/** Nodes one iterative attempt may ask. */
export const MAX_STEPS = 64
/** Nodes of each group that a verified look-up asks; all lie with probability f^16. */
export const VERIFY_GROUP = 16
/** Questions of one verified look-up, all rounds together; in a ring of a million the way takes about 700. */
export const MAX_VERIFY_ASKS = 2048
/** Of these at one place on the way: three groups, two questions each. */
export const MAX_VERIFY_ASKS_HERE = 96
/** Times that the nodes about the target are asked, with a pause between that grows: changes need as many to get about. */
export const MAX_VERIFY_ROUNDS = 6
/** Verified look-ups at once. Each may cost a megabyte when all that are asked tell of as many others as they can. */
export const MAX_VERIFYING = 32
/** Places on the way: about log2 N at most. */
export const MAX_WAY_POINTS = 40
/** Nodes about a place that are kept in mind when a verified look-up comes to it. */
export const MAX_VERIFY_KNOWN = 64
/** Nodes at or behind the target that may be asked whether they own it. */
export const MAX_OWNERS_ASKED = 16
/** Disagreements that the answer to a verified look-up names. */
export const MAX_DISAGREEMENTS = 32
/** Candidates an iterative look-up or a finger check keeps in mind, and an answer to a step names. */
export const MAX_CANDIDATES = 8
/** Questions that one message carries. */
export const MAX_BATCH = 64
/** Peers of an earlier version that are remembered as such; one that is forgotten is tried with a batch again. */
export const MAX_PLAIN = 256
/** Entries of a successor list, however many positions its peers have: as many as one message carries. */
export const MAX_LIST = 32
/** Fingers that a newcomer is told by its successor; two for each doubling are those of a ring of half a million. */
export const MAX_HINTS = 32
/** Contacts a join takes. */
export const MAX_CONTACTS = 32
/** Nodes that have told us that they left: routing avoids them until they join again. */
export const MAX_LEFT = 256
/** Nodes remembered as possible members of another ring: those once in the tables and then dead, and those met. */
export const MAX_REMEMBERED = 16
/** Peers that were lost once and are not routed by until they are known to be on this ring. */
export const MAX_PARTED = 64
/** References of other members a `meet` brings. */
export const MAX_MET = 4
/** Peers that routing avoids for a while since they did not give a first word. */
export const MAX_SUSPECTS = 64
/**
 * How far one stabilisation walks back from a successor over predecessors it did not know. More than a handful of
 * newcomers between two members at once are met in the next round.
 */
export const MAX_WALK = 8
/** How often a query is repeated at once when its answer may not be adopted; then the next round tries again. */
export const MAX_RESTARTS = 2
/**
 * Rounds after which a member that nobody on the ring has claimed as successor takes the range up to its predecessor. A
 * newcomer is claimed within a round or two; eight mean that every node that owned a range has failed at once, and
 * without this nobody would ever own anything again.
 */
export const STRANDED_ROUNDS = 8
/**
 * After so many rounds in which nothing changed a neighbourhood is calm: its rounds come ever later, up to
 * `stabilizeMaxMs`, until something changes. Deaths are told by the detector, not found by rounds, and who is calm is told
 * of what is new in front of it. Its fingers are looked at less often by the factor.
 */
export const CALM_ROUNDS = 10
export const CALM_FACTOR = 3
