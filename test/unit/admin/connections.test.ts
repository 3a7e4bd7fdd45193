import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { Connections, MAX_CONNECTIONS_OF_ONE, TIMEOUTS } from '../../../src/admin/connections.ts'
import { Metrics } from '../../../src/observe/index.ts'

/** A server that only hears of connections: their other end is wherever a test says. */
function setUp() {
  const metrics = new Metrics()
  const server = createServer().removeAllListeners('connection')
  new Connections(metrics, () => 'id').attach(server, () => undefined, TIMEOUTS)
  const from = (address: string): Socket => {
    const socket = new Socket()
    Object.defineProperty(socket, 'remoteAddress', { value: address })
    server.emit('connection', socket)
    return socket
  }
  return { from, metrics }
}

test('one other machine cannot take all connections; one that it gives up makes room', async () => {
  const { from, metrics } = setUp()
  const sockets = Array.from({ length: MAX_CONNECTIONS_OF_ONE }, (_, i) => from(`2001:db8::${i.toString(16)}`))
  assert.ok(sockets.every(({ destroyed }) => !destroyed))
  const first = sockets[0] ?? assert.fail('no socket')
  const tooMany = from('2001:db8::ffff')
  assert.equal(tooMany.destroyed, true)
  assert.equal(from('2001:db8:0:1::1').destroyed, false, 'another network')
  await Promise.all([tooMany, first.destroy()].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  assert.equal(from('2001:db8::fffe').destroyed, false)
  assert.match(await metrics.render(), /^orbweaver_admin_connections_dropped_total 1$/m)
  assert.match(await metrics.render(), new RegExp(`^orbweaver_admin_connections ${MAX_CONNECTIONS_OF_ONE + 1}$`, 'm'))
})

test('this machine is not limited so: all of its programs share one address', () => {
  const { from } = setUp()
  for (let i = 0; i <= MAX_CONNECTIONS_OF_ONE; i++) assert.equal(from('127.0.0.1').destroyed, false)
})
