import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { RingmasterError } from '../../domain/errors.ts';
import { plainJson } from './extended-json.ts';

/** One document of an export. `place`: its line, or its element in an array, from 1. */
export type ExportedDocument = { place: number; value: unknown } | { place: number; fault: string };

/**
 * Reads a JSON export of a collection: an array of documents, or one document per line, as mongoexport writes them. A line
 * that is not JSON has a `fault`; the lines after it are read. Lines are read one by one; an array is read at once. Throws
 * `records.malformed` for an array that is not JSON.
 */
export async function* readExport(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<ExportedDocument, void, undefined> {
  const lines = createInterface({ input: Readable.from(source), crlfDelay: Infinity });
  let place = 0;
  let array: string[] | null = null;
  for await (const line of lines) {
    place += 1;
    const text = place === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (array === null && text.trim() === '') continue;
    if (array === null && text.trimStart().startsWith('[')) array = [];
    if (array === null) yield documentOf(place, text);
    else array.push(text);
  }
  if (array !== null) yield* elementsOf(array.join('\n'));
}

function documentOf(place: number, text: string): ExportedDocument {
  try {
    return { place, value: plainJson(JSON.parse(text)) };
  } catch {
    return { place, fault: 'it is not valid JSON' };
  }
}

function* elementsOf(text: string): Generator<ExportedDocument, void, undefined> {
  let elements: unknown;
  try {
    elements = JSON.parse(text);
  } catch (cause) {
    throw new RingmasterError({
      code: 'records.malformed',
      family: 'invalid',
      message: `The export is not a valid JSON array: ${(cause as Error).message}.`,
      hint: 'Export the collection again with mongoexport, with or without --jsonArray. Nothing was imported',
      cause,
    });
  }
  for (const [index, value] of (elements as unknown[]).entries())
    yield { place: index + 1, value: plainJson(value) };
}
