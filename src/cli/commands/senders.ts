import { pathPart } from '../api/path-part.ts';
import { usageError } from '../errors.ts';
import { tableWithin } from '../terminal/output.ts';
import { senderRow, senderTitles } from '../senders/sender-lines.ts';
import type { SenderLineView } from '../senders/sender-lines.ts';
import type { ListView } from '../api/views.ts';
import type { Verb, VerbInput } from '../verb.ts';

const verbs = ['add', 'set', 'pause', 'resume', 'quarantine', 'release', 'remove'] as const;
type SenderVerb = (typeof verbs)[number];

/** Without `--client`, the client of campaigns that name none. */
const usualClient = 'default';

export const senders: Verb = {
  name: 'senders',
  takes: '[verb] [number...]',
  summary: 'The caller IDs of a client: show, add, pause, quarantine',
  description: `Without a verb it lists the senders with their status, use and health of seven days. Verbs: ${verbs.join(', ')}. A sender belongs to the pool of each of its tags; a step uses a pool with "from": {"pool": "TAG"}.`,
  options: [
    { flags: '--client <client>', what: `the client (default ${usualClient})` },
    { flags: '--tags <tags>', what: 'the pools, separated by commas (add, set)' },
    { flags: '--label <text>', what: 'a name for people (add, set)' },
    { flags: '--concurrent <count>', what: 'the maximum of calls at once, or none (add, set)' },
    { flags: '--per-day <count>', what: 'the maximum of calls per day, or none (add, set)' },
    { flags: '--per-second <count>', what: 'the maximum of calls started per second, or none (add, set)' },
    { flags: '--lasts <duration>', what: 'how long a quarantine lasts, such as 24h (quarantine)' },
    { flags: '--reason <text>', what: 'why (quarantine)' },
  ],
  examples: [
    {
      line: 'ringmaster senders add +12025550101 +12025550102 --tags cold --concurrent 2 --per-day 80',
      what: 'two caller IDs of the pool cold',
    },
    { line: 'ringmaster senders', what: 'status, use and health of all' },
    {
      line: 'ringmaster senders quarantine +12025550101 --lasts 48h --reason complaints',
      what: 'sends nothing for two days',
    },
    { line: 'ringmaster senders release +12025550101', what: 'ends the quarantine' },
  ],
  async run(context) {
    const [verb, ...numbers] = context.args;
    if (verb === undefined) return list(context);
    if (!isVerb(verb))
      throw usageError(`There is no verb "${verb}" of senders. The verbs are: ${verbs.join(', ')}.`);
    if (numbers.length === 0) throw usageError(`senders ${verb} requires a number, such as +12025550101.`);
    await carryOut(context, verb, numbers);
  },
};

function isVerb(text: string): text is SenderVerb {
  return (verbs as readonly string[]).includes(text);
}

function pathOf({ options }: VerbInput): string {
  return `/v1/clients/${pathPart(options.text('client') ?? usualClient)}/senders`;
}

async function list(context: VerbInput): Promise<void> {
  const { output, connect } = context;
  const service = await connect({ reads: true });
  const page = await service.get<ListView<SenderLineView>>(pathOf(context));
  output.document(page);
  if (page.items.length === 0)
    return output.say('The client has no senders. Add one: ringmaster senders add NUMBER');
  for (const line of tableWithin([senderTitles, ...page.items.map(senderRow)], output.width()))
    output.result(line);
}

const doneWords: Readonly<Record<SenderVerb, string>> = {
  add: 'was added',
  set: 'was changed',
  pause: 'sends nothing until it is resumed',
  resume: 'is active',
  quarantine: 'is in quarantine',
  release: 'was released',
  remove: 'was removed',
};

async function carryOut(context: VerbInput, verb: SenderVerb, numbers: readonly string[]): Promise<void> {
  const { output, options, connect } = context;
  const service = await connect({ reads: false });
  const path = pathOf(context);
  const documents: unknown[] = [];
  if (verb === 'add' || verb === 'set' || verb === 'pause' || verb === 'resume') {
    const mode = verb === 'pause' ? 'paused' : verb === 'resume' ? 'active' : undefined;
    const change = { ...changeOf(options), ...(mode && { mode }) };
    documents.push(await service.post(path, { body: { numbers, ...change } }));
  }
  for (const number of numbers) {
    const own = `${path}/${pathPart(number)}`;
    const lasts = options.text('lasts');
    const reason = options.text('reason');
    const quarantine = { ...(lasts !== undefined && { lasts }), ...(reason !== undefined && { reason }) };
    if (verb === 'quarantine') documents.push(await service.post(`${own}/quarantine`, { body: quarantine }));
    if (verb === 'release') documents.push(await service.delete(`${own}/quarantine`));
    if (verb === 'remove') documents.push((await service.delete(own)) ?? { number, removed: true });
    output.result(`${number} ${doneWords[verb]}.`);
  }
  output.document(documents.length === 1 ? documents[0] : documents);
}

/** The keys that were given: `none` removes a limit. */
function changeOf(options: VerbInput['options']): Record<string, unknown> {
  const limit = (name: string, whole: boolean): number | null | undefined =>
    options.text(name) === 'none' ? null : options.number(name, { min: whole ? 1 : 0.001, whole });
  const limits = Object.entries({
    concurrent: limit('concurrent', true),
    perDay: limit('per-day', true),
    perSecond: limit('per-second', false),
  }).filter(([, value]) => value !== undefined);
  const tags = options.text('tags');
  const label = options.text('label');
  return {
    ...(tags !== undefined && { tags: tags.split(',').map((tag) => tag.trim()) }),
    ...(label !== undefined && { label }),
    ...(limits.length > 0 && { limits: Object.fromEntries(limits) }),
  };
}
