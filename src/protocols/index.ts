export * from './machine.ts'
export * from './envelope.ts'
