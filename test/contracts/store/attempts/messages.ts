import { expect, test } from 'vitest';
import type { RenderedMessage } from '../../../../src/persistence/contract/attempts/messages.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const message: RenderedMessage = {
  attempt: 'att_1',
  client: 'northwind',
  campaign: 'cmp_1',
  subject: 'Your check-up',
  body: 'Hello Ada',
  hash: 'e3b0',
  variant: 'short',
  generator: 'template',
  audit: { words: 2, checks: ['no-links'] },
  renderedAt: 1_000,
};

export function messageTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('an attempt has one message: the first that was stored', async () => {
    const put = (body: string) => store().putMessage({ ...message, body });
    expect(await Promise.all([put('Hello Ada'), put('Hello Bob')])).toEqual([true, false]);
    expect(await store().readMessages(['att_1'])).toEqual([message]);
  });

  test('messages are read in the order asked for, without those that are not there', async () => {
    const bare = { ...message, attempt: 'att_2', subject: null, body: null, variant: null, audit: {} };
    await store().putMessage(message);
    await store().putMessage(bare);
    expect(await store().readMessages(['att_2', 'att_3', 'att_1'])).toEqual([bare, message]);
  });
}
