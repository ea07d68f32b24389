import { z } from 'zod';
import { importFormats } from '../contact/import-record.ts';
import { occurrence, order } from './event-type.ts';

const id = z.string().describe('the import');
const rows = (what: string) => z.number().describe(what);
const totals = z.object({
  import: id,
  enrolled: rows('contacts added, in all'),
  duplicates: rows('rows whose contact is in the campaign already'),
  rejected: rows('rows that cannot be contacts'),
  optedOut: rows('rows that opt out').optional(),
});

/** Lists of contacts added to a campaign. */
export const importEvents = {
  'import.opened': order(
    'campaign',
    'an import was started',
    z.object({ import: id, format: z.enum(importFormats) }),
  ),
  'import.reopened': order(
    'campaign',
    'a broken import is continued',
    z.object({ import: id, lastRow: rows('the last row that is stored') }),
  ),
  'import.added': occurrence(
    'campaign',
    'a part of the list was stored',
    z.object({
      import: id,
      enrolled: rows('contacts added by this part'),
      lastRow: rows('the last row of this part'),
      optedOut: rows('rows of this part that opt out').optional(),
      addressesSuppressed: rows('addresses that those rows put on the do-not-contact list').optional(),
    }),
  ),
  'import.closed': order('campaign', 'an import was finished', totals),
  'import.broken': order('campaign', 'an import broke off; it can be continued', totals),
} as const;
