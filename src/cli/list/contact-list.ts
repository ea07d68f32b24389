import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { labelOf } from '../../contacts/encoding/decoded.ts';
import type { ColumnMapping } from '../../contacts/columns/column-mapping.ts';
import { readContacts } from '../../contacts/import-reader.ts';
import type { ContactFormat } from '../../contacts/import-reader.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { fileSize } from './campaign-file.ts';
import { usageError } from '../errors.ts';
import { unreadable } from '../folder/file-errors.ts';

/** A list of contacts on disk. */
export type ContactList = {
  path: string;
  size: number;
  /** The media type, with the encoding where one is named. */
  type: string;
  format: ContactFormat;
  encoding: string | null;
};

export const encodingOption = {
  flags: '--encoding <name>',
  what: 'the encoding of the list, such as shift_jis (UTF-8 and UTF-16 need none)',
} as const;

const formats: Readonly<Record<string, ContactFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.json': 'json',
};

const types: Readonly<Record<ContactFormat, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  json: 'application/json',
};

/** Finds a list without reading it; the ending of its name is its format. Throws `cli.usage`, `import.encoding-unknown`. */
export function findContactList({
  path,
  encoding = null,
}: {
  path: string;
  encoding?: string | null | undefined;
}): ContactList {
  const format = formats[extname(path).toLowerCase()];
  if (format === undefined) {
    throw usageError(
      `${path} is not a list of contacts by its name.`,
      `Its name must end in ${Object.keys(formats).join(', ')}.`,
    );
  }
  const label = encoding === null ? null : labelOf(encoding);
  const type = label === null ? types[format] : `${types[format]}; charset=${label}`;
  return { path, size: fileSize({ path }), type, format, encoding: label };
}

/**
 * Reads the beginning of a list, so that a wrong one is refused before anything is made, and says what its columns were
 * taken for. Throws `import.…`.
 */
export async function checkList({
  list: { path, format, encoding },
  definition,
}: {
  list: ContactList;
  definition: CampaignDefinition;
}): Promise<ColumnMapping | null> {
  const chunks = readContacts({ source: createReadStream(path), format, encoding, definition, chunkRows: 1 });
  try {
    const first = await chunks.next();
    await chunks.return();
    return first.value?.mapping ?? null;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The bytes of a list, reporting how many were taken so far. */
export function streamList({
  list: { path },
  onBytes,
  signal,
}: {
  list: ContactList;
  onBytes: (taken: number) => void;
  /** Once aborted the stream breaks off, as if the connection had. */
  signal: AbortSignal | null;
}): ReadableStream<Uint8Array> {
  let taken = 0;
  const bytes = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const piece of createReadStream(path)) {
        signal?.throwIfAborted();
        const chunk = piece as Buffer;
        yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        taken += chunk.byteLength;
        onBytes(taken);
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  };
  return Readable.toWeb(Readable.from(bytes()));
}
