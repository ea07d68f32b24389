import { campaignFile } from '../builders/campaigns.ts';

/** Sends a request to the API (an object as JSON, a text as CSV), and fails unless it is accepted. */
export type Send = <Answer = unknown>(method: string, path: string, body?: unknown) => Promise<Answer>;

/** What stands in the addresses of pages: a value for each parameter of a route. */
export type Scene = Readonly<{
  /** A running campaign with the contact and the call. */
  campaign: string;
  contact: string;
  /** A call that has ended. */
  call: string;
  /** A list with rejected rows. */
  import: string;
  client: string;
  /** A statechart, and one of its actors. */
  name: string;
  id: string;
  /** A webhook. */
  webhook: string;
  /** The command of a campaign or of a contact. */
  command: string;
  /** The version of an asset. */
  version: string;
  /** A page and a picture of the documentation. */
  document: string;
  picture: string;
  /** A contact that waits, of the paused campaign. */
  waiting: string;
}>;

type Created = { id: string };

const longName = `Maximiliane-Wilhelmine ${'Adelheid'.repeat(20)}`;

/** A list of contacts, most of whose calls end in different ways. Some names are long, and one is written from the right. */
function mixedList(count: number): string {
  const outcomes = ['00', '01', '02', '04', '09', '14', '27', '35', '48', '56'];
  const nameOf = (row: number): string => (row === 1 ? longName : row === 2 ? 'שרה כהן' : `Person ${row}`);
  const rows = Array.from({ length: count }, (_, row) => {
    const number = `+1212555${String(10 + Math.floor(row / outcomes.length))}${outcomes[row % outcomes.length] ?? ''}`;
    return `${nameOf(row)},${number}`;
  });
  return ['first_name,phone', ...rows, 'Nobody,12', 'Twice,+12125551000', ''].join('\n');
}

/**
 * Creates what pages show: a running campaign (`spring`), a paused one (`winter`), a draft (`autumn`), an empty draft
 * (`empty`), an address that must not be contacted and a stopped client. `untilTrue` lets time pass until its condition
 * holds.
 */
export async function createScene({
  send,
  untilTrue,
}: {
  send: Send;
  untilTrue: (condition: () => Promise<boolean>) => Promise<void>;
}): Promise<Scene> {
  const { id: webhook } = await send<Created>('POST', '/v1/webhooks', {
    url: `https://hooks.example.com/${'long/'.repeat(30)}`,
    types: ['attempt.ended', 'alert.*'],
    description: longName,
  });
  const create = async (name: string, list: string | null): Promise<{ id: string; list: string }> => {
    const file = campaignFile({ name, rateLimits: { concurrent: 8 } });
    const { id } = await send<Created>('POST', '/v1/campaigns', file);
    const created = list === null ? null : await send<Created>('POST', `/v1/campaigns/${id}/contacts`, list);
    return { id, list: created?.id ?? '' };
  };
  await send('POST', '/v1/suppressions', { address: '+12125551099', reason: 'asked by phone' });
  await send('POST', '/v1/clients/northwind/pause', { reason: 'wrong list' });
  const numbers = ['+12025550151', '+12025550152'];
  await send('POST', '/v1/rates?client=northwind', '1,0.0085,USD\n');
  await send('POST', '/v1/clients/northwind/senders', { numbers, tags: ['cold'], limits: { perDay: 80 } });
  await send('POST', `/v1/clients/northwind/senders/${numbers[0]}/quarantine`, { reason: 'complaints' });
  await create('empty', null);
  await create('autumn', mixedList(10));
  const winter = await create('winter', mixedList(20));
  await send('POST', `/v1/campaigns/${winter.id}/start`);
  await send('POST', `/v1/campaigns/${winter.id}/pause`, { reason: 'lunch' });
  const { items: waiting } = await send<{ items: Created[] }>(
    'GET',
    `/v1/campaigns/${winter.id}/contacts?limit=3`,
  );
  const spring = await create('spring', mixedList(60));
  await send('POST', `/v1/campaigns/${spring.id}/start`);
  type Call = { id: string; contact: string; campaign: string; active: boolean };
  let ended: Call | undefined;
  await untilTrue(async () => {
    const { items } = await send<{ items: Call[] }>('GET', `/v1/calls?campaign=${spring.id}`);
    ended = items.find(({ active }) => !active);
    return ended !== undefined;
  });
  if (!ended) throw new Error('no call has ended');
  return {
    campaign: spring.id,
    contact: ended.contact,
    call: ended.id,
    import: spring.list,
    client: 'default',
    webhook,
    name: 'campaign',
    id: spring.id,
    command: 'pause',
    version: 'x',
    document: 'troubleshooting',
    picture: 'guide-now.png',
    waiting: waiting.at(-1)?.id ?? '',
  };
}
