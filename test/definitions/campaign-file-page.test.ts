import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { columnRoles } from '../../src/contacts/columns/column-roles.ts';
import { parseCampaignFile } from '../../src/definitions/parse-campaign-file.ts';
import { campaignDefinitionSchema, dispositionNames } from '../../src/channels/registry.ts';
import { editableWhileRunning } from '../../src/domain/campaign/campaign-definition.ts';
import { routes } from '../../src/domain/attempt/disposition.ts';

const page = readFileSync(new URL('../../docs/campaign-file.md', import.meta.url), 'utf8');
const path = 'docs/campaign-file.md';

/** Returns every key of a schema, at any depth. */
function keysIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: Record<string, unknown> };
  const isSchema = typeof properties === 'object';
  return [...(isSchema ? Object.keys(properties) : []), ...Object.values(schema).flatMap(keysIn)];
}

describe('the page about the campaign file', () => {
  test('shows the minimal campaign with exactly the defaults', () => {
    const [, example = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
    const minimal = `name: spring-checkup
steps:
  - id: reminder
    channel: voice
    from: '+12025550100'
    flow: [{ speak: 'Hello {{first_name}}.' }]
`;
    const written = parseCampaignFile({ text: example, path });
    expect(written).toEqual(parseCampaignFile({ text: minimal, path }));
    for (const key of Object.keys(written)) expect(example).toMatch(new RegExp(`^${key}:`, 'm'));
  });

  test('shows a whole call flow that is valid', () => {
    const examples = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text);
    const flow = examples.find((text) => text.includes('branches:')) ?? '';
    expect(() => parseCampaignFile({ text: flow, path })).not.toThrow();
  });

  test('names every key, column role, disposition and route, and what can be edited', () => {
    const keys = keysIn(z.toJSONSchema(campaignDefinitionSchema, { io: 'input', unrepresentable: 'any' }));
    expect(keys.length).toBeGreaterThan(40);
    const words = [...keys, ...columnRoles, ...routes, ...dispositionNames, ...editableWhileRunning];
    const missing = words.filter((word) => !new RegExp(`\\b${word}\\b`).test(page));
    expect(missing).toEqual([]);
  });
});
