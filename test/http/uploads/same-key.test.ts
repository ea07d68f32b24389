import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { TestInstance } from '../../support/service/installation.ts';
import { startCluster } from '../../support/service/start-cluster.ts';
import type { Cluster } from '../../support/service/start-cluster.ts';

/** Longer than several chunks. */
const numbers = Array.from({ length: 800 }, () => '10');
const list = csvOf(numbers);
/** In the third chunk. */
const middle = csvOf(numbers.slice(0, 600)).length;

let cluster: Cluster;
let one: TestInstance;
let two: TestInstance;
beforeEach(async () => {
  cluster = await startCluster();
  one = await cluster.join('one');
  two = await cluster.join('two');
  const body = JSON.stringify(campaignFile());
  const headers = { 'content-type': 'application/json' };
  const created = new Request('http://localhost/v1/campaigns', { method: 'POST', headers, body });
  await cluster.during(one.answer(created));
});

/** An upload whose connection the test controls. */
type Upload = {
  /** Sends the next bytes, and waits until they were processed. */
  send: (text: string) => Promise<void>;
  end: () => void;
  breakOff: () => void;
  answer: Promise<{ status: number; body: Record<string, unknown> }>;
};

function upload(instance: TestInstance): Upload {
  const encoder = new TextEncoder();
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (stream = controller) });
  const request = new Request('http://localhost/v1/campaigns/spring-checkup/contacts', {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'idempotency-key': 'list-1' },
    body,
    duplex: 'half',
  });
  const read = async (): Promise<{ status: number; body: Record<string, unknown> }> => {
    const reply = await instance.answer(request);
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };
  const answer = read();
  return {
    answer,
    async send(text) {
      stream?.enqueue(encoder.encode(text));
      await cluster.pass(100);
    },
    end: () => stream?.close(),
    breakOff: () => stream?.error(new Error('connection reset')),
  };
}

/** The campaign has each contact once, and its import is closed. */
async function expectComplete(answers: readonly { status: number; body: Record<string, unknown> }[]) {
  const campaign = await cluster.store.findCampaign({ client: 'default', name: 'spring-checkup' });
  const imports = await cluster.store.listImports(campaign?.id ?? '');
  expect(imports.map(({ state, enrolled, lastRow }) => ({ state, enrolled, lastRow }))).toEqual([
    { state: 'closed', enrolled: 800, lastRow: 801 },
  ]);
  expect(campaign?.counters).toMatchObject({ total: 800, openImports: 0 });
  for (const { status, body } of answers) {
    expect({ status, body }).toMatchObject({ status: 201, body: { state: 'closed', enrolled: 800 } });
  }
}

describe('a list that is repeated with its key on another instance while the first request still runs', () => {
  test('is imported once, and both requests are answered with the whole import', async () => {
    const [first, second] = [upload(one), upload(two)];
    await first.send(list.slice(0, middle));
    await second.send(list);
    second.end();
    const again = await cluster.during(second.answer);
    await first.send(list.slice(middle));
    first.end();
    await expectComplete([again, await cluster.during(first.answer)]);
  });

  test('is complete although the first request breaks off in the middle of the second', async () => {
    const [first, second] = [upload(one), upload(two)];
    await first.send(list.slice(0, middle));
    await second.send(list.slice(0, middle));
    first.breakOff();
    expect(await cluster.during(first.answer)).toMatchObject({ status: 400 });
    await second.send(list.slice(middle));
    second.end();
    await expectComplete([await cluster.during(second.answer)]);
  });

  test('is complete although the first request breaks off after the last row of the second', async () => {
    const [first, second] = [upload(one), upload(two)];
    await first.send(list.slice(0, middle));
    await second.send(list);
    first.breakOff();
    await cluster.during(first.answer);
    second.end();
    await expectComplete([await cluster.during(second.answer)]);
  });

  test('and that is another list is refused', async () => {
    const [first, second] = [upload(one), upload(two)];
    await first.send(list.slice(0, middle));
    await second.send(csvOf(['20', '21']));
    second.end();
    first.end();
    const answers = await Promise.all([first, second].map(({ answer }) => cluster.during(answer)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409 || status === 422)).toHaveLength(1);
  });
});

test('an import that another request has closed as broken after its last row is complete at the end of its list', async () => {
  const { id: campaign } = (await cluster.store.findCampaign({
    client: 'default',
    name: 'spring-checkup',
  })) ?? {
    id: '',
  };
  const by = 'test';
  const list = await cluster.during(one.engine.openImport({ campaign, format: 'csv', by }));
  const close = (instance: TestInstance, state: 'broken' | 'closed') =>
    cluster.during(instance.engine.closeImport({ campaign, import: list.id, state, by }));
  expect(await close(two, 'broken')).toMatchObject({ state: 'broken' });
  expect(await close(one, 'closed')).toMatchObject({ state: 'closed' });
  expect(await close(two, 'broken')).toMatchObject({ state: 'closed' });
  expect((await cluster.record(campaign)).counters.openImports).toBe(0);
});
