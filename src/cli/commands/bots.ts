import { pathPart } from '../api/path-part.ts';
import { botRow, botTitles } from '../bots/bot-lines.ts';
import type { BotLineView } from '../bots/bot-lines.ts';
import { usageError } from '../errors.ts';
import { tableWithin } from '../terminal/output.ts';
import type { ListView } from '../api/views.ts';
import type { Verb, VerbInput } from '../verb.ts';

const verbs = ['set', 'test', 'rotate', 'remove'] as const;
type BotVerb = (typeof verbs)[number];

/** Without `--client`, the client of campaigns that name none. */
const usualClient = 'default';

export const bots: Verb = {
  name: 'bots',
  takes: '[verb] [pool]',
  summary: 'The pools of bots of a client: show, set, test',
  description: `Without a verb it lists the pools with their use. Verbs: ${verbs.join(', ')}. A step uses a pool with "stream": {"bot": "POOL"}. docs/bots.md describes what a bot server answers.`,
  options: [
    { flags: '--client <client>', what: `the client (default ${usualClient})` },
    { flags: '--endpoint <url>', what: 'where bots are warmed and released (set)' },
    { flags: '--stream <url>', what: 'the ws or wss address of the audio (set)' },
    { flags: '--size <count>', what: 'how many bots there are (set)' },
    { flags: '--warm-within <duration>', what: 'how long a bot has to get ready, 3s to 10s (set)' },
  ],
  examples: [
    {
      line: 'ringmaster bots set support --endpoint https://bots.example.com/ --stream wss://bots.example.com/stream --size 3',
      what: 'a pool of three bots, and its secret',
    },
    { line: 'ringmaster bots', what: 'the pools, and how many of their bots are in use' },
    { line: 'ringmaster bots test support', what: 'asks for one bot, and lets it go' },
  ],
  async run(context) {
    const [verb, pool] = context.args;
    if (verb === undefined) return list(context);
    if (!isVerb(verb))
      throw usageError(`There is no verb "${verb}" of bots. The verbs are: ${verbs.join(', ')}.`);
    if (pool === undefined) throw usageError(`bots ${verb} requires the name of a pool, such as support.`);
    await carryOut(context, verb, pool);
  },
};

function isVerb(text: string): text is BotVerb {
  return (verbs as readonly string[]).includes(text);
}

function pathOf({ options }: VerbInput): string {
  return `/v1/clients/${pathPart(options.text('client') ?? usualClient)}/bots`;
}

async function list(context: VerbInput): Promise<void> {
  const { output, connect } = context;
  const service = await connect({ reads: true });
  const page = await service.get<ListView<BotLineView>>(pathOf(context));
  output.document(page);
  if (page.items.length === 0)
    return output.say('The client has no pools of bots. Add one: ringmaster bots set POOL');
  for (const line of tableWithin([botTitles, ...page.items.map(botRow)], output.width())) output.result(line);
}

type Changed = BotLineView & { secret: string | null };
type Tested = { ready: boolean; ms: number; error: string | null };

async function carryOut(context: VerbInput, verb: BotVerb, pool: string): Promise<void> {
  const { output, options, connect } = context;
  const service = await connect({ reads: false });
  const own = `${pathOf(context)}/${pathPart(pool)}`;
  if (verb === 'remove') {
    output.document((await service.delete(own)) ?? { name: pool, removed: true });
    return output.result(`${pool} was removed.`);
  }
  if (verb === 'test') {
    const tested = await service.post<Tested>(`${own}/test`);
    output.document(tested);
    const { ready, ms, error } = tested;
    return output.result(ready ? `A bot was ready after ${ms} ms.` : `No bot was ready: ${error ?? ''}`);
  }
  const changed =
    verb === 'set'
      ? await service.put<Changed>(own, { body: changeOf(options) })
      : await service.post<Changed>(`${own}/rotate`);
  output.document(changed);
  output.result(`${pool}: ${changed.size} bots at ${changed.endpoint}`);
  if (changed.secret !== null) output.result(`Secret, shown only now: ${changed.secret}`);
}

/** The keys that were given. */
function changeOf(options: VerbInput['options']): Record<string, unknown> {
  const size = options.number('size', { min: 0, whole: true });
  const texts = { endpoint: 'endpoint', stream: 'stream', warmWithin: 'warm-within' } as const;
  const given = Object.entries(texts).flatMap(([key, option]) => {
    const text = options.text(option);
    return text === undefined ? [] : [[key, text] as const];
  });
  return { ...Object.fromEntries(given), ...(size !== undefined && { size }) };
}
