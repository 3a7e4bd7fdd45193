import { integer, list, text, toggle } from './option.ts'

/** `host:port`, `[v6]:port`. */
const HOST_PORT = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+):\d{1,5}$/i
const HOST_NAME = /^[a-z0-9._-]+$/i

/** The options of the admin API: a section of the one table. */
export const ADMIN_OPTIONS = {
  listen: text({
    default: '127.0.0.1:7460',
    pattern: HOST_PORT,
    range: 'HOST:PORT with a port from 0 to 65535',
    maxChars: 300,
    flag: 'admin',
    doc: 'Where the admin API answers. Port 0 takes any free port; admin.json in the data dir holds the real one.',
    reloadable: false,
  }),
  anonymousReads: toggle({
    default: true,
    doc: 'Anybody on this machine may read health, status, lookup, succ, ring, clock and the OpenAPI document without the token. Never from other machines.',
    reloadable: true,
  }),
  allowNonLoopback: toggle({
    default: false,
    doc: 'Needed for an admin.listen address that other machines can reach. Plain HTTP: the token then crosses the network readable, so put a TLS proxy or a tunnel in front. Turns anonymous reads off.',
    reloadable: false,
  }),
  hosts: list({
    default: [],
    pattern: HOST_NAME,
    range: 'a host name without a port',
    maxItems: 64,
    maxChars: 253,
    doc: 'Further names that the Host header of a request may carry, for instance behind a proxy. Others are refused (DNS rebinding).',
    reloadable: true,
  }),
  readsPerSecond: integer({
    default: 20_000,
    min: 1,
    max: 1_000_000,
    unit: 'requests/s',
    doc: 'Requests that only read, per token and, from other machines, also per address, with as many in one burst; more get RATE_LIMITED. The default is above what one core answers.',
    reloadable: true,
  }),
  writesPerSecond: integer({
    default: 5_000,
    min: 1,
    max: 1_000_000,
    unit: 'requests/s',
    doc: 'Requests that change something, per token and, from other machines, also per address, with as many in one burst; more get RATE_LIMITED. Each is a line of the audit log.',
    reloadable: true,
  }),
  anonymousPerSecond: integer({
    default: 20_000,
    min: 1,
    max: 1_000_000,
    unit: 'requests/s',
    doc: 'Requests without a token from this machine, all together, with as many in one burst; more get RATE_LIMITED. Does not touch those who have a token.',
    reloadable: true,
  }),
  lockoutFailures: integer({
    default: 10,
    min: 1,
    max: 1_000,
    unit: 'wrong tokens',
    doc: 'After so many wrong tokens from one address (v6: one /64) further wrong ones are answered RATE_LIMITED for a second, and twice as long after each round. The right token always works. What guessing cannot do is the work of 256 random bits; this keeps the log and the audit quiet.',
    reloadable: true,
  }),
  lockoutMaxMs: integer({
    default: 900_000,
    min: 1_000,
    max: 86_400_000,
    unit: 'ms',
    doc: 'The longest such lock-out, and how long an address must be quiet to be forgotten.',
    reloadable: true,
  }),
  auditMaxBytes: integer({
    default: 4_194_304,
    min: 65_536,
    max: 1_073_741_824,
    unit: 'bytes',
    doc: 'audit.log is renamed to audit.log.1 when it has so many bytes; an entry has about 250.',
    reloadable: false,
  }),
  auditFiles: integer({
    default: 4,
    min: 1,
    max: 64,
    unit: 'files',
    doc: 'Files of the audit log that are kept, audit.log included: times admin.auditMaxBytes is what it takes of the disk at most.',
    reloadable: false,
  }),
} as const
