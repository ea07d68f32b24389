import { z } from 'zod';
import { readColumnPairs } from '../../contacts/columns/column-pairs.ts';
import type { ColumnSettings } from '../../contacts/columns/column-pairs.ts';
import type { ContactFormat } from '../../contacts/import-reader.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { mediaTypeOf, unsupportedMediaType } from '../requests/request-body.ts';
import type { DocumentedError, StreamType } from '../route.ts';

const formats: Readonly<Record<string, ContactFormat>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/json': 'json',
};
const person = { first_name: 'Ada', phone: '+12025550123' };

/** The schema and the example of each format, for the documents. */
export const listTypes: Readonly<Record<string, StreamType>> = {
  'text/csv': { schema: { type: 'string' }, example: 'first_name,phone\nAda,+12025550123\n' },
  'application/x-ndjson': {
    schema: { type: 'string', description: 'one JSON object per line' },
    example: `${JSON.stringify(person)}\n`,
  },
  'application/json': {
    schema: { type: 'array', items: { type: 'object' } },
    example: [person],
  },
};

/** The query parameter with the roles of columns. */
export const columnsQuery = z
  .string()
  .max(4_000)
  .optional()
  .describe(
    'the roles of columns, which override contacts.columns of the campaign: opted_out=DNC Status,phone=Mobile',
  );

/** The errors of a list that cannot be read. */
export const listErrors: readonly DocumentedError[] = [
  { status: 413, codes: ['request.body-too-large'] },
  { status: 415, codes: ['request.media-type'] },
  {
    status: 422,
    codes: [
      'import.empty',
      'import.encoding',
      'import.encoding-unknown',
      'import.binary',
      'import.column-missing',
      'import.column-question',
      'import.column-unknown',
      'import.column-twice',
    ],
  },
];

/** Returns the format of a list by its media type. Throws `request.media-type`. */
export function listFormat(headers: Headers): ContactFormat {
  const found = mediaTypeOf(headers);
  const format = formats[found];
  if (format) return format;
  throw unsupportedMediaType({ found, wanted: Object.keys(formats) });
}

/** Returns the roles of columns in a query. Throws `import.columns-malformed`. */
export function columnsOf(text: string | undefined): ColumnSettings {
  const columns = text === undefined ? {} : readColumnPairs(text);
  if (columns !== null) return columns;
  throw new RingmasterError({
    code: 'import.columns-malformed',
    family: 'invalid',
    message: 'columns is not a list of roles and headers.',
    hint: 'Write it like columns=phone=Mobile,opted_out=DNC Status. A header with a comma needs double quotes.',
  });
}
