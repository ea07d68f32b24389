import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { EnrollableRow } from '../../src/domain/contact/contact.ts';
import type { ListPiece } from '../../src/rehearsal/sample/read-list.ts';
import { unlimited } from '../support/service/process.ts';

export const shared = { account: unlimited, global: unlimited, caller: unlimited };

export const definitionWith = (rateLimits: Record<string, unknown>) =>
  campaignDefinitionSchema.parse({
    name: 'spring',
    client: 'north',
    steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
    rateLimits,
  });

export async function* listOf(rows: readonly EnrollableRow[]): AsyncGenerator<ListPiece> {
  for (let start = 0; start < rows.length; start += 100) {
    yield { rows: rows.slice(start, start + 100), rejected: [], optOuts: [] };
  }
}
