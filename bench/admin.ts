/**
 * Requests per second through the admin API of one daemon process, over kept connections with one request each under
 * way, and what each costs the daemon in CPU time. In the same run: its cheapest answer (livez), and Node's bare HTTP
 * server with the same bytes, which no server on Node can beat.
 *
 *   npx tsx bench/admin.ts [--connections 32] [--seconds 2] [--runs 3]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Fleet } from '../src/cli/fleet.ts'
import { median, printTable, processUsage } from './report.ts'

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '2' },
    runs: { type: 'string', default: '3' },
  },
})
const CONNECTIONS = Number(values.connections)
const MS = Number(values.seconds) * 1_000
const WARM_MS = 1_000
const HEAD_END = '\r\n\r\n'

/** Node's HTTP server alone: answers each request with the bytes it was started with. */
const BARE = `
const body = process.argv[1]
const server = require('node:http').createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

/** Asks again on its connection as soon as the answer is whole, until told to stop. */
async function ask(socket: Socket, head: string, until: number): Promise<number> {
  let answers = 0
  let wanted = -1
  let have = 0
  let text = ''
  return new Promise((resolve, reject) => {
    const onData = (chunk: string): void => {
      have += chunk.length
      if (wanted < 0) {
        text += chunk
        const end = text.indexOf(HEAD_END)
        if (end < 0) return
        if (!text.startsWith('HTTP/1.1 200')) {
          reject(new Error(text))
          return
        }
        wanted = end + HEAD_END.length + Number(/content-length: (\d+)/i.exec(text)?.[1])
      }
      if (have < wanted) return
      answers++
      ;[wanted, have, text] = [-1, 0, '']
      if (performance.now() < until) {
        socket.write(head)
        return
      }
      socket.off('data', onData)
      resolve(answers)
    }
    socket.on('data', onData)
    socket.write(head)
  })
}

interface Load {
  readonly perSecond: number
  /** CPU time of the server for one request. */
  readonly cpuUs: number
}

async function load(port: number, pid: number, path: string, headers = ''): Promise<Load> {
  const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`
  const sockets = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1').setEncoding('latin1'))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const drive = async (ms: number): Promise<number> => {
    const until = performance.now() + ms
    const counts = await Promise.all(sockets.map((socket) => ask(socket, head, until)))
    return counts.reduce((sum, count) => sum + count, 0)
  }
  await drive(WARM_MS)
  const before = processUsage(pid).cpuMs
  const begun = performance.now()
  const answers = await drive(MS)
  const seconds = (performance.now() - begun) / 1_000
  const cpuMs = processUsage(pid).cpuMs - before
  for (const socket of sockets) socket.destroy()
  return { perSecond: answers / seconds, cpuUs: (cpuMs * 1_000) / answers }
}

const fleet = await Fleet.start({ nodes: 1, dir: await mkdtemp(join(tmpdir(), 'orbweaver-bench-')) })
const daemon = fleet.daemons[0]
if (daemon?.pid === undefined) throw new Error('no daemon')
const body = await (await fetch(`${daemon.url}/v1/status`)).text()
const bare = spawn(process.execPath, ['-e', BARE, body], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const [line] = (await once(bare.stdout, 'data')) as [Buffer]
  const port = Number(new URL(daemon.url).port)
  const token = `Authorization: Bearer ${daemon.token}\r\n`
  const kinds = {
    'GET /v1/status with the token': () => load(port, daemon.pid ?? 0, '/v1/status', token),
    'GET /v1/status, anonymous': () => load(port, daemon.pid ?? 0, '/v1/status'),
    'GET /livez (floor)': () => load(port, daemon.pid ?? 0, '/livez'),
    "Node's bare HTTP server, same bytes": () => load(Number(line.toString()), bare.pid ?? 0, '/'),
  }
  const rows = new Map<string, Load[]>(Object.keys(kinds).map((name) => [name, []]))
  for (let run = 0; run < Number(values.runs); run++) {
    for (const [name, measure] of Object.entries(kinds)) rows.get(name)?.push(await measure())
  }
  const of = (name: string, pick: (load: Load) => number): number => median((rows.get(name) ?? []).map(pick))
  const names = [...rows.keys()]
  const floor = of(names.at(-1) ?? '', ({ cpuUs }) => cpuUs)
  printTable(`Admin API, ${CONNECTIONS} kept connections, medians of ${values.runs} runs`, [
    ...names.map((what, at) => ({
      what,
      value: of(what, ({ perSecond }) => perSecond),
      unit: '/s',
      ...(at < 2 ? { gate: '> 5000' } : {}),
      note: `${of(what, ({ cpuUs }) => cpuUs).toFixed(0)} µs of CPU a request, ${(of(what, ({ cpuUs }) => cpuUs) / floor).toFixed(1)} × bare`,
    })),
  ])
} finally {
  bare.kill()
  await fleet.stop()
}
