import type { MonoMs } from '../../base/index.ts'
import { Census } from '../census.ts'
import type { Handlers } from '../core.ts'
import {
  fail,
  prefixRange,
  succeed,
  type CommandId,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type Make,
  type News,
  type ReplyId,
  type Row,
} from '../machine.ts'
import { Acceptor } from './acceptor.ts'
import { Client, settle } from './client.ts'
import type { AgreementCommands, OwnGroup } from './commands.ts'
import { Core, type Asked, type Step } from './core.ts'
import { Finder } from './finder.ts'
import { shardOf } from './group.ts'
import { ListCommands, ListServer } from './listing.ts'
import { LINEAGE_DIGITS, SHARDS, type AgreementRequest, type Change } from './messages.ts'
import { Pages } from './pages.ts'
import type { AgreementParams } from './params.ts'
import type { Ended } from './proposal.ts'
import { Proposer } from './proposer.ts'
import type { AgreementProtocol, AgreementSiblings } from './protocol.ts'
import { ALL, rowOf } from './rows.ts'
import { SealAcceptor } from './seal.ts'
import { Reaper } from './reaper.ts'
import { Shards } from './shards.ts'
import { Steward } from './steward.ts'
import { Takeover } from './takeover.ts'
import { Usage } from './usage.ts'
import { wrongWith } from './validity.ts'

/** Before trying again to found. */
const AGAIN_MS = 2_000
/** A change is carried out here no longer than this, however long the asker would wait. */
const LONGEST_CHANGE_MS = 60_000

export const makeAgreement: Make<Agreement, AgreementParams, AgreementSiblings> = (params, siblings, random) =>
  new Agreement(new Core(params, siblings, random))

/**
 * Linearizable registers by key: CASPaxos in shards, each kept by a group of peers that decides on its successor.
 * docs/protocols/agreement.md tells what it promises and why it keeps it.
 */
export class Agreement implements Machine<AgreementProtocol> {
  readonly hears: readonly News['type'][] = ['rangeChanged', 'ringState', 'peerDead', 'peerAlive']
  readonly #core: Core
  readonly #shards: Shards
  readonly #usage: Usage
  readonly #acceptor: Acceptor
  readonly #proposer: Proposer
  readonly #finder: Finder
  readonly #client: Client
  readonly #seals: SealAcceptor
  readonly #pages: Pages
  readonly #takeover: Takeover
  readonly #steward: Steward
  readonly #lists: ListServer
  readonly #listings: ListCommands
  readonly #reaper: Reaper
  /** Goes through all rows at the start: memberships are kept in memory, registers are counted. Nothing is promised before. */
  readonly #census: Census<AgreementProtocol>
  /** When to try again to found. */
  #foundAt = Infinity
  /** Shards of which there are registers here, although this node is no member: copies that were never finished. */
  readonly #strays = new Set<number>()

  constructor(core: Core) {
    this.#core = core
    const shards = (this.#shards = new Shards(core))
    const usage = (this.#usage = new Usage(core.params))
    this.#acceptor = new Acceptor(core, shards, usage)
    this.#proposer = new Proposer({ core, shards, usage })
    this.#finder = new Finder(core, shards)
    this.#client = new Client(core, shards, this.#finder)
    this.#seals = new SealAcceptor(core, shards)
    this.#pages = new Pages(core, shards, (step, shard) => {
      this.#steward.doubt(step, shard)
    })
    const entered = (step: Step, shard: number): void => {
      this.#changed(shard)
      this.#steward.entered(step, shard)
    }
    this.#takeover = new Takeover({ core, shards, usage, finder: this.#finder, entered })
    const left = (_step: Step, shard: number): void => {
      this.#changed(shard)
    }
    this.#steward = new Steward({ core, shards, pages: this.#pages, takeover: this.#takeover, left })
    this.#lists = new ListServer(core, shards)
    this.#reaper = new Reaper(core, shards, this.#proposer)
    this.#listings = new ListCommands(core, this.#client)
    this.#census = new Census(core, prefixRange(ALL), {
      row: (_step, row) => {
        this.#restore(row)
      },
      done: (step) => {
        this.#ready(step)
      },
    })
  }

  get wakeAt(): MonoMs | undefined {
    const serving = this.#census.isDone
      ? Math.min(this.#steward.wakeAt, this.#proposer.wakeAt, this.#takeover.wakeAt, this.#reaper.wakeAt)
      : Infinity
    const at = Math.min(this.#census.wakeAt, this.#foundAt, serving, this.#client.wakeAt)
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** Sizes of the bounded tables and what was counted, for metrics. */
  get sizes() {
    const { member, sealed, incomplete } = this.#shards.counts
    const { bytes, records, writers } = this.#usage.totals
    return {
      ...{ groups: member, sealed, incomplete, changing: this.#steward.changing, taking: this.#takeover.open },
      ...{ registers: records, bytes, writers, damaged: this.#acceptor.damaged + this.#shards.damaged.size },
      ...{ cached: this.#acceptor.cached.registers, changes: this.#proposer.sizes.changes, errands: this.#client.open },
    }
  }

  /** Groups that this node is in of which it knows too many to be dead for a majority: what they keep cannot be had. */
  get withoutQuorum(): number {
    let groups = 0
    for (const [, { group }] of this.#shards.mine()) {
      const alive = group.members.filter((member) => !this.#core.isDead(this.#core.latest(member)))
      if (alive.length * 2 <= group.members.length) groups++
    }
    return groups
  }

  /** Proposals since the start, by how they went. */
  get counts(): Readonly<Proposer['counts']> {
    return this.#proposer.counts
  }

  step(ctx: Context, input: Input<AgreementProtocol>): readonly Effect<AgreementProtocol>[] {
    return this.#core.step(ctx, input, this.#on)
  }

  readonly #on: Handlers<AgreementProtocol> = {
    commands: {
      change: (step, id, args, leftMs) => {
        this.#change(step, id, args, leftMs)
      },
      list: (step, id, args, leftMs) => {
        this.#listings.begin(step, id, args, leftMs)
      },
      groups: (step, id) => {
        const groups = [...this.#shards.mine()].map(([shard, { group, frozen, from }]): OwnGroup => ({
          shard,
          epoch: group.epoch,
          members: group.members.map(({ peer }) => peer),
          state: frozen ? 'sealed' : from === undefined ? 'serving' : 'incomplete',
        }))
        step.effects.push({ type: 'done', id, result: succeed({ lineage: this.#shards.lineage, groups }) })
      },
      handOver: (step, id, _args, leftMs) => {
        if (this.#census.isDone) this.#steward.leave(step, id, leftMs)
        else step.effects.push({ type: 'done', id, result: succeed({ given: 0, left: 0 }) })
      },
    },
    cancel: (step, id) => {
      this.#client.cancel(step, id)
      this.#listings.cancel(id)
      this.#steward.cancel(id)
    },
    request: (step, asked, body) => {
      this.#steward.heard(step.now, asked.from)
      // What was promised before is not known yet.
      if (this.#census.isDone) this.#request(step, asked, body)
      else step.effects.push({ type: 'refuse', reply: asked.reply })
    },
    news: (step, news) => {
      if (news.type === 'ringState' && news.state !== 'joining') this.#steward.joined(step.now)
      else if (news.type !== 'ringState') this.#steward.news(step.now)
    },
    tick: (step) => {
      this.#tick(step)
    },
  }

  // ---- what is commanded -------------------------------------------------------------------------------------------

  #change(step: Step, id: CommandId, args: AgreementCommands['change']['args'], leftMs: number): void {
    const { key, change } = args
    const wrong = wrongWith(key, change, this.#core.params.maxTtlMs)
    if (wrong !== undefined) {
      step.effects.push({ type: 'done', id, result: wrong })
      return
    }
    this.#client.begin(step, id, shardOf(args.id), { type: 'change', key, change }, step.now + leftMs, {
      done: (then, answer) => {
        settle(then, id, change, answer)
      },
      failed: (then, { code, detail }) => {
        then.effects.push({ type: 'done', id, result: fail(code, detail) })
      },
    })
  }

  // ---- what is asked -----------------------------------------------------------------------------------------------

  #request(step: Step, asked: Asked, body: AgreementRequest): void {
    switch (body.type) {
      case 'ping':
        this.#ping(step, asked, body)
        return
      case 'where':
        this.#shards.redirect(step, asked.reply, body.shard)
        return
      case 'change':
        this.#serve(step, asked, body)
        return
      case 'list':
        this.#lists.request(step, asked, body)
        return
      case 'look':
      case 'prepare':
      case 'accept':
      case 'forget':
        this.#acceptor.request(step, asked, body)
        return
      case 'scan':
        this.#pages.scan(step, asked, body)
        return
      case 'digest':
      case 'fetch':
        this.#pages.request(step, asked, body)
        return
      case 'prepareSeal':
      case 'acceptSeal':
        this.#seals.request(step, asked, body)
        return
      case 'copy':
        // Who asks could not know that this node leaves: a refusal would be told to people as a matter of security.
        if (this.#steward.leaves) this.#core.refuse(step, asked.reply, 'NOT_MEMBER')
        else this.#takeover.copy(step, asked, body)
        return
      case 'install':
        this.#takeover.install(step, asked, body)
        return
      case 'target':
        this.#finder.verify(step, body.shard, body.lineage, [body.group], asked.from, (then, isTrue) => {
          this.#steward.target(then, asked, body, isTrue)
        })
    }
  }

  #ping(step: Step, { reply }: Asked, { shard, epoch }: AgreementRequest): void {
    const own = this.#shards.own(shard)
    if (epoch > 0 && own !== undefined && own.group.epoch > epoch) this.#shards.redirect(step, reply, shard)
    else this.#core.respond(step, reply, { type: 'installed', ready: own !== undefined && own.group.epoch >= epoch })
  }

  /** Carries a change out for somebody, as a member of the group. */
  #serve(step: Step, { from, reply, leftMs }: Asked, body: Extract<AgreementRequest, { type: 'change' }>): void {
    const { shard, lineage, key, change } = body
    const refusal = this.#shards.refusal(shard, lineage, 0)
    if (refusal === 'NOT_MEMBER') this.#shards.redirect(step, reply, shard)
    else if (refusal !== undefined) this.#core.refuse(step, reply, refusal)
    else {
      const deadline = step.now + Math.min(leftMs, LONGEST_CHANGE_MS)
      this.#proposer.change(step, shard, key, {
        change,
        writer: from,
        deadline,
        done: (then, ended) => {
          this.#served(then, reply, shard, change, ended)
        },
      })
    }
  }

  #served(step: Step, reply: ReplyId, shard: number, { type }: Change, ended: Ended): void {
    if (ended.ok) {
      // Whoever put it has the value.
      const state = type === 'put' ? { ...ended.state, value: new Uint8Array(0) } : ended.state
      this.#core.respond(step, reply, { type: 'changed', state })
    } else if (ended.code === 'moved') this.#shards.redirect(step, reply, shard)
    else this.#core.refuse(step, reply, ended.code, 'sequence' in ended ? ended.sequence : undefined)
  }

  // ---- time ---------------------------------------------------------------------------------------------------------

  #tick(step: Step): void {
    this.#census.tick(step)
    if (this.#foundAt <= step.now) this.#found(step)
    this.#client.tick(step)
    if (!this.#census.isDone) return
    this.#proposer.tick(step)
    this.#takeover.tick(step)
    this.#steward.tick(step)
    this.#reaper.tick(step)
  }

  /** The group of a shard is another one: nothing that was remembered of its registers holds. */
  #changed(shard: number): void {
    this.#acceptor.drop(shard)
    this.#proposer.drop(shard)
  }

  // ---- start -------------------------------------------------------------------------------------------------------

  #restore(row: Row): void {
    const known = rowOf(row)
    const shard = Number.parseInt(row[0].slice(`${ALL}g/`.length), 16)
    if (known === undefined) {
      if (row[0].startsWith(`${ALL}g/`) && shard < SHARDS) this.#shards.damaged.add(shard)
      else this.#acceptor.damaged++
    } else if (known.kind === 'lineage') this.#shards.lineage = known.lineage
    else if (known.kind === 'group') this.#shards.restore(known.shard, known.membership)
    else {
      this.#usage.changed(undefined, known.row.state)
      if (this.#shards.own(known.shard) === undefined) this.#strays.add(known.shard)
    }
  }

  #ready(step: Step): void {
    // Whose membership is damaged may have promised anything: its registers are for others to take over.
    this.#reaper.start(step.now)
    for (const shard of this.#strays) this.#takeover.purge(step, shard, () => undefined)
    this.#strays.clear()
    if (this.#core.params.founder && this.#shards.lineage === '') this.#found(step)
    else this.#steward.start(step.now)
  }

  /** Once in the life of a network: one daemon holds all shards, and hands them on from there. */
  #found(step: Step): void {
    this.#foundAt = Infinity
    let lineage = ''
    while (lineage.length < LINEAGE_DIGITS) lineage += this.#core.random.uint32().toString(16).padStart(8, '0')
    this.#shards.found(step, lineage, {
      done: (then) => {
        this.#steward.start(then.now)
      },
      failed: (then) => {
        this.#foundAt = then.now + AGAIN_MS
      },
    })
  }
}
