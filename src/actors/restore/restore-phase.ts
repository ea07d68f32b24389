import { RingmasterError } from '../../domain/errors.ts';
import type { Incarnation } from '../../domain/incarnation.ts';
import type { Store } from '../../persistence/contract/store.ts';

/**
 * Throws `restore.not-reconciled` as long as the store may lack attempts that were made since the backup from which it
 * was restored. Nothing may be started or resumed before.
 */
export async function requireReconciled({ store }: { store: Pick<Store, 'readIncarnation'> }): Promise<void> {
  const refusal = restoreRefusal(await store.readIncarnation());
  if (refusal) throw refusal;
}

/** Returns the error that `requireReconciled` throws; null if campaigns can be started and resumed. */
export function restoreRefusal({
  phase,
  since,
}: Pick<Incarnation, 'phase' | 'since'>): RingmasterError | null {
  if (phase === null || phase === 'done') return null;
  return new RingmasterError({
    code: 'restore.not-reconciled',
    family: 'conflict',
    message: `The store was restored from a backup, and the records of the providers since ${inText(since)} are still being compared. A contact who was called since then could be called again.`,
    hint: 'Keep the service running, with access to the providers. ringmaster restore --check shows when campaigns can be started and resumed.',
    details: { phase, since: inText(since) },
  });
}

/** Throws `restore.unfinished` if a restore was interrupted: campaigns may run that it has not paused yet. */
export function requireMarked({ phase }: Pick<Incarnation, 'phase'>): void {
  if (phase !== 'marking') return;
  throw new RingmasterError({
    code: 'restore.unfinished',
    family: 'conflict',
    message: 'The restore of this store was interrupted before all campaigns were paused.',
    hint: 'Run: ringmaster restore --check. It completes the restore.',
  });
}

function inText(at: number | null): string {
  return new Date(at ?? 0).toISOString();
}
