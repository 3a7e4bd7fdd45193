import { parentPort } from 'node:worker_threads'
import { type HashTask, runHashTask, runStoreTask, type StoreTask } from './hash-tasks.ts'

/* The entry of a worker of the hash pool (hash-pool.ts). It must stay a file of its own when the code is bundled. */

const port = parentPort
if (port === null) throw new Error('hash-worker is the entry of a worker thread')

port.on('message', ({ id, task }: { id: number; task: HashTask | StoreTask }) => {
  if (task.kind === 'store') {
    const result = runStoreTask(task)
    port.postMessage({ id, result }, [result.buffer])
  } else {
    port.postMessage({ id, result: runHashTask(task) })
  }
})
