import type { AdminClient } from '../../admin/client.ts'
import type { AdminFile, LoadedConfig } from '../../config/index.ts'

/** What one look has shown. */
export interface Finding {
  readonly name: string
  readonly status: 'ok' | 'warn' | 'fail'
  readonly detail: string
  /** What to do about it. */
  readonly hint?: string
}

/** What the checks look at. */
export interface Patient {
  readonly dataDir: string
  /** Undefined: it is not valid. */
  readonly config: LoadedConfig | undefined
  /** What the running daemon says of itself; undefined: none runs in this data dir. */
  readonly running: Running | undefined
}

export interface Running {
  readonly client: AdminClient
  /** Undefined where the daemon was named by its address. */
  readonly file: AdminFile | undefined
}

/** Looks, and changes nothing. */
export type Check = (patient: Patient) => Promise<readonly Finding[]> | readonly Finding[]

export const ok = (name: string, detail: string): Finding => ({ name, status: 'ok', detail })
export const warn = (name: string, detail: string, hint: string): Finding => ({ name, status: 'warn', detail, hint })
export const bad = (name: string, detail: string, hint: string): Finding => ({ name, status: 'fail', detail, hint })

/** The words of whatever was thrown. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
