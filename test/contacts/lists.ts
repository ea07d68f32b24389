import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import type { CampaignDefinitionInput } from '../../src/channels/registry.ts';
import type { ContactRow } from '../../src/contacts/normalise.ts';
import type { RejectedRow } from '../../src/domain/contact/contact.ts';
import { readContacts } from '../../src/contacts/import-reader.ts';
import type { ContactChunk, ReadContactsInput } from '../../src/contacts/import-reader.ts';

const voice = {
  id: 'call',
  channel: 'voice',
  from: '+12025550100',
  flow: [{ speak: 'Hello' }],
} as const;
const log = { id: 'line', channel: 'log', text: 'hello' } as const;

export function campaign({
  channel = 'voice',
  ...rest
}: Partial<CampaignDefinitionInput> & { channel?: 'voice' | 'log' } = {}): CampaignDefinition {
  const steps = [channel === 'voice' ? voice : log];
  return campaignDefinitionSchema.parse({ name: 'test', contacts: { country: 'US' }, steps, ...rest });
}

/** The bytes of a text, in pieces of the given size. */
export async function* bytesOf(content: string | Uint8Array, pieceBytes = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}

export type WholeList = {
  header: readonly string[];
  rows: ContactRow[];
  rejected: RejectedRow[];
  chunks: ContactChunk[];
};

export async function readAll(
  content: string | Uint8Array,
  {
    format = 'csv',
    definition = campaign(),
    pieceBytes = 1_000,
    ...rest
  }: Partial<ReadContactsInput> & { pieceBytes?: number } = {},
): Promise<WholeList> {
  const whole: WholeList = { header: [], rows: [], rejected: [], chunks: [] };
  const source = bytesOf(content, pieceBytes);
  for await (const chunk of readContacts({ source, format, definition, ...rest })) {
    whole.header = chunk.header;
    whole.rows.push(...chunk.rows);
    whole.rejected.push(...chunk.rejected);
    whole.chunks.push(chunk);
  }
  return whole;
}
