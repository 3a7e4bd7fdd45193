import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { helloFault, MAX_HELLOS } from '../../../../src/protocols/swarm/hello.ts'
import type { Session } from '../../../../src/protocols/swarm/session.ts'
import { MAX_BAD_REQUESTS, requested } from '../../../../src/protocols/swarm/uploads.ts'

describe('a session', () => {
  it(`is told hello ${MAX_HELLOS} times, and ends with one above`, () => {
    const hello = { type: 'hello', infoBytes: 0, pieces: 0 } as const
    const faultAt = (hellosHeard: number): string | undefined =>
      helloFault({ hellosHeard, infoBytes: 0, pieces: 0 } as unknown as Session, hello, 0, undefined)
    assert.equal(faultAt(MAX_HELLOS - 1), undefined)
    assert.equal(faultAt(MAX_HELLOS), 'says hello again and again')
  })

  it(`may ask ${MAX_BAD_REQUESTS} times for what is not there, and ends with one above`, () => {
    const session = { badRequests: 0, serving: new Map() } as unknown as Session
    const stock = { infoBytes: 100, geometry: undefined, have: undefined }
    const faults: (string | undefined)[] = []
    for (let i = 0; i <= MAX_BAD_REQUESTS; i++) {
      const fault = requested(session, stock, { kind: 'piece', piece: i, begin: 0, length: 16_384 }, [])
      faults.push(fault)
    }
    assert.deepEqual(faults.slice(0, -1).filter(Boolean), [])
    assert.equal(faults.at(-1), 'asks for pieces that are not there')
  })
})
