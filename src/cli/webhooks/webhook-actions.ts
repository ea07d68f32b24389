import type { Client } from '../api/client.ts';
import { pathPart } from '../api/path-part.ts';
import type { ListView } from '../api/views.ts';
import { readInstant } from '../clock/instant-option.ts';
import { usageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { counted } from '../text/times.ts';
import type { Options, VerbInput } from '../verb.ts';
import { deliveryLines, deliveryTable, testLines, webhookLines, webhookTable } from './webhook-lines.ts';
import type { DeliveryInFullView, DeliveryView, TestView, WebhookView } from './webhook-views.ts';

type Input = Pick<VerbInput, 'options' | 'output'> & {
  service: Client;
  /** The id of the webhook, or the address of a new one. */
  subject: string;
  /** The ids of deliveries. */
  ids: readonly string[];
};
type Action = {
  /** What the action is about, in its usage; null for nothing. */
  needs: string | null;
  /** Whether ids of deliveries may follow. */
  takesIds?: true;
  /** The options that it accepts. */
  options: readonly string[];
  run: (input: Input) => Promise<ExitCode | void>;
};

const pathOf = (id: string, rest = ''): string => `/v1/webhooks/${pathPart(id)}${rest}`;
const settings = ['events', 'include', 'description'];
const range = ['from', 'to', 'all'];

/** What `ringmaster webhooks` can do, by the word after it. */
export const webhookActions: Readonly<Record<string, Action>> = {
  list: {
    needs: null,
    options: ['client'],
    async run({ service, options, output }) {
      const query = { client: options.text('client') };
      const page = await service.get<ListView<WebhookView>>('/v1/webhooks', { query });
      output.document(page);
      if (page.items.length === 0) return output.say('There are no webhooks.');
      for (const line of webhookTable(page.items)) output.result(line);
    },
  },
  add: {
    needs: 'URL',
    options: ['client', ...settings],
    async run({ service, subject: url, options, output }) {
      const client = options.text('client');
      const body = { ...(client !== undefined && { client }), url, types: ['*'], ...settingsIn(options) };
      const made = await service.post<WebhookView>('/v1/webhooks', { body });
      output.document(made);
      output.result(`${made.id}: events of ${made.client} are sent to ${made.url}.`);
      output.result(`Secret, shown only now: ${made.secret}`);
    },
  },
  show: {
    needs: 'ID',
    options: [],
    async run({ service, subject, output }) {
      const found = await service.get<WebhookView>(pathOf(subject));
      output.document(found);
      for (const line of webhookLines(found)) output.result(line);
    },
  },
  set: {
    needs: 'ID',
    options: [...settings, 'url', 'enable', 'disable', 'skip'],
    async run({ service, subject, options, output }) {
      const [enable, disable, skip] = ['enable', 'disable', 'skip'].map(options.flag);
      if (enable && disable) throw usageError('--enable and --disable exclude each other.');
      if (skip && !enable) throw usageError('--skip requires --enable.');
      const url = options.text('url');
      const body = {
        ...settingsIn(options),
        ...(url !== undefined && { url }),
        ...((enable || disable) && { enabled: enable }),
        ...(skip && { skip }),
      };
      if (Object.keys(body).length === 0) throw usageError('Name what to change, for example --events.');
      const changed = await service.patch<WebhookView>(pathOf(subject), { body });
      output.document(changed);
      for (const line of webhookLines(changed)) output.result(line);
    },
  },
  rotate: {
    needs: 'ID',
    options: ['overlap-hours'],
    async run({ service, subject, options, output }) {
      const overlapHours = options.number('overlap-hours', { min: 0, max: 168 });
      const body = overlapHours === undefined ? {} : { overlapHours };
      const changed = await service.post<WebhookView>(pathOf(subject, '/rotate'), { body });
      output.document(changed);
      output.result(`Deliveries have both signatures until ${changed.formerSecretUntil}.`);
      output.result(`Secret, shown only now: ${changed.secret}`);
    },
  },
  remove: {
    needs: 'ID',
    options: [],
    async run({ service, subject, output }) {
      await service.delete(pathOf(subject));
      output.document({ id: subject, removed: true });
      output.result(`${subject} was removed with its deliveries.`);
    },
  },
  test: {
    needs: 'ID',
    options: [],
    async run({ service, subject, output }) {
      const result = await service.post<TestView>(pathOf(subject, '/test'));
      output.document(result);
      for (const line of testLines(result)) output.result(line);
      return result.error === null ? exitCodes.done : exitCodes.fault;
    },
  },
  dead: { needs: 'ID', takesIds: true, options: ['limit'], run: listing('dead') },
  waiting: { needs: 'ID', takesIds: true, options: ['limit'], run: listing('waiting') },
  replay: { needs: 'ID', takesIds: true, options: range, run: changing('replay', 'queued again') },
  discard: { needs: 'ID', takesIds: true, options: range, run: changing('discard', 'discarded') },
};

/** Lists deliveries, or shows those that are named. */
function listing(state: 'dead' | 'waiting'): Action['run'] {
  return async ({ service, subject, ids, options, output }) => {
    if (ids.length > 0) {
      for (const id of ids) {
        const path = pathOf(subject, `/deliveries/${pathPart(id)}`);
        const found = await service.get<DeliveryInFullView>(path);
        output.document(found);
        for (const line of deliveryLines(found)) output.result(line);
      }
      return;
    }
    const limit = options.number('limit', { min: 1, max: 500, whole: true }) ?? 50;
    const path = pathOf(subject, '/deliveries');
    const page = await service.get<ListView<DeliveryView>>(path, { query: { state, limit } });
    output.document(page);
    if (page.items.length === 0)
      return output.say(state === 'dead' ? 'There are no dead letters.' : 'Nothing waits.');
    for (const line of deliveryTable(page.items)) output.result(line);
    if (page.next !== null) output.say(`These are the first ${limit}: --limit shows more.`);
  };
}

function changing(path: 'replay' | 'discard', done: string): Action['run'] {
  return async ({ service, subject, ids, options, output }) => {
    const from = readInstant({ options, name: 'from' });
    const to = readInstant({ options, name: 'to' });
    const isNamed = ids.length > 0 || from !== undefined || to !== undefined;
    if (isNamed === options.flag('all'))
      throw usageError(
        'Name deliveries, --from or --to, or --all.',
        `For example: ringmaster webhooks ${path} ${subject} --all`,
      );
    const body = {
      ...(ids.length > 0 && { ids }),
      ...(from !== undefined && { from: new Date(from).toISOString() }),
      ...(to !== undefined && { to: new Date(to).toISOString() }),
    };
    const answer = await service.post<{ count: number }>(pathOf(subject, `/${path}`), { body });
    output.document(answer);
    output.result(`${counted(answer.count, 'dead letter')} ${done}.`);
  };
}

function settingsIn(options: Options): Record<string, unknown> {
  const listOf = (name: string): string[] | undefined =>
    options
      .text(name)
      ?.split(',')
      .map((one) => one.trim());
  const types = listOf('events');
  const include = listOf('include');
  const description = options.text('description');
  return {
    ...(types && { types }),
    ...(include && { include: include.filter((name) => name !== 'nothing') }),
    ...(description !== undefined && { description }),
  };
}
