import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { ERROR_CODES } from '../base/index.ts'
import { bytes, count, ms, peerId, rate, swarmId } from './fields.ts'

/** A .torrent or content path: PATH_MAX of Linux, less the final NUL. */
const MAX_PATH_CHARS = 4_095
/** A magnet link: room for a name of 255 percent-encoded bytes and a few dozen trackers (content's limit). */
const MAX_MAGNET_CHARS = 8_192
const absolutePath = z
  .string()
  .min(1)
  .max(MAX_PATH_CHARS)
  .refine((path) => !path.includes('\0'), 'has a NUL in it')
  .refine((path) => isAbsolute(path), 'must be an absolute path on the machine of the daemon')

const swarmPeer = z.strictObject({
  peerId,
  downBps: rate,
  upBps: rate,
  downloadedBytes: bytes.describe('verified bytes that came from it'),
  uploadedBytes: bytes,
  havePieces: count.describe('pieces it says it has'),
})
const swarm = z.strictObject({
  swarmId: swarmId.nullable().describe('null while hashing: it follows from the content'),
  magnet: z.string().nullable(),
  name: z.string().nullable().describe('null until it is known'),
  path: z.string().describe('where the data lies'),
  state: z.enum(['hashing', 'resolving', 'downloading', 'stalled', 'verifying', 'seeding', 'paused', 'failed']),
  reason: z.string().optional().describe('why it is stalled or failed'),
  code: z.enum(ERROR_CODES).optional().describe('stable code of the reason'),
  sizeBytes: bytes.nullable(),
  pieceBytes: bytes.nullable(),
  verifiedBytes: bytes.describe('while hashing: hashed so far'),
  pieces: z.strictObject({ total: count, have: count }),
  peers: z.array(swarmPeer),
  downBps: rate,
  upBps: rate,
  downloadedBytes: bytes,
  uploadedBytes: bytes,
  etaMs: ms.nullable().describe('null when it cannot be told'),
  skipped: z
    .strictObject({ count, first: z.array(z.strictObject({ path: z.string(), why: z.string() })) })
    .optional()
    .describe('in the answer to sharing alone: what of the folder is no part of it, and the first of that'),
})

const outputFolder = absolutePath.describe('folder; content.downloadRoot when not given')

/** Schemas of the routes of swarms. */
export const SWARM_SCHEMAS = {
  swarms: { response: z.strictObject({ swarms: z.array(swarm) }) },
  swarm: { params: z.strictObject({ id: swarmId }), response: swarm },
  torrent: { params: z.strictObject({ id: swarmId }), response: z.instanceof(Uint8Array) },
  addSwarm: {
    body: z.union([
      z.strictObject({ path: absolutePath.describe('the file or folder to share') }),
      z.strictObject({
        magnet: z.string().startsWith('magnet:?').max(MAX_MAGNET_CHARS),
        output: outputFolder.optional(),
      }),
      z.strictObject({
        torrent: absolutePath.describe('a v2 .torrent file on the machine of the daemon'),
        output: outputFolder.optional(),
      }),
    ]),
    response: swarm,
  },
  removeSwarm: {
    params: z.strictObject({ id: swarmId }),
    query: z.strictObject({ data: z.enum(['keep', 'delete']).optional() }),
  },
} as const
