import type { HistoryStep } from './steps.ts';

/** A fact of a snapshot. `before`: its value in the step before; undefined if there was none. */
export type SnapshotFact = { name: string; value: unknown; isChanged: boolean; before?: unknown };

/** These fields tell the state, which a snapshot names itself. */
const stateFields: ReadonlySet<string> = new Set(['became', 'logged', 'state']);

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/**
 * What the log tells of an actor after each step: its state, and the newest value of each field of its events. A fact is
 * changed if the step before had another value or none.
 */
export function snapshotsOf(
  steps: readonly Pick<HistoryStep<string>, 'event' | 'state'>[],
): SnapshotFact[][] {
  let before = new Map<string, unknown>();
  return steps.map(({ event, state }) => {
    const said = Object.entries(event.data).filter(([name]) => !stateFields.has(name));
    const after = new Map<string, unknown>([...before, ['state', state], ...said]);
    const facts = [...after].map(([name, value]): SnapshotFact => {
      const last = before.get(name);
      return { name, value, isChanged: !isSame(value, last), ...(before.has(name) && { before: last }) };
    });
    before = after;
    return facts;
  });
}
