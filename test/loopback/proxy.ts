import { once } from 'node:events'
import net from 'node:net'

/** What happens to the bytes on their way; `near` is the side that dials the proxy. */
type Direction = 'toFar' | 'toNear'

/** A TCP proxy before a node: breaks, silences, delays, holds or corrupts its connections as a network or a dead machine would. */
export class Proxy {
  readonly #server: net.Server
  readonly #sockets = new Set<net.Socket>()
  target = ''
  /** Every chunk arrives so much later, in order. */
  delayMs = 0
  /** Every byte comes by itself, so that nobody gets a length or a header whole. */
  chop = false
  #silent = false
  #accepted = 0
  #chunks = 0
  /** Chunks that wait for `release`, while the network holds its breath. */
  #held: (() => void)[] | undefined
  /** Bytes from now on until one is changed, by direction. */
  readonly #corruptIn: Record<Direction, number> = { toFar: Infinity, toNear: Infinity }

  private constructor(server: net.Server) {
    this.#server = server
  }

  /** @param target a multiaddr; when it is not known yet, set it later. */
  static async before(target = ''): Promise<Proxy> {
    const server = net.createServer()
    const proxy = new Proxy(server)
    proxy.target = target
    server.on('connection', (near) => proxy.#join(near, Number(/\/tcp\/(\d+)/.exec(proxy.target)?.[1])))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  get address(): string {
    return `/ip4/127.0.0.1/tcp/${(this.#server.address() as net.AddressInfo).port}`
  }

  /** Chunks that have come from either side so far: what one system call has read. */
  get chunks(): number {
    return this.#chunks
  }

  get accepted(): number {
    return this.#accepted
  }

  /** Resets (RST) every connection; new ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Half-open: swallows everything from now on, ends of connections too, in new connections as well. */
  silence(): void {
    this.#silent = true
  }

  /** Speaks again, in connections that are made from now on. */
  unsilence(): void {
    this.#silent = false
  }

  /** Stall: nothing passes until `release`, and nothing is lost. */
  hold(): void {
    this.#held ??= []
  }

  /** Chunks, and ends of connections, that are held. */
  get held(): number {
    return this.#held?.length ?? 0
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const pass of held) pass()
  }

  /** Changes one bit of the byte that comes after `after` more. */
  corrupt(direction: Direction, after = 0): void {
    this.#corruptIn[direction] = after
  }

  /** Resets every connection and refuses new ones. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined
    if (closed !== undefined) this.#server.close()
    this.cut()
    await closed
  }

  #join(near: net.Socket, port: number): void {
    this.#accepted++
    const far = net.connect(port, '127.0.0.1')
    for (const [from, to, direction] of [
      [near, far, 'toFar'],
      [far, near, 'toNear'],
    ] as const) {
      this.#sockets.add(from)
      from.setNoDelay()
      from.on('data', (bytes) => {
        this.#chunks++
        const sent = this.#damaged(bytes, direction)
        if (!this.chop) this.#pass(() => to.write(sent))
        else for (const byte of sent) this.#pass(() => to.write(Uint8Array.of(byte)))
      })
      from.on('error', () => {
        if (!this.#silent) to.resetAndDestroy()
      })
      from.on('close', () => {
        this.#sockets.delete(from)
        this.#pass(() => to.destroy())
      })
    }
  }

  #pass(action: () => void): void {
    if (this.#silent) return
    if (this.#held !== undefined) this.#held.push(action)
    else if (this.delayMs > 0) setTimeout(action, this.delayMs)
    else action()
  }

  #damaged(bytes: Buffer, direction: Direction): Buffer {
    const at = this.#corruptIn[direction]
    this.#corruptIn[direction] = at >= bytes.byteLength ? at - bytes.byteLength : Infinity
    if (at >= bytes.byteLength) return bytes
    const damaged = Buffer.from(bytes)
    damaged[at] = (damaged[at] ?? 0) ^ 1
    return damaged
  }
}
