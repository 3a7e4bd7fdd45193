export * from './lamport.ts'
