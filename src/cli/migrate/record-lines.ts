import type { RecordContacts, RecordResult } from '../../migration/records/import-records.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { failureLine } from '../text/failure-text.ts';

/**
 * Returns `spring-checkup (northwind): paused, 40 imported, 1 review, 79 pending; 3 invalid, 2 duplicate`, or why a record was
 * refused.
 */
export function recordLine(result: RecordResult): string {
  if (result.outcome === 'refused') {
    const { place, message, hint, code } = result;
    const error = { code, family: 'invalid', message, ...(hint !== null && { hint }) } as const;
    return `record ${place}: refused: ${failureLine(new RingmasterError(error))}`;
  }
  const { name, client, state } = result.campaign;
  const campaign = `${name} (${client}): ${state}`;
  if (result.outcome === 'unchanged') return `${campaign}, imported before`;
  return `${campaign}, ${contactsText(result.contacts)}`;
}

function contactsText({ invalid, duplicate, ...states }: RecordContacts): string {
  const counts = (figures: Readonly<Record<string, number>>): string =>
    Object.entries(figures)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const [contacts, rows] = [counts(states) || 'no contacts', counts({ invalid, duplicate })];
  return rows === '' ? contacts : `${contacts}; ${rows}`;
}
