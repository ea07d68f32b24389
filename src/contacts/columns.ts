import type { CampaignDefinition, Step } from '../domain/campaign-definition.ts';
import { callsContacts } from '../domain/channel-facts.ts';
import { RingmasterError } from '../domain/errors.ts';
import { columnRoles, plainHeader, snakeCase, usualHeaders } from './column-roles.ts';
import type { ColumnRole } from './column-roles.ts';

/** Which column of a list is which. Indexes count from 0. */
export type Columns = {
  header: readonly string[];
  roles: Readonly<Partial<Record<ColumnRole, number>>>;
  /** Every column that can mark somebody as opted out; one of them is enough. */
  optOuts: readonly number[];
  /** The name under which each column is a variable for texts. */
  variables: readonly string[];
};

/**
 * Guesses the columns of a list by their usual headers; `definition.contacts.columns` wins over the guess, as do
 * `known` ones from an earlier, shorter header of the same list (JSON lists grow new keys).
 * Throws `import.column-unknown` for a setting that names no role, and `import.column-missing` if a column that the
 * settings name, or that the steps need, is not there.
 */
export function guessColumns({
  header,
  definition,
  known,
}: {
  header: readonly string[];
  definition: CampaignDefinition;
  known?: Columns;
}): Columns {
  const plain = header.map(plainHeader);
  const chosen = chosenColumns({ header, plain, settings: definition.contacts.columns });
  const taken = new Set(Object.values(chosen));
  const guessed: Partial<Record<ColumnRole, number>> = {};
  for (const role of columnRoles) {
    const found = usualHeaders[role].map((usual) =>
      plain.findIndex((name, at) => name === usual && !taken.has(at)),
    );
    const index = found.find((at) => at >= 0);
    if (index === undefined || role in chosen) continue;
    guessed[role] = index;
    taken.add(index);
  }
  const roles = { ...guessed, ...known?.roles, ...chosen };
  const channel = callsContacts(definition) ? 'voice' : 'log';
  requireAddress({ header, roles, channel });
  const optOuts = plain.flatMap((name, at) =>
    usualHeaders.opted_out.includes(name) || roles.opted_out === at ? [at] : [],
  );
  return { header, roles, optOuts, variables: variableNames(header) };
}

function chosenColumns({
  header,
  plain,
  settings,
}: {
  header: readonly string[];
  plain: readonly string[];
  settings: Readonly<Record<string, string>>;
}): Partial<Record<ColumnRole, number>> {
  const chosen: Partial<Record<ColumnRole, number>> = {};
  for (const [key, column] of Object.entries(settings)) {
    const role = columnRoles.find((name) => plainHeader(name) === plainHeader(key));
    if (!role) {
      throw new RingmasterError({
        code: 'import.column-unknown',
        family: 'invalid',
        message: `contacts.columns.${key} is not a kind of column`,
        hint: `Use one of ${columnRoles.join(', ')}`,
      });
    }
    const exact = header.indexOf(column);
    const index = exact >= 0 ? exact : plain.indexOf(plainHeader(column));
    if (index < 0)
      throw columnMissing({ what: `the column "${column}" that contacts.columns.${key} names`, header });
    chosen[role] = index;
  }
  return chosen;
}

const addressRoles: Readonly<Record<Step['channel'], { roles: readonly ColumnRole[]; what: string }>> = {
  voice: { roles: ['phone'], what: 'a phone column' },
  log: {
    roles: ['external_id', 'phone', 'email'],
    what: 'a column that tells people apart: external_id, phone or email',
  },
};

function requireAddress({
  header,
  roles,
  channel,
}: {
  header: readonly string[];
  roles: Columns['roles'];
  channel: Step['channel'];
}): void {
  const needed = addressRoles[channel];
  if (needed.roles.some((role) => roles[role] !== undefined)) return;
  throw columnMissing({ what: needed.what, header });
}

function columnMissing({ what, header }: { what: string; header: readonly string[] }): RingmasterError {
  // A list without a header line has its first person there, and people do not belong in error messages.
  const looksLikeData = header.some((name) => /@|\d{4}/.test(name));
  const found = header.slice(0, 30).map((name) => name.slice(0, 40).trim() || '(no name)');
  return new RingmasterError({
    code: 'import.column-missing',
    family: 'invalid',
    message: looksLikeData
      ? `The list lacks ${what}: its first line looks like a contact, not like column names`
      : `The list lacks ${what}; its columns are: ${found.join(', ')}${header.length > 30 ? ', …' : ''}`,
    hint: looksLikeData
      ? 'Put column names into the first line, such as first_name,phone'
      : 'Rename the column, or say which one it is in the campaign file: contacts: { columns: { phone: "…" } }',
    details: looksLikeData ? {} : { columns: found },
  });
}

/** Names are unique: a second `phone` is `phone_2`, a column without a name `column_3`. */
function variableNames(header: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return header.map((name, index) => {
    const base = snakeCase(name) || `column_${index + 1}`;
    let unique = base;
    for (let copy = 2; used.has(unique); copy += 1) unique = `${base}_${copy}`;
    used.add(unique);
    return unique;
  });
}
