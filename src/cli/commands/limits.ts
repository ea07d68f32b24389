import { campaignPath } from '../api/campaign-path.ts';
import { pathPart } from '../api/path-part.ts';
import { usageError } from '../errors.ts';
import { abandonmentLine, limitRow, limitTitles, plannedRow, plannedTitles } from '../limits/limit-lines.ts';
import type { LimitsView, ScheduleView } from '../limits/limit-lines.ts';
import { tableWithin } from '../terminal/output.ts';
import { counted } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';

const actions = { status, schedule, configure } as const;
type Action = keyof typeof actions;

/** Without `--client`, the client of campaigns that name none. */
const usualClient = 'default';
const usualBatch = 50;

export const limits: Verb = {
  name: 'limits',
  takes: '[action] [campaign]',
  summary: 'Limits: their use, the next touches as planned, and changes',
  description:
    'Actions: status (the default), schedule, configure. A campaign is named by name or id; without one, status and schedule cover all started campaigns, and configure changes the limits of a client.',
  options: [
    { flags: '--client <client>', what: `the client (configure: default ${usualClient})` },
    { flags: '--batch-size <count>', what: `how many touches are planned (default ${usualBatch})` },
    { flags: '--hourly <count>', what: 'the maximum per hour, or off' },
    { flags: '--daily <count>', what: 'the maximum per day, or off' },
    { flags: '--concurrent <count>', what: 'the maximum at once, or off' },
    { flags: '--per-second <rate>', what: 'the maximum started per second, or off' },
  ],
  examples: [
    { line: 'ringmaster limits', what: 'what is used and allowed, and who waits' },
    { line: 'ringmaster limits schedule --batch-size 20', what: 'the next 20 touches; nothing is changed' },
    {
      line: 'ringmaster limits configure --client northwind --hourly 100 --daily 500',
      what: 'the limits that all campaigns of a client share',
    },
    {
      line: 'ringmaster limits configure spring-checkup --daily 200',
      what: 'the daily limit of one campaign, also while it runs',
    },
  ],
  async run(input) {
    const [action = 'status', campaign] = input.args;
    if (!isAction(action))
      throw usageError(
        `There is no action "${action}" of limits. The actions are: ${Object.keys(actions).join(', ')}.`,
      );
    await actions[action](input, campaign);
  },
};

function isAction(text: string): text is Action {
  return Object.hasOwn(actions, text);
}

async function status({ options, output, connect }: VerbInput, campaign?: string): Promise<void> {
  const service = await connect({ reads: true });
  const view = await service.get<LimitsView>('/v1/limits', { query: { client: options.text('client') } });
  const isAsked = (name: string): boolean => campaign === undefined || campaign === name;
  const waiting = view.waiting.filter(({ name }) => isAsked(name));
  output.document({ ...view, waiting });
  if (view.items.length === 0) output.say('No campaign has started, so no limit is used.');
  else
    for (const line of tableWithin([limitTitles, ...view.items.map(limitRow)], output.width()))
      output.result(line);
  for (const { name, reason, contacts, until } of waiting) {
    const when = until === null ? '' : `, until ${until}`;
    output.result(`${name}: ${counted(contacts, 'contact')} wait for ${reason}${when}`);
  }
  for (const line of view.abandonment.map(abandonmentLine)) output.result(line);
}

async function schedule({ options, output, connect }: VerbInput, campaign?: string): Promise<void> {
  const limit = options.number('batch-size', { min: 1, max: 500, whole: true }) ?? usualBatch;
  const service = await connect({ reads: true });
  const query = { client: options.text('client'), campaign, limit: String(limit) };
  const view = await service.get<ScheduleView>('/v1/limits/schedule', { query });
  output.document(view);
  for (const { name, state } of view.notRunning)
    output.say(`${name} is ${state}: its part of the plan holds after it is resumed.`);
  if (view.items.length === 0) return output.say('Nothing is planned.');
  for (const line of tableWithin([plannedTitles, ...view.items.map(plannedRow)], output.width()))
    output.result(line);
}

const keys = {
  hourly: 'perHour',
  daily: 'perDay',
  concurrent: 'concurrent',
  'per-second': 'perSecond',
} as const;
const off = 'off';

/** The limits that are set, or removed (null). */
function changesFrom({ options }: VerbInput): Record<string, number | null> {
  const changes: Record<string, number | null> = {};
  for (const [option, key] of Object.entries(keys)) {
    const text = options.text(option);
    if (text === undefined) continue;
    const bounds = key === 'perSecond' ? { min: 0.000_001 } : { min: 1, whole: true };
    changes[key] = text === off ? null : (options.number(option, bounds) ?? null);
  }
  return changes;
}

async function configure(input: VerbInput, campaign?: string): Promise<void> {
  const { options, output, connect } = input;
  const changes = changesFrom(input);
  if (Object.keys(changes).length === 0)
    throw usageError('limits configure requires a limit, such as --hourly 100 --daily 500.');
  const service = await connect({ reads: false });
  if (campaign !== undefined) {
    const changed = await service.patch<{ definition: { rateLimits: object } }>(campaignPath(campaign), {
      query: { client: options.text('client') },
      body: { rateLimits: changes },
    });
    output.document(changed.definition.rateLimits);
    return output.say(`The limits of ${campaign} are: ${limitsText(changed.definition.rateLimits)}.`);
  }
  const client = options.text('client') ?? usualClient;
  const path = `/v1/clients/${pathPart(client)}`;
  const { settings } = await service.get<{ settings: { limits?: object } }>(path);
  const kept = Object.entries({ ...settings.limits, ...changes }).filter(([, value]) => value !== null);
  const next = Object.fromEntries(kept);
  await service.put(path, { body: { ...settings, limits: next } });
  output.document(next);
  output.say(`The limits that campaigns of ${client} share are: ${limitsText(next) || 'none'}.`);
}

function limitsText(given: object): string {
  return Object.entries(given)
    .filter(([, value]) => typeof value === 'number')
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}
