import { AGREEMENT_DEFAULTS, MAX_MEMBERS } from '../protocols/agreement/params.ts'
import { integer } from './option.ts'

const GIB = 1_073_741_824

/**
 * The section `agreement` of the table of options: what there is a reason to set. How often members look after their groups
 * and how long they wait before they change one follows from these, and moving it alone gains nothing.
 */
export const AGREEMENT_OPTIONS = {
  replicas: integer({
    default: AGREEMENT_DEFAULTS.replicas,
    min: 1,
    max: MAX_MEMBERS,
    unit: 'daemons',
    doc: 'Members of the groups that keep names and consistent records: the largest odd number up to this, of as many daemons as there are. Of 3 one may be down, of 5 two; each change waits for a majority. Groups of another size are changed member by member. Should be the same on all daemons of a network.',
    reloadable: false,
  }),
  roundMs: integer({
    default: AGREEMENT_DEFAULTS.roundMs,
    min: 50,
    max: 60_000,
    unit: 'ms',
    doc: 'How long one question to another member may take before it counts as failed. Must be well above the slowest round trip and the slowest sync of a disk: shorter makes changes fail and be tried again, longer makes them wait for a member that is gone.',
    reloadable: true,
  }),
  deadMs: integer({
    default: AGREEMENT_DEFAULTS.deadMs,
    min: 1_000,
    max: 86_400_000,
    unit: 'ms',
    doc: 'How long a member must be down before another daemon takes its place. Longer than a restart, or every restart moves its groups twice; meanwhile a group of 3 bears no second failure.',
    reloadable: true,
  }),
  quotaBytes: integer({
    default: AGREEMENT_DEFAULTS.quotaBytes,
    min: 0,
    max: 1_024 * GIB,
    unit: 'bytes',
    doc: 'What one daemon, as writer, may have stored here in names and consistent records. More is refused with QUOTA_EXCEEDED; what is stored already stays.',
    reloadable: true,
  }),
  quotaRecords: integer({
    default: AGREEMENT_DEFAULTS.quotaRecords,
    min: 0,
    max: 1_000_000_000,
    unit: 'records',
    doc: 'The same, counted in names and records.',
    reloadable: true,
  }),
  maxBytes: integer({
    default: AGREEMENT_DEFAULTS.maxBytes,
    min: 0,
    max: 1_024 * GIB,
    unit: 'bytes',
    doc: 'What all writers together may have stored here in names and consistent records. More is refused with STORAGE_FULL, whatever room the disk has.',
    reloadable: true,
  }),
} as const
