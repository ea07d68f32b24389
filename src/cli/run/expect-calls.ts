import { createReadStream } from 'node:fs';
import { readContacts } from '../../contacts/import-reader.ts';
import type { ContactRow } from '../../contacts/normalise.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import { barsKind } from '../../domain/contact/opt-out.ts';
import { createWindowsFor } from '../../compose-engine.ts';
import type { CallingRule } from '../../domain/time/calling-rule.ts';
import type { ContactList } from '../list/contact-list.ts';
import { unreadable } from '../folder/file-errors.ts';

/** What a run will do with a list, before anything is stored. */
export type ExpectedCalls = {
  /** The number of contacts to call: each phone number once, without the opt-outs of the list. */
  contacts: number;
  /** The first contact of the list whose window opens first, and when; null if no window opens. */
  first: { name: string | null; address: string; at: number; timeZone: string } | null;
};

/**
 * Predicts a run from the list alone. The list is read twice, because a later row may opt out an earlier one. The
 * store is not considered: suppressions, and contacts that an earlier run has finished. Throws `import.…` as an
 * import does.
 */
export async function expectCalls({
  list: { path, format, encoding },
  definition,
  calling,
  now,
}: {
  list: ContactList;
  definition: CampaignDefinition;
  calling: readonly CallingRule[];
  now: number;
}): Promise<ExpectedCalls> {
  const windowOf = createWindowsFor({ calling })(definition);
  const known = new Set<string>();
  let first: ExpectedCalls['first'] = null;
  const read = () => readContacts({ source: createReadStream(path), format, encoding, definition });
  const barred = new Set<string>();
  try {
    for await (const { optOuts } of read())
      for (const { key } of optOuts.flatMap(({ marks }) => marks.filter((mark) => barsKind(mark, 'phone'))))
        barred.add(key);
    for await (const { rows } of read()) {
      for (const row of rows) {
        if (known.has(row.address) || keysOf(row.contact).some((key) => barred.has(key))) continue;
        known.add(row.address);
        const { nextOpening, timeZone } = windowOf(row.calendar);
        const at = nextOpening(now);
        if (at !== null && (first === null || at < first.at)) {
          first = { name: nameOf(row), address: row.address, at, timeZone };
        }
      }
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return { contacts: known.size, first };
}

function nameOf({ contact: { variables } }: ContactRow): string | null {
  const { name, first_name: firstName, last_name: lastName } = variables;
  return name ?? ([firstName, lastName].filter(Boolean).join(' ') || null);
}
