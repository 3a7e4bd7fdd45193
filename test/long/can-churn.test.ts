import { it } from 'node:test'
import { canChurn } from './can-churn.ts'

const given = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)

it('16 daemons killed with -9 and started again for 5 minutes: zones are taken over, no item is lost', async () => {
  await canChurn({
    daemons: given('CHURN_DAEMONS', 16),
    seconds: given('CHURN_SECONDS', 300),
    items: given('CHURN_ITEMS', 400),
    seed: given('CHURN_SEED', 1),
    takeoverMs: 10_000,
  })
})
