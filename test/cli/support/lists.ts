import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Contacts with fictional numbers in New York whose last two digits start at `first`. These digits decide the
 * outcome.
 */
export function writeList({
  folder,
  name = 'people.csv',
  people,
  first = 15,
}: {
  folder: string;
  name?: string;
  people: number;
  first?: number;
}): string {
  const path = join(folder, name);
  const rows = Array.from({ length: people }, (_, index) => `P${index},+121255501${String(first + index)}`);
  writeFileSync(path, `first_name,phone\n${rows.join('\n')}\n`);
  return path;
}

/** A campaign that may call at any hour of any day. */
export function writeCampaign({
  folder,
  name = 'try-out',
  more = '',
  says = 'Hello {{first_name}}.',
}: {
  folder: string;
  name?: string;
  more?: string;
  says?: string;
}): string {
  const path = join(folder, 'campaign.yaml');
  writeFileSync(
    path,
    `name: ${name}
steps:
  - id: call
    channel: voice
    from: "+12025550100"
    flow: [{ speak: "${says}" }]
sendWindow: { timezone: UTC, start: "00:00", end: "24:00", skipWeekends: false, holidays: none }
retry: { maxAttempts: 2, backoff: { first: 1m, factor: 1, jitter: 0 } }
${more}`,
  );
  return path;
}
