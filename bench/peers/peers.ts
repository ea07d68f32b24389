import type { QueueResult } from './run-queue.ts';

/** The tables: the job does nothing, or it does the work of a contact. */
export const tables = ['bare', 'work'] as const;
export type Table = (typeof tables)[number];

export const peerNames = ['graphile', 'pg-boss', 'bullmq', 'dbos', 'dbos-batches'] as const;
export type PeerName = (typeof peerNames)[number];

/** `tables`: those that a peer is measured in. */
export const peers = {
  graphile: { title: 'graphile-worker 0.18', server: 'postgres', tables },
  'pg-boss': { title: 'pg-boss 12', server: 'postgres', tables },
  bullmq: { title: 'BullMQ 6', server: 'redis', tables },
  dbos: { title: 'DBOS 5', server: 'postgres', tables },
  'dbos-batches': { title: 'DBOS 5, batches', server: 'postgres', tables: ['work'] },
} as const satisfies Record<
  PeerName,
  { title: string; server: 'postgres' | 'redis'; tables: readonly Table[] }
>;

export function isMeasuredIn(peer: PeerName, table: Table): boolean {
  return (peers[peer].tables as readonly Table[]).includes(table);
}

/** One of ours and one of theirs, run one after the other. `theirs` is the reason when the run failed. */
export type Pair = { peer: PeerName; ours: number; theirs: QueueResult | string };
