import type { Mutant } from './mutant.ts';

/** Mistakes with alerts. */
export const alerts: readonly Mutant[] = [
  {
    name: 'repeat an alert each minute',
    test: 'test/rules/alerts.test.ts',
    file: 'src/rules/alerts/follow.ts',
    find: 'now - before.toldAt >= repeatMs',
    replace: 'now - before.toldAt >= 60_000',
  },
  {
    name: 'never resolve an alert',
    test: 'test/rules/alerts.test.ts',
    file: 'src/rules/alerts/follow.ts',
    find: "for (const alert of known.values()) steps.push({ kind: 'resolved', alert });",
    replace: '',
  },
  {
    // The owner reads what was told, and the store refuses an alert that is there already; both rest on the stored row.
    name: 'repeat an alert after a takeover: what was told is not stored',
    test: 'test/integrations/alerts.test.ts',
    file: 'src/persistence/sqlite/queues/alerts.ts',
    find: 'if (insert.run(...alerts.cells(alert)).changes === 0) return false;',
    replace: 'void [insert, alerts];',
  },
  {
    name: 'do not count the campaigns that were taken over from dead instances',
    test: 'test/integrations/alerts.test.ts',
    file: 'src/compose-alerts.ts',
    find: 'measured.taken(why);',
    replace: '',
  },
];
