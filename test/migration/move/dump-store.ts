import type { Store } from '../../../src/persistence/contract/store.ts';

const limit = 500;

/** Everything that the verbs of a store return about its data, but which instance owns a campaign. */
export async function dumpStore(store: Store): Promise<unknown> {
  const campaigns = (await store.listCampaigns({ limit })).items;
  const clients = (await store.listClients()).map(({ client }) => client);
  const settings = await store.readNewSettings(null);
  return {
    campaigns: await inOrder(
      campaigns.map((one) => one.id),
      (id) => dumpCampaign(store, id),
    ),
    clients: await store.listClients(),
    logs: await inOrder([...clients, 'other', '*'], (client) =>
      store.readClientLogChunks({ client, afterSeq: 0, limit }),
    ),
    settings: { ...settings, clients: sorted(settings?.clients ?? []) },
    incarnation: await store.readIncarnation(),
    unpublished: await store.listUnpublished({ after: null, limit }),
    stopEvents: (await store.listStopEvents({ limit })).items,
    consents: (await store.listConsents({ limit })).items,
    suppressions: (await store.listSuppressions({ limit })).items,
    takeovers: await store.listTakeovers({ limit }),
    breakers: await store.readBreakers((await store.listBreakers()).map(({ key }) => key)),
    attempts: (await store.listAttempts({ openOnly: false, limit })).items,
    inboxes: await store.listInboxes(),
    openImports: await store.listOpenImports(),
    deliveries: (await store.listDeliveries({ target: 'hook', state: 'waiting', limit })).items,
    due: await store.takeDueDeliveries({ target: 'hook', now: 0, leasedUntil: 1, limit }),
    tasks: (await store.listTasks({ limit })).items,
    alerts: await store.listAlerts(),
    webhooks: await store.listWebhooks(),
    senders: await store.listSenders('default'),
    rates: await store.listRates('default'),
    spending: await store.readSpending({ client: 'default', periods: ['2027-03', '2027-03-01'] }),
    senderOutcomes: await store.readSenderOutcomes({ client: 'default', since: 0 }),
    attendance: await store.readAttendance({ client: 'default', since: 0 }),
    webhookCursor: await store.readWebhookCursor({ webhook: 'whk_1', campaign: 'cmp_1' }),
    reviews: (await store.listReviews({ limit })).items,
    messages: await store.readMessages(['att_1']),
    session: await store.readSession('hash'),
  };
}

async function dumpCampaign(store: Store, campaign: string): Promise<unknown> {
  const { owner: _, ...record } = (await store.readCampaign(campaign)) ?? { owner: null };
  const enrollments = (await store.listEnrollments({ campaign, limit })).items;
  const positions = enrollments.map(({ position }) => position);
  const imports = await store.listImports(campaign);
  return {
    record,
    enrollments,
    contacts: await store.readContacts({ campaign, positions }),
    reach: await store.readReach({ campaign, positions, at: 0 }),
    persons: [...(await store.readPersons(enrollments.map(({ person }) => person)))],
    events: await store.readEvents({ campaign, afterSeq: 0, limit }),
    ofContact: await store.readEvents({ campaign, afterSeq: 0, position: 1, limit }),
    chunks: await store.readLogChunks({ campaign, afterSeq: 0, limit }),
    attempts: (await store.listAttempts({ campaign, openOnly: false, limit })).items,
    attemptsOfContact: (await store.listAttempts({ campaign, position: 1, openOnly: false, limit })).items,
    open: await store.readOpenAttempts(campaign),
    heads: await store.readDueHeads(campaign),
    tallies: sorted(await store.readTallies(campaign)),
    calendars: await store.readCalendars(campaign),
    transitions: await store.readTransitionCounts(campaign),
    series: await store.readSeries({ campaign, from: 0, to: Number.MAX_SAFE_INTEGER, limit }),
    inbox: await store.readInbox({ campaign, limit }),
    imports,
    results: await store.readResults({ campaign, after: null, limit }),
    rejections: await inOrder(
      imports.map(({ id }) => id),
      (id) => store.listRejections({ import: id, afterRow: 0, limit }),
    ),
    byKeys: sorted(
      await store.findByKeys({ campaign, keys: ['+12125550214', 'ada@example.com', '+12125550015'] }),
    ),
    found: (await store.searchNames({ campaign, text: 'ada', limit })).items,
    limits: await store.readLimits(['global', `campaign:${campaign}`, 'client:default', 'account']),
  };
}

async function inOrder<Value>(
  items: readonly string[],
  read: (item: string) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  for (const item of items) values.push(await read(item));
  return values;
}

function sorted<Value>(values: readonly Value[]): Value[] {
  return values.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
