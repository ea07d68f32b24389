import { createBody } from './bodies.ts';
import type { Filled } from './fill-service.ts';
import { csvOf, phoneOf } from '../support/people.ts';

/** Puts a service under load, until its thread is ended. `onAnswer` receives the status of each answer. */
export type Load = (input: LoadInput) => Promise<void>;

export type LoadInput = {
  url: string;
  filled: Filled;
  rows: number;
  onAnswer: (status: number) => void;
};

type Target = Pick<LoadInput, 'url' | 'onAnswer'>;

type Ask = { path: string; method?: string; body?: string | ReadableStream; type?: string };

async function ask(
  { url, onAnswer }: Target,
  { path, method = 'GET', body, type = 'application/json' }: Ask,
): Promise<void> {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': type }, duplex: 'half' }),
  });
  onAnswer(response.status);
  await response.arrayBuffer();
}

/** The same requests again and again, several at once. */
function repeated(make: (filled: Filled, round: number) => readonly Ask[], atOnce = 4): Load {
  return async ({ filled, ...target }) => {
    let round = 0;
    const lane = async (): Promise<void> => {
      for (;;) {
        for (const one of make(filled, (round += 1))) await ask(target, one);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  };
}

/** One request, then nothing. */
function once(make: (filled: Filled, rows: number) => Ask): Load {
  return async ({ filled, rows, ...target }) => {
    await ask(target, make(filled, rows));
  };
}

const post = (path: string, body: string): Ask => ({ path, method: 'POST', body });
const streamsAtOnce = 300;
/** More than a service plays at once: the others are answered with 429. */
const rehearsalsAtOnce = 8;

/** Every kind of request that reads or writes much, by name. */
export const loads: Readonly<Record<string, Load>> = {
  'results.csv, 4 at once': repeated(({ ended }) => [{ path: `/v1/campaigns/${ended}/results.csv` }]),
  'contacts of a state that few have': repeated(({ ended }) => [
    { path: `/v1/campaigns/${ended}/contacts?state=pending&limit=500` },
    { path: `/v1/campaigns/${ended}/contacts?state=completed,review&limit=500` },
  ]),
  'calls of a client that has few': repeated(() => [{ path: '/v1/calls?client=other&limit=500' }]),
  'calls of a campaign that has only log steps': repeated(({ logged }) => [
    { path: `/v1/calls?campaign=${logged}&limit=500` },
  ]),
  'events, pages of 500': repeated(({ ended }, round) => [
    { path: `/v1/campaigns/${ended}/events?limit=500&after=${(round * 500) % 200_000}` },
    { path: `/v1/campaigns/${ended}/events?limit=500&contact=${encodeURIComponent(phoneOf(1))}` },
  ]),
  'why, progress, report': repeated(({ ended, draft }) =>
    [ended, draft].flatMap((id) =>
      ['why', 'progress', 'report'].map((what) => ({ path: `/v1/campaigns/${id}/${what}` })),
    ),
  ),
  'attention, metrics, list of campaigns': repeated(() => [
    { path: '/v1/attention' },
    { path: '/metrics' },
    { path: '/v1/campaigns?limit=500' },
  ]),
  'openapi.json and docs': repeated(() => [{ path: '/openapi.json' }, { path: '/docs' }]),
  'import of a list': once((_, rows) => ({
    path: '/v1/campaigns/small-1/contacts?client=bench',
    method: 'POST',
    body: ReadableStream.from(csvOf(rows)),
    type: 'text/csv',
  })),
  'import of duplicates': once(({ draft }, rows) => ({
    path: `/v1/campaigns/${draft}/contacts`,
    method: 'POST',
    body: ReadableStream.from(csvOf(rows)),
    type: 'text/csv',
  })),
  'definitions of 1 MB, unknown keys': repeated(() => [post('/v1/campaigns', createBody.unknownKeys())]),
  'definitions of 1 MB, steps': repeated(() => [post('/v1/campaigns', createBody.steps())]),
  'bodies of 1 MB, nested': repeated(() => [post('/v1/campaigns', createBody.nested())]),
  'suppress an address of 300 campaigns': repeated(
    (_, round) => [
      post(
        '/v1/suppressions',
        JSON.stringify({ address: phoneOf(1), client: 'bench', reason: `round ${round}` }),
      ),
    ],
    1,
  ),
  'rehearsals of a stored campaign, 8 at once': repeated(
    ({ draft }) => [post(`/v1/campaigns/${draft}/rehearsal`, '{}')],
    rehearsalsAtOnce,
  ),
  'streams, 300 at once': async ({ filled, ...target }) => {
    const streams = Array.from({ length: streamsAtOnce }, (_, index) =>
      ask(target, { path: index % 2 === 0 ? '/v1/stream' : `/v1/campaigns/${filled.ended}/events/stream` }),
    );
    await Promise.all(streams);
  },
  'delete a draft with all contacts': once(({ draft }) => ({
    path: `/v1/campaigns/${draft}`,
    method: 'DELETE',
    body: '{}',
  })),
};
