import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { readContacts } from '../../src/contacts/import-reader.ts';
import type { ContactChunk, ReadContactsInput } from '../../src/contacts/import-reader.ts';
import { errorInput } from '../../src/domain/errors.ts';
import type { RingmasterError } from '../../src/domain/errors.ts';
import { createListReader } from '../../src/contacts/reading-thread/list-reader.ts';
import type { ListReader } from '../../src/contacts/reading-thread/list-reader.ts';

const definition = campaignDefinitionSchema.parse({
  name: 'spring',
  client: 'north',
  contacts: { country: 'US' },
  steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
});
const header = 'first_name,company,phone,email,opted_out\n';
const rowOf = (row: number): string =>
  `Zoë${row},"Acme, ${row}",${row % 7 === 0 ? 'none' : `(212) 200-${1000 + row}`},zoe${row}@example.com,${row % 50 === 0 ? 'yes' : 'no'}\n`;
const rows = 400;
const textOf = (length: number): string =>
  header + Array.from({ length }, (_, index) => rowOf(index + 1)).join('');

/** The bytes in pieces that end anywhere, also within a character. */
async function* piecesOf(text: string, ending?: () => Promise<void>): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += 997) yield bytes.slice(start, start + 997);
  await ending?.();
}

type Changes = Partial<ReadContactsInput> & { text?: string };

function inputOf({ text = textOf(rows), ...changes }: Changes = {}): ReadContactsInput {
  return { source: piecesOf(text), format: 'csv', definition, chunkRows: 20, ...changes };
}

/** The chunks up to the end or an error. */
async function readAll(
  chunks: AsyncIterable<ContactChunk>,
): Promise<{ chunks: ContactChunk[]; error: unknown }> {
  const read: ContactChunk[] = [];
  try {
    for await (const chunk of chunks) read.push(chunk);
    return { chunks: read, error: null };
  } catch (error) {
    return { chunks: read, error };
  }
}

let reader: ListReader;
beforeEach(() => (reader = createListReader({ most: 1, shortBytes: 4_000 })));
afterEach(() => reader.close());

describe('the end of a long list is read in a thread', () => {
  test('the chunks are those of one reader, and the start of the import is told once', async () => {
    let told = 0;
    const onReadable = async (): Promise<void> => void (told += 1);
    const { chunks, error } = await readAll(reader.read(inputOf({ onReadable })));
    expect(error).toBeNull();
    expect(chunks).toEqual((await readAll(readContacts(inputOf()))).chunks);
    expect(chunks.flatMap(({ rejected }) => rejected).length).toBeGreaterThan(50);
    expect(chunks.flatMap(({ optOuts }) => optOuts)).toHaveLength(8);
    expect(told).toBe(1);
  });

  test('a continued list ends with the same chunks', async () => {
    const first = (await readAll(readContacts(inputOf()))).chunks[3];
    const changes = { startAfterRow: first?.lastRow ?? 0, takenDigest: first?.digest ?? null };
    const { chunks } = await readAll(reader.read(inputOf(changes)));
    expect(chunks).toEqual((await readAll(readContacts(inputOf(changes)))).chunks);
    expect(chunks.at(-1)?.lastRow).toBe(rows + 1);
  });

  test('what cannot be read is the same error after the same chunks', async () => {
    const text = `${textOf(rows)}Ann,"Acme,+12125550100,ann@example.com,no\n`;
    const here = await readAll(readContacts(inputOf({ text })));
    const there = await readAll(reader.read(inputOf({ text })));
    expect(there.chunks).toEqual(here.chunks);
    expect(errorInput(there.error as RingmasterError)).toEqual(errorInput(here.error as RingmasterError));
    expect(there.error).toMatchObject({ code: 'import.quote-unclosed', details: { row: rows + 2 } });
    expect(there.chunks).toHaveLength(rows / 20);
  });

  test('if the upload breaks off, the complete chunks before are read', async () => {
    const source = piecesOf(textOf(rows + 5), () => Promise.reject(new Error('the client is gone')));
    const { chunks, error } = await readAll(reader.read(inputOf({ source })));
    expect(error).toMatchObject({ message: 'the client is gone' });
    expect(chunks).toHaveLength(rows / 20);
  });
});

describe('threads of lists', () => {
  /** Reads until the thread has the list, and returns the rest. */
  async function begin(source: AsyncIterable<Uint8Array>): Promise<AsyncIterator<ContactChunk>> {
    const chunks = reader.read(inputOf({ source }))[Symbol.asyncIterator]();
    for (let read = 0; read < 8; read += 1) expect((await chunks.next()).done).toBe(false);
    return chunks;
  }

  test('a thread that fails is an error of the import', async () => {
    const small = createListReader({ most: 1, shortBytes: 4_000, memoryMb: 4 });
    const { chunks, error } = await readAll(small.read(inputOf()));
    expect(error).toMatchObject({ code: 'import.thread-failed', family: 'fault' });
    expect(chunks.length).toBeGreaterThan(2);
  });

  test('a service that stops ends its thread with an error, and a list beside it is read without a thread', async () => {
    const chunks = await begin(piecesOf(textOf(rows), () => new Promise(() => undefined)));
    const beside = await readAll(reader.read(inputOf()));
    expect(beside.chunks).toEqual((await readAll(readContacts(inputOf()))).chunks);
    reader.close();
    const rest = await readAll({ [Symbol.asyncIterator]: () => chunks });
    expect(rest.error).toMatchObject({ code: 'import.interrupted', family: 'overloaded' });
  });

  test('a reader that stops closes the source, and its thread ends', async () => {
    const closed = Promise.withResolvers<void>();
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        yield* piecesOf(textOf(2_000));
      } finally {
        closed.resolve();
      }
    }
    const chunks = await begin(watched());
    await chunks.return?.();
    await expect(closed.promise).resolves.toBeUndefined();
    const next = await begin(piecesOf(textOf(rows)));
    reader.close();
    await expect(readAll({ [Symbol.asyncIterator]: () => next })).resolves.toMatchObject({
      error: { code: 'import.interrupted' },
    });
  });
});
