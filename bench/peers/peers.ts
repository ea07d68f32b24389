/** The tables: the job does nothing, or it does the work of a contact. */
export const tables = ['bare', 'work'] as const;
export type Table = (typeof tables)[number];

export const peerNames = ['graphile', 'pg-boss', 'bullmq', 'dbos'] as const;
export type PeerName = (typeof peerNames)[number];

export const peers = {
  graphile: { title: 'graphile-worker 0.18', server: 'postgres' },
  'pg-boss': { title: 'pg-boss 12', server: 'postgres' },
  bullmq: { title: 'BullMQ 6', server: 'redis' },
  dbos: { title: 'DBOS 5', server: 'postgres' },
} as const satisfies Record<PeerName, { title: string; server: 'postgres' | 'redis' }>;

/** What one run of a peer printed; `completed` is less than the jobs when its time was up. */
export type PeerResult = { perSecond: number; completed: number; setting: string };

/** One of ours and one of theirs, run one after the other. `theirs` is the reason when the run failed. */
export type Pair = { peer: PeerName; ours: number; theirs: PeerResult | string };
