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
  /** The media type, with the encoding if one is named. */
  type: string;
  format: ContactFormat;
  encoding: string | null;
};

export const encodingOption = {
  flags: '--encoding <name>',
  what: 'the encoding of the list, such as shift_jis (not needed for UTF-8 and UTF-16)',
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

/**
 * Finds a list without reading it. The extension of its name determines its format. Throws `cli.usage` and
 * `import.encoding-unknown`.
 */
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
      `${path} does not have the name of a list of contacts.`,
      `Its name must end in ${Object.keys(formats).join(', ')}.`,
    );
  }
  const label = encoding === null ? null : labelOf(encoding);
  const type = label === null ? types[format] : `${types[format]}; charset=${label}`;
  return { path, size: fileSize({ path }), type, format, encoding: label };
}

/**
 * Reads the beginning of a list, so that a wrong one is refused before anything is created. Returns the roles of its
 * columns; null for an empty list. Throws `import.…`.
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

/** Returns the bytes of a list as a stream. `onBytes` is called with the number of bytes read so far. */
export function streamList({
  list: { path },
  onBytes,
  signal,
}: {
  list: ContactList;
  onBytes: (taken: number) => void;
  /** When it aborts, the stream fails like a broken connection. */
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
