import { createLogger, type Logger } from '../observe/index.ts'
import type { Config } from '../config/index.ts'

/** The daemon's logger on standard error: for people on a terminal, else JSON. */
export async function openLogger({ level, format }: Config['log']): Promise<Logger> {
  const pretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY)
  if (!pretty) return createLogger({ level })
  // Loaded only where a person reads along.
  const { default: prettyStream } = await import('pino-pretty')
  return createLogger({
    level,
    destination: prettyStream({ destination: 2, sync: true, ignore: 'event', translateTime: 'SYS:HH:MM:ss.l' }),
  })
}
