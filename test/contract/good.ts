import type { RouteName } from '../../src/admin/routes.ts'
import { RING_ID, SWARM } from './fake-backend.ts'
import type { Ask } from './server.ts'

/** One good request for every route of the table; the compiler sees that none is forgotten. */
export const GOOD: { readonly [N in RouteName]: Ask } = {
  livez: { path: '/livez' },
  readyz: { path: '/readyz' },
  status: { path: '/v1/status' },
  lookup: { path: '/v1/lookup/alpha?trace=1' },
  succ: { path: `/v1/succ/${RING_ID}` },
  ring: { path: '/v1/ring' },
  clock: { path: '/v1/clock' },
  peers: { path: '/v1/peers' },
  dial: json('POST', '/v1/peers', { address: '/ip4/10.0.0.1/tcp/7461' }),
  tallies: { path: '/v1/tallies?prefix=v&limit=2' },
  tally: { path: '/v1/tallies/visits%2Fhome' },
  addToTally: json('POST', '/v1/tallies/visits', { add: -3, semantics: 'maybe' }),
  putRecord: {
    method: 'PUT',
    path: '/v1/records/alpha?ttl=1h&sign=0',
    body: 'a value',
    headers: { 'content-type': 'text/plain', 'if-none-match': '*' },
  },
  record: { path: '/v1/records/alpha' },
  removeRecord: { method: 'DELETE', path: '/v1/records/alpha', headers: { 'if-match': '"7-12D3KooOwner"' } },
  watchRecord: { path: '/v1/records/alpha/watch' },
  keptRecords: { path: '/v1/kept-records?limit=2&expiresWithin=1d' },
  names: { path: '/v1/names?prefix=printers&recursive=1&limit=2' },
  name: { path: '/v1/names/printers/floor-2' },
  setName: {
    ...json('PUT', '/v1/names/printers%2Ffloor-2?ttl=1h', { kind: 'address', value: 'nas:445', renew: false }),
    headers: { 'content-type': 'application/json', 'if-match': '"n42"' },
  },
  removeName: { method: 'DELETE', path: '/v1/names/printers', headers: { 'if-match': '"n42"' } },
  can: { path: '/v1/can' },
  canLocate: { path: '/v1/can/locate?point=0.2,0.7&trace=1' },
  canItems: { path: '/v1/can/items?box=0,0.5:0.25,1&limit=2' },
  putCanItem: { method: 'PUT', path: '/v1/can/items?key=printer&point=0.25,0.5&lease=1h', body: 'on floor 2' },
  removeCanItem: { method: 'DELETE', path: '/v1/can/items?key=printer' },
  canMap: { path: '/v1/can/map' },
  canMapSvg: { path: '/v1/can/map.svg' },
  find: { path: '/v1/find?expr=freeBytes%3E10GB%20uptime%3E1h&sort=rtt&limit=2' },
  attributes: { path: '/v1/attributes' },
  swarms: { path: '/v1/swarms' },
  swarm: { path: `/v1/swarms/${SWARM}` },
  torrent: { path: `/v1/swarms/${SWARM}/torrent` },
  addSwarm: json('POST', '/v1/swarms', { path: '/data/a.bin' }),
  removeSwarm: { method: 'DELETE', path: `/v1/swarms/${SWARM}?data=delete` },
  stop: { method: 'POST', path: '/v1/stop' },
  leave: { method: 'POST', path: '/v1/leave' },
  interceptors: { path: '/v1/interceptors' },
  setInterceptors: json('PUT', '/v1/interceptors', { interceptors: [{ name: 'faults', parameters: { drop: 0.1 } }] }),
  config: { path: '/v1/config' },
  patchConfig: json('PATCH', '/v1/config', { 'log.level': 'debug' }),
  reload: { method: 'POST', path: '/v1/reload' },
  rotateToken: { method: 'POST', path: '/v1/token/rotate' },
  tokens: { path: '/v1/tokens' },
  createToken: json('POST', '/v1/tokens', { name: 'prometheus', scope: 'read' }),
  revokeToken: { method: 'DELETE', path: '/v1/tokens/old' },
  audit: { path: '/v1/audit?limit=5' },
  metrics: { path: '/metrics' },
  openapi: { path: '/openapi.json' },
}

function json(method: string, path: string, body: unknown): Ask {
  return { method, path, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
