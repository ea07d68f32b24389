import { RingmasterError } from '../../domain/errors.ts';
import { columnRoles } from './column-roles.ts';
import type { ColumnRole } from './column-roles.ts';
import { mentionsPhone } from '../headers/phone-headers.ts';

const maxNamed = 30;

/** The error of a setting under `columns` that names no role. */
export function columnUnknown(key: string): RingmasterError {
  return new RingmasterError({
    code: 'import.column-unknown',
    family: 'invalid',
    message: `columns.${key} is not a kind of column`,
    hint: `Use one of ${columnRoles.join(', ')}`,
  });
}

/** The error of a setting that names several columns for a role that has only one. */
export function columnTwice({
  role,
  names,
}: {
  role: ColumnRole;
  names: readonly string[];
}): RingmasterError {
  return new RingmasterError({
    code: 'import.column-twice',
    family: 'invalid',
    message: `columns.${role} names ${names.length} columns, and a list has only one of that kind`,
    hint: `Name one of them: ${columnsOption([[role, names[0] ?? '']])}`,
  });
}

/**
 * The error of a list without a column that the campaign needs. `free` are the columns that have no other role: one
 * of them may be the missing one.
 */
export function columnMissing({
  what,
  role,
  header,
  free,
}: {
  what: string;
  role: ColumnRole;
  header: readonly string[];
  free: readonly string[];
}): RingmasterError {
  // Without a header line the first line is a contact, and error messages must not hold data of contacts.
  const looksLikeData = header.some((name) => /@|\d{4}/.test(name));
  if (looksLikeData) {
    return new RingmasterError({
      code: 'import.column-missing',
      family: 'invalid',
      message: `The list lacks ${what}: its first line looks like a contact, not like column names`,
      hint: 'Put column names into the first line, such as first_name,phone',
    });
  }
  const columns = named(header);
  const candidates = named(
    free.toSorted((left, right) => Number(mentionsPhone(right)) - Number(mentionsPhone(left))),
  );
  const best = candidates.find((name) => name !== noName) ?? '…';
  const maybe = candidates.length > 0 ? `. It may be: ${candidates.join(', ')}` : '';
  return new RingmasterError({
    code: 'import.column-missing',
    family: 'invalid',
    message: `The list lacks ${what}; its columns are: ${columns.join(', ')}${header.length > maxNamed ? ', …' : ''}`,
    hint:
      `Say which column it is: ${columnsOption([[role, best]])}, or in the campaign file ` +
      `${columnsSetting([[role, best]])}${maybe}`,
    details: { columns, candidates, role },
  });
}

export type ColumnQuestion = { column: string; about: 'opt-out' | 'consent' };

const meanings: Readonly<
  Record<ColumnQuestion['about'], { role: ColumnRole; other: ColumnRole; words: string }>
> = {
  'opt-out': {
    role: 'opted_out',
    other: 'consent',
    words: 'say who must not be contacted',
  },
  consent: {
    role: 'consent',
    other: 'opted_out',
    words: 'say who agreed to be contacted',
  },
};

/** The error of columns that are clearly about opting out or consent, but whose cells could mean either. */
export function columnQuestion(questions: readonly ColumnQuestion[]): RingmasterError {
  const options = questions.map(({ column, about }) => {
    const { role, other } = meanings[about];
    const answers = [role, other, ...(about === 'opt-out' ? scoped : []), 'ignore'] as const;
    return {
      column,
      mayMean: answers,
      options: answers.map((answer) => columnsOption([[answer, column]])),
    };
  });
  const lines = questions.map(({ column, about }, index) => {
    const choices = options[index]?.options ?? [];
    return `"${column}" seems to ${meanings[about].words}. Answer with one of: ${choices.join('   ')}`;
  });
  const all = questions.map(({ column, about }) => [meanings[about].role, column] as const);
  return new RingmasterError({
    code: 'import.column-question',
    family: 'invalid',
    message:
      questions.length === 1
        ? `What does the column "${questions[0]?.column}" mean? It may say who must not be contacted, so nothing was imported`
        : `What do the columns ${questions.map(({ column }) => `"${column}"`).join(', ')} mean? They may say who must not be contacted, so nothing was imported`,
    hint:
      `${lines.join('. ')}. ` +
      (questions.length > 1 ? `All at once: ${columnsOption(all)}. ` : '') +
      `In the campaign file: ${columnsSetting(all)}. ` +
      'opted_out: every cell except a clear no is an opt-out. consent: every cell except a clear yes forbids contact',
    details: { questions: options },
  });
}

const scoped = ['phone_opted_out', 'email_opted_out'] as const;

/** Returns `--columns opted_out="DNC Status"`, quoted for a shell. */
export function columnsOption(pairs: readonly (readonly [ColumnRole, string])[]): string {
  const text = pairs.map(
    ([role, column]) => `${role}=${/[,="]/.test(column) ? JSON.stringify(column) : column}`,
  );
  const [only] = pairs;
  const isPlain = pairs.length === 1 && only && !/[,="$`\\!]/.test(only[1]);
  return isPlain
    ? `--columns ${only[0]}="${only[1]}"`
    : `--columns '${text.join(',').replaceAll("'", String.raw`'\''`)}'`;
}

/** Returns `contacts: { columns: { opted_out: "DNC Status" } }`, as a campaign file holds it. */
function columnsSetting(pairs: readonly (readonly [ColumnRole, string])[]): string {
  const byRole = Map.groupBy(pairs, ([role]) => role);
  const entries = [...byRole].map(([role, group]) => {
    const names = group.map(([, column]) => JSON.stringify(column));
    return `${role}: ${names.length === 1 ? names[0] : `[${names.join(', ')}]`}`;
  });
  return `contacts: { columns: { ${entries.join(', ')} } }`;
}

const noName = '(no name)';

function named(header: readonly string[]): string[] {
  return header.slice(0, maxNamed).map((name) => name.slice(0, 80).trim() || noName);
}
