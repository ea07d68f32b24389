import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { channels } from '../../channels/registry.ts';
import type { AddressKind } from '../../domain/contact/address.ts';
import type { OptOutScope } from '../../domain/contact/opt-out.ts';
import { columnMissing } from './column-errors.ts';
import type { ColumnRole, SingleRole } from './column-roles.ts';
import { chosenColumns } from '../headers/chosen-columns.ts';
import type { Chosen } from '../headers/chosen-columns.ts';
import { plainHeader, snakeCase } from '../headers/header-text.ts';
import { askAboutOptOuts, readOptOutColumns } from '../headers/opt-out-columns.ts';
import { readPhoneColumns } from '../headers/phone-columns.ts';
import type { PhoneColumn } from '../headers/phone-columns.ts';
import {
  addressCountries,
  eitherName,
  isEmailHeader,
  usualHeaders,
  withoutRecordKind,
} from '../headers/usual-headers.ts';

/** The roles of the columns of a list. Indexes count from 0. */
export type Columns = {
  header: readonly string[];
  /** The column of each role; the first one if several columns have the role. */
  roles: Readonly<Partial<Record<ColumnRole, number>>>;
  /** In the order in which their numbers are tried. */
  phones: readonly PhoneColumn[];
  /** Phone columns that the settings leave out. Their numbers are not called, but an opt-out covers them too. */
  otherPhones: readonly PhoneColumn[];
  emails: readonly number[];
  /** A home and a business address each have a country. The first one that a row fills counts. */
  countries: readonly number[];
  /** Every column that can mark a contact as opted out, with the scope. One mark is enough. */
  optOuts: readonly { index: number; scope: OptOutScope }[];
  /** A contact may be contacted only if all of them say yes. */
  consents: readonly number[];
  /** Columns that the settings ignore. Texts can still use them as variables. */
  ignored: readonly number[];
  /** The variable name of each column, for texts. */
  variables: readonly string[];
};

/**
 * Guesses the roles of columns from their usual headers. `definition.contacts.columns` takes precedence over the
 * guess, and so do the `known` columns of an earlier, shorter header of the same list (a JSON list can bring new keys
 * later). Throws `import.column-unknown` for a setting that names no role, `import.column-missing` if a column that
 * the settings name or the steps need is missing, and `import.column-question` if a column is about opting out or
 * consent and the meaning of its cells is not clear.
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
  const chosen = chosenColumns({ header, settings: definition.contacts.columns });
  const taken = new Set(Object.values(chosen).flat());
  const found = readOptOutColumns({ header, taken });
  askAboutOptOuts({ header, unclear: found.unclear });
  for (const { index } of found.optOuts) taken.add(index);
  const phones = readPhoneColumns({ header, taken, chosen, known: known?.phones ?? [] });
  for (const { index, extension } of [...phones.used, ...phones.others])
    for (const at of [index, extension]) if (at !== null) taken.add(at);
  const emails = emailColumns({ header, taken, chosen, known: known?.emails ?? [] });
  for (const index of emails) taken.add(index);
  const single = singleRoles({ header, taken, chosen, known: known?.roles ?? {} });
  const [phone, email] = [phones.used[0]?.index, emails[0]];
  const roles = {
    ...single,
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
  };
  requireAddress({ header, roles, definition });
  return {
    header,
    roles,
    phones: phones.used,
    otherPhones: phones.others,
    emails,
    countries: countryColumns({ header, roles, chosen }),
    optOuts: [...optOutsOf(chosen), ...found.optOuts],
    consents: chosen.consent ?? [],
    ignored: chosen.ignore ?? [],
    variables: variableNames(header),
  };
}

function optOutsOf(chosen: Chosen): Columns['optOuts'] {
  const marked = (indexes: readonly number[] = [], scope: OptOutScope) =>
    indexes.map((index) => ({ index, scope }));
  return [
    ...marked(chosen.opted_out, 'all'),
    ...marked(chosen.phone_opted_out, 'phone'),
    ...marked(chosen.email_opted_out, 'email'),
  ];
}

type Guessing<Known> = {
  header: readonly string[];
  taken: ReadonlySet<number>;
  chosen: Chosen;
  known: Known;
};

function emailColumns({ header, taken, chosen, known }: Guessing<readonly number[]>): readonly number[] {
  if (chosen.email) return chosen.email;
  const guessed = header.flatMap((name, index) =>
    !taken.has(index) && isEmailHeader(plainHeader(name)) ? [index] : [],
  );
  return [...new Set([...known, ...guessed])];
}

function countryColumns({
  header,
  roles,
  chosen,
}: {
  header: readonly string[];
  roles: Columns['roles'];
  chosen: Chosen;
}): readonly number[] {
  if (roles.country === undefined) return [];
  if (chosen.country) return [roles.country];
  const others = header.flatMap((name, index) => (addressCountries.has(plainHeader(name)) ? [index] : []));
  return [...new Set([roles.country, ...others])];
}

function singleRoles({ header, taken, chosen, known }: Guessing<Columns['roles']>): Columns['roles'] {
  const plain = header.map(plainHeader);
  const bare = plain.map(withoutRecordKind);
  const free = new Set([...header.keys()].filter((index) => !taken.has(index)));
  const roles: Partial<Record<SingleRole, number>> = {};
  for (const [role, usual] of Object.entries(usualHeaders) as [SingleRole, readonly string[]][]) {
    const given = chosen[role]?.[0] ?? known[role];
    const index = given ?? firstOf(usual, plain, free) ?? firstOf(usual, bare, free);
    if (index === undefined) continue;
    roles[role] = index;
    free.delete(index);
  }
  const { first_name: first, last_name: last, name, ...others } = roles;
  const isWhole = first !== undefined && last === undefined && name === undefined && !chosen.first_name;
  if (isWhole && eitherName.has(plain[first] ?? '')) return { ...others, name: first };
  return roles;
}

function firstOf(
  usual: readonly string[],
  headers: readonly string[],
  free: ReadonlySet<number>,
): number | undefined {
  for (const word of usual) {
    const index = headers.findIndex((header, at) => header === word && free.has(at));
    if (index >= 0) return index;
  }
  return undefined;
}

type Needed = { roles: readonly ColumnRole[]; what: string };
const addressRoles: Readonly<Record<AddressKind, Needed>> = {
  phone: { roles: ['phone'], what: 'a phone column' },
  email: { roles: ['email'], what: 'an email column' },
  linkedin: { roles: ['linkedin_url'], what: 'a column of LinkedIn profiles' },
};
const identityRoles: Needed = {
  roles: ['external_id', 'phone', 'email', 'linkedin_url'],
  what: 'a column that identifies contacts: external_id, phone, email or linkedin_url',
};

/** One kind of address is enough: a step is skipped if the contact has no address for its channel. */
function neededRoles({ steps }: CampaignDefinition): Needed {
  const kinds = new Set(steps.flatMap(({ channel }) => channels.find(channel)?.addressKind ?? []));
  const needed = [...kinds].map((kind) => addressRoles[kind]);
  if (needed.length === 0) return identityRoles;
  return {
    roles: needed.flatMap(({ roles }) => roles),
    what: needed.map(({ what }) => what).join(' or '),
  };
}

function requireAddress({
  header,
  roles,
  definition,
}: {
  header: readonly string[];
  roles: Columns['roles'];
  definition: CampaignDefinition;
}): void {
  const needed = neededRoles(definition);
  if (needed.roles.some((role) => roles[role] !== undefined)) return;
  const used = new Set(Object.values(roles));
  const free = header.filter((_, index) => !used.has(index));
  throw columnMissing({ what: needed.what, role: needed.roles[0] ?? 'phone', header, free });
}

/** Names are unique: a second `phone` becomes `phone_2`, a third column without a name `column_3`. */
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
