export { SwarmService, type SwarmServiceInit } from './service.ts'
export type { SessionLink } from './session-link.ts'
export type { RowStore } from './swarm-table.ts'
