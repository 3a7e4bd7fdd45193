import { once } from 'node:events'
import net from 'node:net'

/** A TCP proxy before a node: breaks, silences or refuses its connections as a network or a dead machine would. */
export class Proxy {
  readonly #server: net.Server
  readonly #sockets = new Set<net.Socket>()
  target = ''
  #silent = false
  #accepted = 0

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

  get accepted(): number {
    return this.#accepted
  }

  /** Resets every connection; new ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Swallows everything from now on, in new connections too. */
  silence(): void {
    this.#silent = true
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
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from)
      from.setNoDelay()
      from.on('data', (bytes) => {
        if (!this.#silent) to.write(bytes)
      })
      from.on('error', () => {
        if (!this.#silent) to.resetAndDestroy()
      })
      from.on('close', () => {
        this.#sockets.delete(from)
        if (!this.#silent) to.destroy()
      })
    }
  }
}
