/* What rows of the table have in common. */

const json = { keyed: false, success: 200, content: 'json', takes: 'json', bulk: false } as const
const read = { ...json, method: 'GET', scope: 'read' } as const
export const anonymous = { ...read, anonymous: true } as const
export const guarded = { ...read, anonymous: false } as const
/** Rows that change something name their method, and their success when it is not 200. */
export const changes = { ...json, scope: 'write', anonymous: false } as const
