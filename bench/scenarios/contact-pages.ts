import type { CampaignCommand } from '../../src/actors/index.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { ask } from '../dashboard/ask.ts';
import { copyFilled } from '../support/files.ts';
import { openHost } from '../support/host.ts';
import { phoneOf } from '../support/people.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure, Row } from '../support/row.ts';
import { openVoiceService } from '../support/voice-service.ts';

const tries = 21;
/** A part of the contacts is contacted before the pages are measured; every twentieth result is busy. */
const contactedShare = 0.1;
const busyEvery = 20;

type Asked = { what: string; path: string; form?: Readonly<Record<string, string>>; remarks?: string };

/** Contacts a part of the list, then pauses, so that contacts are in several states. */
async function contactSome(path: string, campaign: string, rows: number): Promise<void> {
  const host = await openHost({ path, busyEvery });
  await host.runtime.start();
  const order = (command: CampaignCommand) => host.engine.command({ campaign, command, by: 'bench' });
  await order({ name: 'start', startAt: null });
  while (host.commits.ended < rows * contactedShare) await wait(20);
  await order({ name: 'pause', pause: { cause: 'operator', by: 'bench', reason: null } });
  while ((await host.store.readCampaign(campaign))?.counters.open !== 0) await wait(20);
  await host.close();
}

/** The cursor in the middle of the list, and the contact behind it. */
async function middleOf(url: string, campaign: string, rows: number): Promise<string> {
  let after = '';
  for (let seen = 0; seen < rows / 2; seen += 500) {
    const query = new URLSearchParams({ limit: '500', ...(after !== '' && { after }) });
    const answer = await fetch(`${url}/v1/campaigns/${campaign}/contacts?${query.toString()}`);
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    ({ next: after } = (await answer.json()) as { next: string });
  }
  return encodeURIComponent(after);
}

async function measureOne(url: string, { what, path, form, remarks = '' }: Asked): Promise<Row> {
  const times: number[] = [];
  let bytes = 0;
  for (let index = 0; index < tries; index += 1) {
    const answer = await ask(`${url}${path}`, { compressed: true, ...(form && { form }) });
    if (answer.status !== 200 && answer.status !== 303) throw new Error(`${path}: ${answer.status}`);
    times.push(answer.firstByteMs);
    bytes = Math.max(bytes, answer.bytes);
  }
  return {
    what,
    figure: `p50 ${ms(quantile(times, 0.5))}, p95 ${ms(quantile(times, 0.95))}, ${(bytes / 1_000).toFixed(1)} kB`,
    target: '50 ms, 30 kB',
    remarks,
  };
}

/** The pages of the contacts of a campaign of the size of the import scenario, which must have run. */
export const measure: Measure = async ({ folder, rows }) => {
  const { path, campaign } = copyFilled({ folder, rows, name: 'contact-pages' });
  await contactSome(path, campaign, rows);
  const { url, close } = await openVoiceService({
    path,
    accountPerSecond: 1,
    send: () => Promise.resolve({ kind: 'unsent', detail: 'not used' }),
  });
  const list = `/campaigns/${campaign}/contacts`;
  const find = (text: string): Pick<Asked, 'path' | 'form'> => ({
    path: `/ui${list}/find`,
    form: { find: text },
  });
  const middle = await middleOf(url, campaign, rows);
  const redirects = 'the answer leads to the contact';
  const asked: readonly Asked[] = [
    { what: 'page of the campaign', path: `/campaigns/${campaign}` },
    { what: 'first page', path: list },
    { what: 'a page in the middle', path: `${list}?after=${middle}` },
    { what: 'state completed', path: `${list}?state=completed` },
    { what: 'state waiting', path: `${list}?state=waiting`, remarks: 'rare: results that were busy' },
    { what: 'state opted-out', path: `${list}?state=opted-out`, remarks: 'none' },
    {
      what: 'reason retry.waiting',
      path: `${list}?reason=retry.waiting`,
      remarks: 'rare: results that were busy',
    },
    { what: 'reason person.busy', path: `${list}?reason=person.busy`, remarks: 'none' },
    { what: 'disposition answered', path: `${list}?disposition=answered` },
    { what: 'disposition busy', path: `${list}?disposition=busy`, remarks: 'rare: results that were busy' },
    {
      what: 'disposition busy, in the middle',
      path: `${list}?disposition=busy&after=${middle}`,
      remarks: 'none; the page searches a limited number of rows',
    },
    { what: 'search by number', ...find(phoneOf(Math.floor(rows / 2))), remarks: redirects },
    {
      what: 'search by email',
      ...find(`first${Math.floor(rows / 2)}.last@example.com`),
    },
    { what: 'search by name', ...find(`Last${rows - 1}`), remarks: 'the last contact; names have no index' },
  ];
  const found: Row[] = [];
  for (const one of asked) found.push(await measureOne(url, one));
  await close();
  return found.map((row) => ({ ...row, what: `${row.what}, ${count(rows)} contacts` }));
};
