export {
  dataDirFiles,
  createPrivateFile,
  ensureDataDir,
  errorCode,
  ioError,
  readAdminFile,
  readPrivateFile,
  removeAdminFile,
  resolveDataDir,
  writeAdminFile,
  writePrivateFile,
  type AdminFile,
  type DataDirFiles,
} from './data-dir.ts'
export {
  encodeJoinString,
  mergeJoins,
  parseJoin,
  MAX_JOIN_ADDRESSES,
  MAX_JOIN_CHARS,
  type Join,
} from './join-string.ts'
export {
  checkNetworkName,
  openNetwork,
  readNetwork,
  DEFAULT_NETWORK_NAME,
  NETWORK_SECRET_BYTES,
  type Network,
  type NetworkWish,
} from './network-key.ts'
export {
  describeOrigin,
  loadConfig,
  OTHER_ENV_NAMES,
  type ConfigFlags,
  type LoadedConfig,
  type Origin,
} from './load.ts'
export { jsonObject } from './json.ts'
export { nearest, suggestion } from './nearest.ts'
export {
  chordParams,
  hostAndPort,
  isLoopbackHost,
  OPTION_ROWS,
  providersParams,
  swarmParams,
  type Config,
  type OptionKey,
  type OptionRow,
} from './options.ts'
export { configSchema, configurationMarkdown, defaultYaml, starterYaml } from './render.ts'
export { openToken, readToken, replaceToken } from './token.ts'
export { programVersion } from './version.ts'
