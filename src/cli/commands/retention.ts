import type { Client } from '../api/client.ts';
import { pathPart } from '../api/path-part.ts';
import type { ListView } from '../api/views.ts';
import { usageError } from '../errors.ts';
import { tableWithin } from '../terminal/output.ts';
import { counted } from '../text/times.ts';
import type { Options, Verb } from '../verb.ts';

type Days = { contacts: number | null; events: number | null; keys: number };
type RetentionView = {
  client: string;
  days: Days;
  due: {
    contacts: { campaigns: number; contacts: number };
    events: { campaigns: number; events: number };
    keys: number;
  };
};
type Settings = { settings: { retention?: object } & Record<string, unknown> };

const kinds = ['contacts', 'events', 'keys'] as const;
type Changes = Partial<Record<(typeof kinds)[number], number | null>>;
const longestDays = 3_650;
const off = 'off';

export const retention: Verb = {
  name: 'retention',
  takes: '[client]',
  summary: 'For how many days contacts, events and keys are kept: show, set, or what is due',
  description: `The period of contacts counts from the end of their campaign or single call, that of events from the last change of an ended campaign, that of idempotency keys from the request. Contacts of other live campaigns and suppressions stay. The value ${off} removes a period: contacts and events are then kept, keys for one day.`,
  options: [
    {
      flags: '--contacts <days>',
      what: 'days until the contacts of an ended campaign or single call are erased',
    },
    { flags: '--events <days>', what: 'days until the log of an ended campaign is removed' },
    { flags: '--keys <days>', what: 'days until idempotency keys are removed' },
    { flags: '--dry-run', what: 'show what the next sweep removes' },
  ],
  examples: [
    { line: 'ringmaster retention', what: 'the periods of all clients that have settings' },
    { line: 'ringmaster retention northwind --contacts 90 --events 365', what: 'sets two periods' },
    { line: `ringmaster retention northwind --events ${off}`, what: 'keeps logs again' },
    { line: 'ringmaster retention --dry-run', what: 'what is due now, by client and kind' },
  ],
  async run(input) {
    const { args, output, options } = input;
    const [client] = args;
    const changes = changesFrom(options);
    const isChange = Object.keys(changes).length > 0;
    if (isChange && client === undefined) throw usageError('A period is set for one client: name it.');
    if (isChange && options.flag('dry-run')) throw usageError('--dry-run does not set a period.');
    const service = await input.connect({ reads: !isChange });
    if (isChange && client !== undefined) await change(service, client, changes);
    const page = await service.get<ListView<RetentionView>>('/v1/retention', { query: { client } });
    output.document(page);
    if (page.items.length === 0)
      return output.say('No client has settings, so contacts and events are kept.');
    const [header, rowOf] = options.flag('dry-run') ? dueTable : daysTable;
    for (const line of tableWithin([header, ...page.items.map(rowOf)], output.width())) output.result(line);
  },
};

type TableOf = readonly [string[], (view: RetentionView) => string[]];

const inWords = (days: number | null): string => (days === null ? 'kept' : counted(days, 'day'));
const daysTable: TableOf = [
  ['CLIENT', 'CONTACTS', 'EVENTS', 'KEYS'],
  ({ client, days }) => [client, ...kinds.map((kind) => inWords(days[kind]))],
];
const dueTable: TableOf = [
  ['CLIENT', 'CONTACTS DUE', 'EVENTS DUE', 'KEYS DUE'],
  ({ client, due: { contacts, events, keys } }) => [
    client,
    `${contacts.contacts} in ${counted(contacts.campaigns, 'campaign')}`,
    `${events.events} in ${counted(events.campaigns, 'campaign')}`,
    String(keys),
  ],
];

/** The periods that are set (in days) or removed (null). */
function changesFrom(options: Options): Changes {
  const changes: Changes = {};
  for (const kind of kinds) {
    const text = options.text(kind);
    if (text === off) changes[kind] = null;
    else if (text !== undefined)
      changes[kind] = options.number(kind, { min: 1, max: longestDays, whole: true }) ?? null;
  }
  return changes;
}

/** Stores the settings of the client with other periods. */
async function change(service: Client, client: string, changes: Changes): Promise<void> {
  const path = `/v1/clients/${pathPart(client)}`;
  const { settings } = await service.get<Settings>(path);
  const periods = Object.entries({ ...settings.retention, ...changes }).filter(([, days]) => days !== null);
  await service.put(path, { body: { ...settings, retention: Object.fromEntries(periods) } });
}
