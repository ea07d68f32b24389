import type { Turn } from '../../../src/persistence/contract/store.ts';
import { broken } from './broken.ts';

/** Checks that the time by which one process decides about a campaign never runs backwards. */
export function createForwardOracle(): (input: { instance: string; turn: Turn }) => void {
  const latest = new Map<string, number>();
  return ({ instance, turn: { record } }) => {
    const key = `${instance} ${record.id}`;
    const before = latest.get(key) ?? -Infinity;
    if (record.updatedAt < before)
      broken(`clock: the time of ${key} ran back by ${before - record.updatedAt} ms`);
    latest.set(key, record.updatedAt);
  };
}
