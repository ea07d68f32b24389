import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { eventCatalogue, eventTypeNames } from '../../src/domain/events/catalogue.ts';
import { isUnpublished } from '../../src/domain/events/event-type.ts';
import { publishedEvent } from '../../src/integrations/event-feed/published-event.ts';
import { asyncApiOf } from '../../src/http/asyncapi/document.ts';
import { busMessages } from '../../src/messaging/contract.ts';
import { startService } from '../support/service/start-service.ts';

type Json = Record<string, unknown>;
type Document = {
  asyncapi: string;
  channels: Record<string, { address: string; messages: Record<string, unknown> }>;
  components: { messages: Record<string, unknown>; schemas: Record<string, Json> };
};

/** Formats are not checked here. */
const createAjv = (): Ajv => new Ajv({ strict: false, validateFormats: false });
/** The JSON schema of AsyncAPI 3.0 documents, as the AsyncAPI project publishes it. */
const specification = (): Json => {
  const path = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
};

const document = JSON.parse(JSON.stringify(asyncApiOf({ version: '1.0.0' }))) as Document;

const checkOf = (name: string): ValidateFunction => {
  const schema = document.components.schemas[name];
  if (!schema) throw new Error(`there is no schema ${name}`);
  return createAjv().compile(schema);
};

describe('the AsyncAPI document', () => {
  test('is valid by the schema of AsyncAPI 3.0', () => {
    const validate = createAjv().compile(specification());
    const isValid = validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(isValid).toBe(true);
    const spoilt = { ...document, channels: { events: { address: 7 } } };
    expect(validate(spoilt)).toBe(false);
  });

  test('has every subject of the bus and every type of event, each with a schema', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address);
    for (const subject of Object.keys(busMessages))
      expect(addresses.some((address) => address.startsWith(`{prefix}.${subject}`))).toBe(true);
    for (const subject of ['calls.results', 'calls.results.dead', 'events.{client}.{campaign}'])
      expect(addresses).toContain(`{prefix}.${subject}`);
    expect(Object.keys(document.channels['events']?.messages ?? {})).toHaveLength(eventTypeNames.length);
    const { messages, schemas } = document.components;
    expect(Object.keys(messages)).toEqual(Object.keys(schemas));
    for (const { messages: used } of Object.values(document.channels))
      for (const name of Object.keys(used)) expect(schemas).toHaveProperty([name]);
  });

  test('describes events as they are published, without the fields that are not', () => {
    const event = {
      seq: 7,
      at: Date.UTC(2027, 2, 1),
      type: 'campaign.paused',
      position: null,
      attempt: null,
      by: 'local',
      data: { cause: 'operator', by: 'local', reason: 'Ann asked for it' },
    } as const;
    const validate = checkOf('CampaignPausedEvent');
    expect(validate(publishedEvent({ campaign: 'cmp_1', event }))).toBe(true);
    expect(validate({ ...event, campaign: 'cmp_1' })).toBe(false);
    for (const type of eventTypeNames) {
      const { properties } = document.components.schemas[
        Object.keys(document.channels['events']?.messages ?? {})[eventTypeNames.indexOf(type)] ?? ''
      ] as { properties: { data: { properties?: Json } } };
      const shape = Object.entries(eventCatalogue[type].data.shape);
      const published = shape.flatMap(([name, field]) => (isUnpublished(field) ? [] : [name]));
      expect(Object.keys(properties.data.properties ?? {})).toEqual(published);
    }
  });

  test('describes the results that are taken', () => {
    const validate = checkOf('CallResult');
    const evidence = [{ kind: 'ended', disposition: 'answered', details: { talkSeconds: 42 } }];
    expect(validate({ id: 'r-1', attempt: 'att_1', evidence })).toBe(true);
    for (const wrong of [{ evidence }, { id: 'r-1', evidence: [] }, { id: 'r-1', phone: '1', evidence }])
      expect(validate(wrong)).toBe(false);
  });

  test('is served', async () => {
    const service = await startService();
    const { status, body } = await service.send<Document>('GET', '/asyncapi.json');
    expect([status, body.channels]).toEqual([200, document.channels]);
  });
});
