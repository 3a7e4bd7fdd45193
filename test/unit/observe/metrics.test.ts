import assert from 'node:assert/strict'
import { test } from 'node:test'
import { METRICS, Metrics, type MetricName } from '../../../src/observe/index.ts'

test('counts are read at the scrape, one object for the same labels', async () => {
  const metrics = new Metrics()
  const count = metrics.count('orbweaver_lookups_total', { mode: 'recursive', outcome: 'ok' })
  count.value += 3
  assert.equal(metrics.count('orbweaver_lookups_total', { mode: 'recursive', outcome: 'ok' }), count)
  metrics.count('orbweaver_lookups_total', { mode: 'iterative', outcome: 'ok' }).value++
  assert.match(await metrics.render(), /orbweaver_lookups_total\{mode="recursive",outcome="ok"\} 3/)
  count.value++
  const text = await metrics.render()
  assert.match(text, /orbweaver_lookups_total\{mode="recursive",outcome="ok"\} 4/)
  assert.match(text, /orbweaver_lookups_total\{mode="iterative",outcome="ok"\} 1/)
})

test('sources are asked at each scrape; a value that is gone is not shown again', async () => {
  const metrics = new Metrics()
  let states = ['seeding', 'stalled']
  metrics.source('orbweaver_swarms', () => states.map((state) => ({ labels: { state }, value: 1 })))
  let connections = 7
  metrics.value('orbweaver_connections', () => connections)
  assert.match(await metrics.render(), /orbweaver_swarms\{state="stalled"\} 1/)
  states = ['seeding']
  connections = 8
  const text = await metrics.render()
  assert.doesNotMatch(text, /stalled/)
  assert.match(text, /^orbweaver_connections 8$/m)
})

test('histograms count into buckets', async () => {
  const metrics = new Metrics()
  const observe = metrics.observer('orbweaver_lookup_hops', { mode: 'recursive' })
  for (const hops of [0, 1, 1, 30]) observe(hops)
  const text = await metrics.render()
  assert.match(text, /orbweaver_lookup_hops_bucket\{le="1",mode="recursive"\} 3/)
  assert.match(text, /orbweaver_lookup_hops_bucket\{le="\+Inf",mode="recursive"\} 4/)
})

test('what nobody feeds is known; two sources of one metric are a fault', () => {
  const metrics = new Metrics()
  assert.deepEqual(metrics.unwired(), Object.keys(METRICS))
  metrics.value('orbweaver_epoch', () => 1)
  metrics.count('orbweaver_lookups_total', { mode: 'a', outcome: 'b' })
  metrics.observer('orbweaver_lookup_hops', { mode: 'a' })
  const left = metrics.unwired()
  for (const name of ['orbweaver_epoch', 'orbweaver_lookups_total', 'orbweaver_lookup_hops'] as const) {
    assert.equal(left.includes(name), false)
  }
  assert.equal(left.length, Object.keys(METRICS).length - 3)
  assert.throws(() => {
    metrics.value('orbweaver_epoch', () => 2)
  }, /two sources/)
})

test('the catalogue follows the conventions of Prometheus', () => {
  for (const [name, spec] of Object.entries(METRICS) as [MetricName, (typeof METRICS)[MetricName]][]) {
    assert.match(name, /^orbweaver_[a-z_]+$/)
    assert.equal(name.endsWith('_total'), spec.type === 'counter', name)
    assert.ok(spec.help.endsWith('.'), name)
    assert.equal('buckets' in spec && spec.buckets !== undefined, spec.type === 'histogram', name)
  }
})

test('two registries do not know of each other', async () => {
  const [one, two] = [new Metrics(), new Metrics()]
  one.value('orbweaver_epoch', () => 5)
  assert.match(await one.render(), /^orbweaver_epoch 5$/m)
  assert.doesNotMatch(await two.render(), /^orbweaver_epoch 5$/m)
})
