import type { Verb } from './verb.ts'

export const VERBS: readonly Verb[] = [
  {
    name: 'init',
    summary: 'make a data dir: identity, network secret, token, config; print the join string',
    group: 'Daemon:',
    load: () => import('./init.ts'),
  },
  {
    name: 'join-string',
    summary: "print the network's join string (a secret: hand it on like a password)",
    group: 'Daemon:',
    load: () => import('./join-string.ts'),
  },
  {
    name: 'start',
    summary: 'run the daemon in the foreground',
    group: 'Daemon:',
    ownAdmin: true,
    load: () => import('./start.ts'),
  },
  { name: 'stop', summary: 'stop the daemon; its data stays', group: 'Daemon:', load: () => import('./stop.ts') },
  { name: 'status', summary: 'how the daemon is', group: 'Daemon:', load: () => import('./status.ts') },
  {
    name: 'demo',
    summary: 'the main job on this machine: real daemons, look-ups, a file swarmed',
    group: 'Daemon:',
    load: () => import('./demo.ts'),
  },
  { name: 'token', summary: 'show or replace the admin token', group: 'Daemon:', load: () => import('./token.ts') },
  {
    name: 'config',
    summary: 'show or check the configuration',
    group: 'Daemon:',
    ownAdmin: true,
    load: () => import('./config.ts'),
  },
  { name: 'lookup', summary: 'who is responsible for a key', group: 'Overlay:', load: () => import('./lookup.ts') },
  { name: 'succ', summary: 'who is responsible for a ring id', group: 'Overlay:', load: () => import('./succ.ts') },
  { name: 'ring', summary: 'what the daemon knows of the ring', group: 'Overlay:', load: () => import('./ring.ts') },
  { name: 'peers', summary: 'connected peers', group: 'Overlay:', load: () => import('./peers.ts') },
  { name: 'clock', summary: 'Lamport time', group: 'Overlay:', load: () => import('./clock.ts') },
  { name: 'share', summary: 'share files or folders', group: 'Files:', load: () => import('./share.ts') },
  {
    name: 'fetch',
    summary: 'fetch what a magnet link or .torrent file names',
    group: 'Files:',
    load: () => import('./fetch.ts'),
  },
  { name: 'swarms', summary: 'all that is shared and fetched', group: 'Files:', load: () => import('./swarms.ts') },
  { name: 'swarm', summary: 'one swarm, with its peers', group: 'Files:', load: () => import('./swarm.ts') },
  { name: 'remove', summary: 'forget a swarm; its data stays', group: 'Files:', load: () => import('./remove.ts') },
]
