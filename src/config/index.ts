export {
  clearTemporaries,
  dataDirFiles,
  createPrivateFile,
  ensureDataDir,
  errorCode,
  ioError,
  readAdminFile,
  readLeftFile,
  readPrivateFile,
  removeAdminFile,
  resolveDataDir,
  writeAdminFile,
  writeLeftFile,
  writePrivateFile,
  type AdminFile,
} from './data-dir.ts'
export { MAX_LEASE_MS } from './can-options.ts'
export { optionValue, patchedConfig, reconfigure, type OptionChange, type Reconfiguration } from './change.ts'
export { encodeJoinString, mergeJoins, parseJoin, MAX_JOIN_ADDRESSES, MAX_JOIN_CHARS } from './join-string.ts'
export { checkNetworkName, openNetwork, readNetwork, type Network } from './network-key.ts'
export { describeOrigin, loadConfig, type ConfigFlags, type LoadedConfig } from './load.ts'
export { suggestion } from './nearest.ts'
export { valueOfText } from './option.ts'
export {
  agreementParams,
  attributesParams,
  canParams,
  chordParams,
  providersParams,
  recordsParams,
  swarmParams,
} from './machine-params.ts'
export { hostAndPort, isLoopbackHost, OPTION_ROWS, type Config, type OptionKey, type OptionRow } from './options.ts'
export { takesLabel } from '../runtime/interceptors/specs.ts'
export { starterYaml } from './starter.ts'
export { openToken, readToken, replaceToken } from './token.ts'
export {
  ADMIN_TOKEN_NAME,
  isExpired,
  MAX_TOKEN_TTL_MS,
  readTokenRecords,
  SCOPES,
  TOKEN_NAME,
  withNewToken,
  withoutToken,
  writeTokenRecords,
  type Scope,
  type TokenRecord,
  type TokenWish,
} from './token-records.ts'
export { programVersion } from './version.ts'
