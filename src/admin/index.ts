export type {
  CanBackend,
  CanSpaceShown,
  GatherItems,
  GatheredItem,
  ItemName,
  LocatePoint,
  Place,
  PutItem,
} from './can-backend.ts'
export type { AdminBackend, ConfigValue, ReloadReport } from './backend.ts'
export type { CallOptions } from './call-options.ts'
export type { AttributesBackend } from './find-backend.ts'
export type { Condition } from './conditions.ts'
export type { NamesBackend } from './name-backend.ts'
export { openApiDocument } from './openapi.ts'
export { VersionMismatch } from './problem.ts'
export type { RecordsBackend } from './record-backend.ts'
export { startAdmin, type AdminServer } from './server.ts'
export type { AddSwarm, InterceptorsAnswer, PeerInfo, SetInterceptors, StatusAnswer, SwarmInfo } from './schemas.ts'
export { Tokens } from './tokens.ts'
