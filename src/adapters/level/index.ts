export { Store, type Page, type Room, type Row, type StartUp, type StorageError, type StoreOptions } from './store.ts'
export { inspectStore, type Inspection } from './inspect.ts'
