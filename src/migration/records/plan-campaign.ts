import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { slugOf } from '../../domain/campaign/slug.ts';
import type { EnrollableRow } from '../../domain/contact/contact.ts';
import type { EarlierCampaign } from './record-fields.ts';

/** Returns the definition of a campaign with these values. Throws `definition.invalid`. */
export type DefinitionFor = (input: {
  name: string;
  client: string | null;
  from: string | null;
}) => CampaignDefinition;

/** The campaign that a record becomes. */
export type PlannedCampaign = {
  /** The caller in the logs. It contains the id of the record, so that a second run finds what the first has created. */
  by: string;
  /** Two names: the second is used if another campaign of the client has the first. */
  definitions: readonly [CampaignDefinition, CampaignDefinition];
  /** The numbers as a JSON list of contacts. */
  list: () => AsyncGenerator<Uint8Array, void, undefined>;
  /** Returns the row with what the earlier program did about it. */
  mark: <Row extends EnrollableRow>(row: Row) => Row;
  /** The state in which the campaign waits for its operator. */
  arrives: 'draft' | 'paused' | 'completed';
  /** Why it is paused. */
  reason: string;
};

const suffixLength = 6;

/** Throws `definition.invalid` if the values of the record are not valid, such as the number in `from`. */
export function planCampaign({
  record,
  definitionFor,
}: {
  record: EarlierCampaign;
  definitionFor: DefinitionFor;
}): PlannedCampaign {
  const name = slugOf(record.name);
  const id = record.id ?? name;
  const { status, processed, isUnderWay } = record;
  const define = (chosen: string): CampaignDefinition =>
    definitionFor({
      name: chosen,
      client: record.client === null ? null : slugOf(record.client),
      from: record.from === null ? null : inE164(record.from),
    });
  return {
    by: `migrate:${id}`,
    definitions: [define(name), define(`${name.slice(0, 50)}-${slugOf(id).slice(-suffixLength)}`)],
    list: () => listOf(record.numbers),
    mark(row) {
      if (row.row <= processed) return { ...row, processed: 'imported' };
      return isUnderWay && row.row === processed + 1 ? { ...row, processed: 'review' } : row;
    },
    arrives: status === 'scheduled' ? 'draft' : status === 'running' ? 'paused' : status,
    reason: `imported from the record of an earlier program, where the campaign was ${status}`,
  };
}

/** Some programs store numbers without the + of E.164. */
function inE164(phone: string): string {
  const digits = phone.replaceAll(/[\s().-]/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : digits;
}

async function* listOf(numbers: readonly unknown[]): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for (const [index, number] of numbers.entries())
    yield encoder.encode(`${index === 0 ? '[' : ','}${JSON.stringify(contactOf(number))}`);
  yield encoder.encode(numbers.length === 0 ? '[]' : ']');
}

function contactOf(number: unknown): Readonly<Record<string, unknown>> {
  if (typeof number === 'object' && number !== null && !Array.isArray(number))
    return number as Readonly<Record<string, unknown>>;
  const isPhone = typeof number === 'string' || typeof number === 'number';
  return { phone: isPhone ? String(number) : '' };
}
