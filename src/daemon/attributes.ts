import type { AttributesBackend } from '../admin/index.ts'
import { HostFigures, systemClock } from '../adapters/system/index.ts'
import { OrbError } from '../base/index.ts'
import type { Config } from '../config/index.ts'
import type { Metrics } from '../observe/index.ts'
import { parseExpression, type Attributes, type Measured } from '../protocols/attributes/index.ts'
import type { Result } from '../protocols/index.ts'
import type { Pump } from '../runtime/index.ts'

/** Over so long what was sent makes a rate. */
const WINDOW_MS = 10_000
/** What was once sent is worth half after so long. */
const HALF_LIFE_MS = 3_600_000

/** The most that was sent in any window, fading. */
export class PeakRate {
  #peak = 0
  #peakAt = 0
  #bytes = 0
  #at: number | undefined

  /** `bytes`: sent in all until now. Bytes per second. */
  read(bytes: number, now: number): number {
    if (this.#at === undefined) this.#begin(bytes, now)
    else if (now - this.#at >= WINDOW_MS) {
      const rate = ((bytes - this.#bytes) * 1_000) / (now - this.#at)
      if (rate >= this.#faded(now)) {
        this.#peak = rate
        this.#peakAt = now
      }
      this.#begin(bytes, now)
    }
    return Math.round(this.#faded(now))
  }

  #begin(bytes: number, now: number): void {
    this.#bytes = bytes
    this.#at = now
  }

  #faded(now: number): number {
    return this.#peak * 2 ** (-(now - this.#peakAt) / HALF_LIFE_MS)
  }
}

/** What this daemon is like, as its machine reads it. */
export class OwnFigures {
  readonly #host: HostFigures
  readonly #peak = new PeakRate()
  readonly #sentBytes: () => number
  readonly #config: () => Config['attributes']

  constructor(init: {
    readonly dataDir: string
    readonly sentBytes: () => number
    readonly config: () => Config['attributes']
  }) {
    this.#host = new HostFigures(init.dataDir)
    this.#sentBytes = init.sentBytes
    this.#config = init.config
  }

  start(): Promise<void> {
    return this.#host.start()
  }

  stop(): void {
    this.#host.stop()
  }

  read(): Measured {
    const seen = this.#peak.read(this.#sentBytes(), systemClock.now())
    const { freeBytes, load } = this.#host
    return { freeBytes, uploadRate: this.#config().uploadRate || seen, load }
  }
}

export interface AttributesInit {
  readonly pump: Pick<Pump, 'command'>
  /** Undefined: it takes no part in CAN. */
  readonly attributes: Attributes | undefined
  /** The value of a machine's result, or its OrbError. */
  readonly valueOf: <Value>(result: Result<Value>) => Value
}

/** The part of the admin API that concerns attributes. */
export function makeAttributesBackend({ pump, attributes, valueOf }: AttributesInit): AttributesBackend {
  const machine = (): Attributes => attributes ?? off()
  return {
    attributes: () => machine().describe(systemClock.now()),
    find: async ({ expression, order, limit }, call) => {
      const conditions = parseExpression(expression)
      machine()
      const args = { conditions, order, limit }
      return valueOf(await pump.command('attributes', { name: 'find', args }, call))
    },
  }
}

/** How long a daemon that stops waits for what it told to be taken back; what is left ends with its lease. */
const WITHDRAW_MS = 500

/** Before a stop: whoever is found by its attributes should be there. Never rejects; at once when nothing was told. */
export async function withdrawBriefly({
  pump,
  attributes,
}: Pick<AttributesInit, 'pump'> & {
  readonly attributes: Pick<Attributes, 'describe'> | undefined
}): Promise<void> {
  if (attributes?.describe(systemClock.now()).publishedAgoMs === undefined) return
  const call = { deadlineMs: WITHDRAW_MS, signal: AbortSignal.timeout(WITHDRAW_MS) }
  // What became of it changes nothing: it stops.
  await pump.command('attributes', { name: 'withdraw', args: {} }, call).catch(() => undefined)
}

function off(): never {
  throw new OrbError('NOT_JOINED', 'this daemon takes no part in CAN, where attributes are found', {
    hint: 'can.enabled is false in its configuration: ask another daemon, or set it and start again',
  })
}

export function wireAttributesMetrics(metrics: Metrics, attributes: Attributes): void {
  const own = (): ReturnType<Attributes['describe']> => attributes.describe(systemClock.now())
  metrics.value('orbweaver_coordinate_error', () => own().located.error)
  metrics.value('orbweaver_coordinate_samples_total', () => own().samples)
  metrics.value('orbweaver_coordinate_age_seconds', () => (own().sampledAgoMs ?? 0) / 1_000)
  metrics.value('orbweaver_attributes_age_seconds', () => (own().publishedAgoMs ?? 0) / 1_000)
  metrics.value('orbweaver_finds_open', () => attributes.finds)
}
