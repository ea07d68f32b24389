import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { Calendar } from '../../src/domain/time/window-rules.ts';
import { sleep } from '../../src/platform/clock.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import type { PatientClient } from './patient-client.ts';

/** Monday, three minutes before New York closes and Sydney opens; Los Angeles is open. */
export const startAt = Date.UTC(2027, 2, 1, 21, 57);
const zones = ['America/New_York', 'America/Los_Angeles', 'Australia/Sydney'] as const;

export const perSecond = 5;
export const concurrent = 20;

const input = {
  name: 'killed',
  client: 'northwind',
  steps: [
    {
      id: 'only',
      channel: 'voice' as const,
      from: '+12025550100',
      flow: [
        { gather: { speak: 'Press 1 or 9.', on: { '1': 'confirmed' as const, '9': 'opt-out' as const } } },
      ],
    },
  ],
  sendWindow: { holidays: 'none' as const },
  rateLimits: { concurrent, perSecond },
  retry: { maxAttempts: 2, maxPerDay: 3, backoff: { first: '2m' } },
};
export const definition = campaignDefinitionSchema.parse(input);

export type KilledPerson = { phone: string; zone: string; calendar: Calendar };

/** Numbers whose last digits let the carrier draw how they answer. */
export function peopleOf(count: number): KilledPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const zone = zones[index % zones.length] ?? zones[0];
    const phone = `+1212555${1015 + Math.floor(index / 80) * 100 + (index % 80)}`;
    return { phone, zone, calendar: { zones: [zone], regions: ['US-NY'] } };
  });
}

/** The copies of each contact: the list must be long enough for several commits. */
const repeats = 10;
const pieceRows = 200;
const betweenPiecesMs = 40;

/** The list as a slow connection sends it. */
function slowly(people: readonly KilledPerson[]): ReadableStream<Uint8Array> {
  const system = createSystemClock();
  const encoder = new TextEncoder();
  const rows = people.flatMap(({ phone, zone }) =>
    Array.from({ length: repeats }, () => `${phone},${zone}\n`),
  );
  let from = -pieceRows;
  return new ReadableStream({
    async pull(controller) {
      if (from < 0) controller.enqueue(encoder.encode('phone,timezone\n'));
      else controller.enqueue(encoder.encode(rows.slice(from, from + pieceRows).join('')));
      from += pieceRows;
      if (from >= rows.length) controller.close();
      else await sleep({ clock: system, ms: betweenPiecesMs });
    },
  });
}

const path = '/v1/campaigns/killed';

export async function createKilled({ insist }: PatientClient): Promise<void> {
  const body = (): string => JSON.stringify(input);
  const { status, body: told } = await insist({ method: 'POST', path: '/v1/campaigns', body, key: 'create' });
  if (status !== 201) throw new Error(`create: ${status} ${JSON.stringify(told)}`);
}

type Import = { id: string; state: string; openedAt: string };

/** Uploads the list. After a kill it continues the broken import. Returns the number of uploads. */
export async function uploadKilled(
  client: PatientClient,
  { people, onUpload }: { people: readonly KilledPerson[]; onUpload: () => void },
): Promise<number> {
  for (let uploads = 1; ; uploads += 1) {
    const { body } = await client.insist({ method: 'GET', path: `${path}/imports` });
    const known = (body['items'] as Import[]).toSorted((a, b) => a.openedAt.localeCompare(b.openedAt));
    if (known.some(({ state }) => state === 'closed')) return uploads - 1;
    const left = known.at(-1);
    onUpload();
    const answer = await client.attempt({
      method: 'POST',
      path: `${path}/contacts${left ? `?resume=${left.id}` : ''}`,
      body: () => slowly(people),
      type: 'text/csv',
    });
    if (answer && answer.status !== 201)
      throw new Error(`upload: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

export async function startKilled({ insist }: PatientClient): Promise<void> {
  const { status, body } = await insist({
    method: 'POST',
    path: `${path}/start`,
    body: () => '{}',
    key: 'start',
  });
  if (status !== 200) throw new Error(`start: ${status} ${JSON.stringify(body)}`);
}

/** Waits for the end. While only time passes, the clock jumps. */
export async function untilCompleted(
  { insist }: PatientClient,
  { jumpTo }: { jumpTo: (instant: number) => void },
): Promise<void> {
  const system = createSystemClock();
  for (;;) {
    const { body: progress } = await insist({ method: 'GET', path: `${path}/progress` });
    if (progress['state'] === 'completed') return;
    const { body: why } = await insist({ method: 'GET', path: `${path}/why` });
    const until = why['until'];
    if (progress['inFlight'] === 0 && why['doing'] === 'waiting' && typeof until === 'string')
      jumpTo(Date.parse(until) - 1_000);
    await sleep({ clock: system, ms: 50 });
  }
}
