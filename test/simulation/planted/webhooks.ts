import type { Mutant } from './mutant.ts';

const crash = 'test/integrations/webhooks/crash.test.ts';
const send = 'test/integrations/webhooks/send.test.ts';

/** Mistakes with webhooks. */
export const webhooks: readonly Mutant[] = [
  {
    name: 'take an event before an earlier one is seen: the store shows a later commit first',
    test: crash,
    file: 'src/integrations/outgoing-webhooks/feeding/feed-page.ts',
    find: "if (event.seq !== to + 1 && event.type !== 'campaign.log-removed') break;",
    replace: '',
  },
  {
    name: 'send a delivery again with another id, after the answer or the commit was lost',
    test: crash,
    file: 'src/integrations/outgoing-webhooks/delivering/deliver-one.ts',
    find: 'signedHeaders({ id: delivery.id,',
    replace: 'signedHeaders({ id: `${delivery.id}-${delivery.tries}`,',
  },
  {
    name: 'settle a delivery that another instance has taken: its dead letter is lost',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/persistence/sqlite/queues/deliveries.ts',
    find: "const taken = `id = ? AND tries = ? AND state = 'waiting'`;",
    replace: "const taken = `id = ? AND tries >= ? AND state = 'waiting'`;",
  },
  {
    name: 'count a redirect as a receipt',
    test: 'test/integrations/webhooks/retry.test.ts',
    file: 'src/integrations/outgoing-webhooks/delivering/retry.ts',
    find: 'if (status >= 200 && status < 300)',
    replace: 'if (status >= 200 && status < 400)',
  },
  {
    name: 'look the name of an endpoint up again after its address was checked',
    test: send,
    file: 'src/integrations/outgoing-webhooks/sending/checked-connect.ts',
    find: 'hostname: address }',
    replace: '}',
  },
  {
    name: 'check only the first address of an endpoint',
    test: send,
    file: 'src/integrations/outgoing-webhooks/sending/checked-connect.ts',
    find: 'for (const address of found) {',
    replace: 'for (const address of found.slice(0, 1)) {',
  },
];
