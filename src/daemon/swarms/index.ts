export { SwarmService } from './service.ts'
export type { RowStore } from './swarm-table.ts'
