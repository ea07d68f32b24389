import { RingmasterError } from '../../domain/errors.ts';

export const recordFields = ['name', 'client', 'from', 'numbers', 'status', 'index'] as const;
type RecordField = (typeof recordFields)[number];

/** What a record says about its campaign. `scheduled` and `draft` campaigns have not begun. */
export const recordStatuses = ['draft', 'scheduled', 'running', 'paused', 'completed'] as const;
export type RecordStatus = (typeof recordStatuses)[number];

/** The names of fields, and the words of statuses, that differ from the usual ones. */
export type RecordNames = Partial<Readonly<Record<RecordField | RecordStatus, readonly string[]>>>;

/** The campaign of an earlier program, as its record describes it. */
export type EarlierCampaign = {
  /** The id of the record; null if it has none. */
  id: string | null;
  name: string;
  client: string | null;
  from: string | null;
  /** Phone numbers, or objects with the fields of a contact. */
  numbers: readonly unknown[];
  status: RecordStatus;
  /** How many of the numbers, from the first, were processed. */
  processed: number;
  /** Whether the number after them may have been contacted. */
  isUnderWay: boolean;
};

const usualNames: Readonly<Record<RecordField, readonly string[]>> = {
  name: ['name'],
  client: ['client'],
  from: ['from'],
  numbers: ['numbers'],
  status: ['status'],
  index: ['processedIndex', 'index', 'currentIndex'],
};

const usualStatuses: Readonly<Record<RecordStatus, readonly string[]>> = {
  draft: ['draft', 'created', 'new'],
  scheduled: ['scheduled', 'pending'],
  running: ['running', 'active', 'in-progress', 'in_progress', 'inprogress', 'started'],
  paused: ['paused'],
  completed: ['completed', 'complete', 'done', 'finished'],
};

/**
 * Reads one record. Throws `records.field-missing`, `records.field-invalid` or `records.status-unknown`, each with a
 * sentence about this record.
 */
export function readRecord({ value, names }: { value: unknown; names: RecordNames }): EarlierCampaign {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('it is not an object');
  const record = value as Readonly<Record<string, unknown>>;
  const field = (name: RecordField): { at: string; found: unknown } => {
    const candidates = names[name] ?? usualNames[name];
    for (const at of candidates) {
      const found = valueAt(record, at);
      if (found !== undefined && found !== null) return { at, found };
    }
    return { at: candidates.join(' or '), found: undefined };
  };
  const { at, found: numbers } = field('numbers');
  if (!Array.isArray(numbers))
    throw numbers === undefined ? missing('numbers', at) : invalid(`${at} is not a list`);
  const status = readStatus(field('status'), names);
  return {
    id: textOrNull(valueAt(record, '_id')),
    name: requiredText('name', field('name')),
    client: textOrNull(field('client').found),
    from: textOrNull(field('from').found),
    numbers,
    status,
    processed: processedOf({ status, count: numbers.length, ...field('index') }),
    isUnderWay: status === 'running',
  };
}

/** A key is looked up as it is, then as a path such as `meta.title`. */
function valueAt(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  let value: unknown = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function textOrNull(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function requiredText(name: string, { at, found }: { at: string; found: unknown }): string {
  const text = textOrNull(found);
  if (text === null) throw missing(name, at);
  return text;
}

function readStatus({ at, found }: { at: string; found: unknown }, names: RecordNames): RecordStatus {
  const text = requiredText('status', { at, found }).toLowerCase();
  const status = recordStatuses.find((one) =>
    (names[one] ?? usualStatuses[one]).some((word) => word.toLowerCase() === text),
  );
  if (status !== undefined) return status;
  throw new RingmasterError({
    code: 'records.status-unknown',
    family: 'invalid',
    message: `its ${at} "${text.slice(0, 60)}" is unknown`,
    hint: `Map it to one of ${recordStatuses.join(', ')}, such as --map paused=${text.slice(0, 60)}`,
  });
}

/** The index is the place, from 0, of the number that was being processed, or was next. */
function processedOf({
  status,
  count,
  at,
  found,
}: {
  status: RecordStatus;
  count: number;
  at: string;
  found: unknown;
}): number {
  if (found === undefined && (status === 'draft' || status === 'scheduled')) return 0;
  if (found === undefined && status === 'completed') return count;
  if (found === undefined) throw missing('index', at);
  const index = typeof found === 'string' ? Number(found) : found;
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > count)
    throw invalid(
      `its ${at} ${JSON.stringify(found)} is not a whole number from 0 to ${count}, its count of numbers`,
    );
  if (status !== 'completed') return index;
  // Some programs stop at the last number, others after it.
  if (index >= count - 1) return count;
  throw invalid(
    `it is completed, but its ${at} ${index} is before the last of ${count} numbers. Set its status to paused to import the rest as pending, or its ${at} to ${count}`,
  );
}

function missing(name: string, at: string): RingmasterError {
  return new RingmasterError({
    code: 'records.field-missing',
    family: 'invalid',
    message: `it has no ${at}`,
    hint: `Name the field with --map ${name}=FIELD`,
  });
}

function invalid(message: string): RingmasterError {
  return new RingmasterError({ code: 'records.field-invalid', family: 'invalid', message });
}
