import type { Logger } from '../observe/index.ts'
import type { Result } from '../protocols/index.ts'
import type { Pump } from '../runtime/index.ts'
import type { SwarmService } from './swarms/index.ts'

export interface HandOverInit {
  readonly pump: Pick<Pump, 'command'>
  readonly swarms: Pick<SwarmService, 'leave'>
  readonly logger: Logger
}

/**
 * Leaves the network in good order, the reverse of coming in: nobody is sent here for content any more, then what is kept
 * for others goes to who is responsible next, then the neighbours close the ring. Each part goes on when the one before
 * could not be done. Never rejects.
 */
export async function handOver(init: HandOverInit, deadlineMs: number, signal: AbortSignal): Promise<void> {
  const { pump, logger } = init
  const begun = performance.now()
  const command = (machine: 'chord' | 'providers', name: string): Promise<Result> => {
    const leftMs = Math.max(1, deadlineMs - (performance.now() - begun))
    return pump.command(machine, { name, args: {} }, { deadlineMs: leftMs, signal })
  }
  const swarms = await init.swarms.leave()
  const leases = await command('providers', 'handOver')
  const ring = await command('chord', 'leave')
  logger.event('daemon.left', {
    ring: ring.ok ? 'ok' : `${ring.code}: ${ring.detail}`,
    swarms,
    leases: leases.ok ? (leases.value as { readonly leases: number }).leases : 0,
    tookMs: Math.round(performance.now() - begun),
  })
}
