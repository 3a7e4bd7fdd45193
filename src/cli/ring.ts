import type { Command } from 'commander'
import type { RingAnswer } from '../admin/client.ts'
import { duration, table } from './format.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.action(() => ring(command, run))
}

const ring = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    context.print(await client.call('ring', {}), (answer) => answer.positions.map(positionText).join('\n\n'))
  })

function positionText(position: RingAnswer['positions'][number]): string {
  const rows = [
    ...(position.predecessor === null ? [] : [{ role: 'predecessor', start: '', node: position.predecessor }]),
    ...position.successors.map((node, at) => ({ role: `successor ${at + 1}`, start: '', node })),
    ...position.fingers.flatMap(({ start, node, near }) => [
      { role: 'finger', start: start.slice(0, 16), node },
      ...(near === undefined ? [] : [{ role: 'near finger', start: start.slice(0, 16), node: near }]),
    ]),
  ]
  const head = `position ${position.ringId}  ${position.state}`
  if (rows.length === 0) return head
  const nodes = table(rows, [
    { title: 'role', value: (row) => row.role },
    { title: 'ring id', value: (row) => row.node.ringId.slice(0, 16) },
    { title: 'peer', value: (row) => row.node.peerId },
    {
      title: 'round trip',
      right: true,
      value: ({ node: { rttMs } }) => (rttMs === undefined ? '' : duration(rttMs)),
    },
    { title: 'address', value: (row) => row.node.addresses[0] ?? '' },
    { title: 'from', value: (row) => row.start },
  ])
  return `${head}\n${nodes}`
}
