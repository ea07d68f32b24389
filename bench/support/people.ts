import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';

/** Area codes of four time zones, so that dispatch merges the calendars of several. */
const areaCodes = ['212', '312', '303', '415', '617', '713', '602', '206'];
const companies = ['Example Incorporated', 'Northwind Dental', 'Acme, Ltd', 'Contoso'];
const rowsPerPiece = 500;

/** The phone number of a row: valid, and different for each of 50 million rows. */
export function phoneOf(row: number): string {
  // Up to 910-9999: 911 is the emergency number and the exchange 976 is pay-per-call, so both are refused.
  const lines = 7_110_000;
  const area = areaCodes[row % areaCodes.length];
  const line = 2_000_000 + ((Math.floor(row / areaCodes.length) * 7_919) % lines);
  return `+1${area}${line}`;
}

/** A list as it comes from a CRM: quoted cells, names, a company with a comma, numbers with parentheses and dashes. */
export async function* csvOf(rows: number): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  yield encoder.encode('first_name,last_name,company,city,state,phone,email\n');
  for (let start = 1; start <= rows; start += rowsPerPiece) {
    let text = '';
    for (let row = start; row < Math.min(start + rowsPerPiece, rows + 1); row += 1) {
      const phone = phoneOf(row);
      text +=
        `First${row},Last${row},"${companies[row % companies.length]}",Springfield,IL,` +
        `(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)},first${row}.last@example.com\n`;
    }
    yield encoder.encode(text);
  }
}

/** A campaign of one step for the silent channel, open at all hours. Limits, persons and windows are in force. */
export function benchDefinition({
  name = 'bench',
  concurrent = 4_000,
  hours = { start: '00:00', end: '24:00' },
}: {
  name?: string;
  concurrent?: number;
  hours?: { start: string; end: string };
} = {}): CampaignDefinition {
  return campaignDefinitionSchema.parse({
    name,
    client: 'bench',
    contacts: { country: 'US' },
    steps: [
      { id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello {{first_name}}' }] },
    ],
    sendWindow: { ...hours, skipWeekends: false, holidays: 'none', fallbackTimezone: 'America/New_York' },
    rateLimits: { concurrent, perSecond: 100_000 },
    retry: { maxAttempts: 3, maxPerDay: 3, backoff: { first: '1s', max: '1s', jitter: 0 } },
  });
}
