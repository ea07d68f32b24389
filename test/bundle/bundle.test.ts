import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createKeepWord, loadBundle, readBundle, stripEvent } from '../../src/bundle/index.ts';
import { campaignDefinitionSchema, channelRegistry } from '../../src/channels/registry.ts';
import { RingmasterError } from '../../src/domain/errors.ts';
import { eventCatalogue, eventTypeNames } from '../../src/domain/events/catalogue.ts';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { inMemory } from '../../src/persistence/sqlite/connection/open.ts';
import { personalColumns } from '../../src/persistence/sqlite/rows/declared-tables.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { bundleLinesOf } from '../../src/queries/bundle/bundle-lines.ts';
import { verifyLog } from '../../src/queries/log/verify-log.ts';
import { playCampaign, wordsAbout } from '../evidence/support/play-campaign.ts';
import { plainStep } from '../support/builders/campaigns.ts';
import { phoneOf } from '../support/builders/contacts.ts';
import type { OneService } from '../support/service/start-service.ts';

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function bundleOf(service: Pick<OneService, 'queries' | 'record'>, campaign: string): Promise<string> {
  const record = await service.record(campaign);
  const parts = await Array.fromAsync(service.queries.bundle({ program: '1', record }));
  return parts.join('');
}

async function loaded(text: string): Promise<Store> {
  const store = await openSqliteStore({ path: inMemory });
  await loadBundle({ store, lines: readBundle(once(text)), channels: channelRegistry.channels });
  return store;
}

test('has the states, attempts, log and figures of the campaign, and the same bundle can be made of it', async () => {
  const { service, campaign } = await playCampaign();
  const text = await bundleOf(service, campaign);
  const store = await loaded(text);
  const record = await service.record(campaign);
  const copy = await store.readCampaign(campaign);
  expect(copy).toMatchObject({ state: 'completed', counters: record.counters, seq: record.seq });
  if (!copy) throw new Error('no campaign');
  expect(await verifyLog({ store, record: copy })).toMatchObject({
    ok: true,
    counted: true,
    differences: [],
  });
  const read = { campaign, afterSeq: 0, limit: 500 };
  const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type);
  expect(typesOf(await store.readEvents(read))).toEqual(typesOf(await service.store.readEvents(read)));
  const ofOne = { ...read, position: 2 };
  expect(typesOf(await store.readEvents(ofOne))).toEqual(typesOf(await service.store.readEvents(ofOne)));
  const own = (items: readonly object[]) => items.map((item) => ({ ...item, person: '' }));
  const { items } = await service.store.listEnrollments({ campaign, limit: 50 });
  expect(own((await store.listEnrollments({ campaign, limit: 50 })).items)).toEqual(own(items));
  const attempts = await store.listAttempts({ campaign, position: 3, limit: 50 });
  expect(attempts.items).toMatchObject([{ disposition: 'answered' }, { disposition: 'busy' }]);
  for (const table of ['readTransitionCounts', 'readCalendars', 'readTallies'] as const)
    expect(await store[table](campaign)).toEqual(await service.store[table](campaign));
  const span = { campaign, from: 0, to: service.now() + 1, limit: 500 };
  expect(await store.readSeries(span)).toEqual(await service.store.readSeries(span));
  await store.close();
});

test('has no name, number, id of the provider, or words of an operator', async () => {
  const { service, campaign } = await playCampaign();
  const text = await bundleOf(service, campaign);
  const { items } = await service.store.listAttempts({ campaign, limit: 500 });
  for (const row of [1, 2, 7])
    for (const word of [phoneOf(row), phoneOf(row).slice(2), `Person ${row}`, wordsAbout(row), 'wife'])
      expect(text).not.toContain(word);
  for (const { receipt, sender } of items)
    for (const word of [receipt, sender]) expect(text).not.toContain(String(word));
});

const planted = 'Anna Berg, +12025550147, anna@example.com';

/** A value that a schema accepts, with the planted text wherever it takes a text, and with a field that it does not know. */
function plantedIn(schema: z.ZodType): unknown {
  if ('unwrap' in schema && !(schema instanceof z.ZodArray))
    return plantedIn((schema as z.ZodOptional<z.ZodType>).unwrap());
  if (schema instanceof z.ZodString) return planted;
  if (schema instanceof z.ZodNumber) return 7;
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodArray) return [plantedIn(schema.element as z.ZodType)];
  if (schema instanceof z.ZodRecord) return { [planted]: 7, other: planted, deeper: { text: planted } };
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape);
    return Object.fromEntries([
      ...fields.map(([name, field]) => [name, plantedIn(field)]),
      ['unknown', planted],
    ]);
  }
  throw new Error(`no value is planted for ${schema.constructor.name}`);
}

test.each(eventTypeNames)('an event %s loses the text of a person in any field', (type) => {
  const { data } = eventCatalogue[type];
  const event = { seq: 1, at: 1, type, position: 1, attempt: planted, by: planted, data: plantedIn(data) };
  const definition = campaignDefinitionSchema.parse({ name: 'spring', steps: [plainStep] });
  const keep = createKeepWord({ definition, channels: channelRegistry.channels });
  const text = JSON.stringify(stripEvent(event as unknown as CampaignEvent, keep, 'cmp_1'));
  for (const word of [planted, 'Anna', '+1202', '@']) expect(text).not.toContain(word);
  expect(text).toContain(type);
});

/** The text with the planted one in place of each text in it. */
function plantIn(cell: unknown, row: number): unknown {
  const mark = `${planted} ${row}`;
  if (typeof cell !== 'string') return cell === null ? null : mark;
  try {
    return JSON.stringify(plantInJson(JSON.parse(cell), mark));
  } catch {
    return mark;
  }
}
function plantInJson(value: unknown, mark: string): unknown {
  if (typeof value === 'string') return mark;
  if (Array.isArray(value)) return value.map((item) => plantInJson(item, mark));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plantInJson(item, mark)]));
}

let plantedCells = 0;
/** The bodies of logs have their own test, because the store reads the types of events in them. */
const ofLogs = new Set(['event_batches', 'client_events']);

test('has no text of any column with personal data', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ringmaster.db');
  const { service, campaign } = await playCampaign({ path, owner: 'caller', contacts: 4 });
  await service.stop();
  const database = new DatabaseSync(path);
  let filled = 0;
  database.function('planted', (cell) => plantIn(cell, (plantedCells += 1)) as string | null);
  for (const { table, column } of personalColumns().filter((one) => !ofLogs.has(one.table))) {
    const { changes } = database
      .prepare(`UPDATE OR IGNORE ${table} SET ${column} = planted(${column})`)
      .run();
    filled += Number(changes);
  }
  database.close();
  expect(filled).toBeGreaterThan(30);
  const store = await openSqliteStore({ path });
  const record = await store.readCampaign(campaign);
  if (!record) throw new Error('no campaign');
  const { channels } = channelRegistry;
  const lines = await Array.fromAsync(bundleLinesOf({ store, channels, now: 1, program: '1', record }));
  await store.close();
  const text = JSON.stringify(lines);
  for (const word of ['Anna', '+1202', 'example.com', 'Person ']) expect(text).not.toContain(word);
  expect(lines.map(({ kind }) => kind)).toContain('attempts');
});

describe('a bundle that is not as it was written', () => {
  let text = '';
  beforeAll(async () => {
    const { service, campaign } = await playCampaign({ owner: 'caller', contacts: 3 });
    text = await bundleOf(service, campaign);
    await service.stop();
  });
  const refusal = async (changed: string): Promise<string | null> => {
    const store = await openSqliteStore({ path: inMemory });
    const loading = loadBundle({
      store,
      lines: readBundle(once(changed)),
      channels: channelRegistry.channels,
    });
    const error = await loading.then(
      () => null,
      (found: unknown) => found,
    );
    await store.close();
    if (error === null) return null;
    expect(error).toBeInstanceOf(RingmasterError);
    return (error as RingmasterError).code;
  };

  test('is refused if any line is missing, doubled or moved, and if it is cut at any place', async () => {
    expect(await refusal(text)).toBeNull();
    const lines = text.trimEnd().split('\n');
    const joined = (parts: readonly string[]): string => `${parts.join('\n')}\n`;
    for (const index of lines.keys()) {
      expect(await refusal(joined(lines.toSpliced(index, 1)))).toMatch(/^bundle\./);
      expect(await refusal(joined(lines.toSpliced(index, 0, lines[index] ?? '')))).toMatch(/^bundle\./);
      const moved = [...lines.toSpliced(index, 1), lines[index] ?? ''];
      if (index < lines.length - 1) expect(await refusal(joined(moved))).toMatch(/^bundle\./);
    }
    for (const share of [0, 0.2, 0.5, 0.9, 0.999])
      expect(await refusal(text.slice(0, Math.floor(text.length * share)))).toMatch(/^bundle\./);
  });

  test.each([
    ['other text', 'hello\n', 'bundle.unreadable'],
    ['other JSON', '{"kind":"evidence","version":1}\n', 'bundle.unreadable'],
    ['a newer version', '{"kind":"bundle","version":99}\n', 'bundle.unreadable'],
    ['a value of another type', '', 'bundle.damaged'],
  ])('is refused if it is %s', async (_, wrong, code) => {
    expect(await refusal(wrong || text.replace('"epoch":1', '"epoch":"1"'))).toBe(code);
  });
});
