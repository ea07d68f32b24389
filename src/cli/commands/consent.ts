import type { ListView } from '../api/views.ts';
import { readInstant } from '../clock/instant-option.ts';
import { usageError } from '../errors.ts';
import { tableWithin } from '../terminal/output.ts';
import { dateTime } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';

const path = '/v1/consents';

type ConsentView = {
  client: string;
  address: string;
  channel: string;
  givenAt: string;
  source: string;
  withdrawnAt: string | null;
};

export const consent: Verb = {
  name: 'consent',
  takes: '[address]',
  summary: 'The consents of persons: record, withdraw, show',
  description:
    'A campaign with "consent": {"voice": "required"} calls only persons with a recorded consent. Without --source or --withdraw it shows the consents of the address, or of all.',
  options: [
    { flags: '--source <text>', what: 'record a consent; where it was given: a text or a URL' },
    { flags: '--channel <channel>', what: 'the channel (default voice; with --withdraw: every channel)' },
    { flags: '--given <time>', what: 'when it was given, such as 2027-02-01T09:30:00Z (default: now)' },
    { flags: '--purpose <text>', what: 'what it was given for' },
    { flags: '--evidence <text>', what: 'where its proof is kept, such as a file or a ticket' },
    { flags: '--withdraw', what: 'withdraw the consents of the address' },
    { flags: '--reason <text>', what: 'the reason of the withdrawal; it is logged' },
    { flags: '--client <client>', what: 'the client (default: default)' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    {
      line: 'ringmaster consent +12025550147 --source https://northwind.example/signup --evidence "form 4711"',
      what: 'record a consent to calls',
    },
    { line: 'ringmaster consent +12025550147 --withdraw --reason "wrote to us"', what: 'withdraw it' },
    { line: 'ringmaster consent +12025550147', what: 'the consents of an address' },
  ],
  async run(input) {
    const [address] = input.args;
    const { options } = input;
    const source = options.text('source');
    const isWithdrawal = options.flag('withdraw');
    if (source !== undefined && isWithdrawal)
      throw usageError('--source and --withdraw cannot be combined.', 'Use one of them.');
    if (source === undefined && !isWithdrawal) return show(input, address);
    if (address === undefined)
      throw usageError('An address is required to record or withdraw a consent.', 'Name the address first.');
    return source === undefined ? withdraw(input, address) : record(input, { address, source });
  },
};

async function record(
  { output, options, connect }: VerbInput,
  { address, source }: { address: string; source: string },
): Promise<void> {
  const given = readInstant({ options, name: 'given' });
  const service = await connect({ reads: false });
  const { items } = await service.post<{ items: ConsentView[] }>(path, {
    body: {
      client: options.text('client'),
      consents: [
        {
          address,
          channel: options.text('channel') ?? 'voice',
          givenAt: given === undefined ? undefined : new Date(given).toISOString(),
          source,
          purpose: options.text('purpose'),
          evidence: options.text('evidence'),
        },
      ],
    },
  });
  output.document({ items });
  for (const item of items) output.result(stateOf(item));
}

function stateOf({ address, channel, givenAt, withdrawnAt }: ConsentView): string {
  const time = dateTime(Date.parse(withdrawnAt ?? givenAt));
  return withdrawnAt === null
    ? `${address}: consent to ${channel}, given ${time} UTC.`
    : `${address}: the consent to ${channel} stays withdrawn since ${time} UTC: this one was given before.`;
}

async function withdraw({ output, options, connect }: VerbInput, address: string): Promise<void> {
  const service = await connect({ reads: false });
  const withdrawn = await service.post<{ address: string; channels: string[] }>('/v1/consent-withdrawals', {
    body: {
      client: options.text('client'),
      address,
      channel: options.text('channel'),
      reason: options.text('reason'),
    },
  });
  output.document(withdrawn);
  output.result(`${withdrawn.address}: consent withdrawn for ${withdrawn.channels.join(', ')}.`);
}

async function show({ output, options, connect }: VerbInput, address: string | undefined): Promise<void> {
  const service = await connect({ reads: true });
  const limit = options.number('limit', { min: 1, whole: true }) ?? 50;
  const page = await service.get<ListView<ConsentView>>(path, {
    query: { client: options.text('client'), address, limit },
  });
  output.document(page);
  if (page.items.length === 0) return output.say('No consent is recorded.');
  const rows = page.items.map((item) => [
    item.address,
    item.client,
    item.channel,
    dateTime(Date.parse(item.givenAt)),
    item.withdrawnAt === null ? '' : dateTime(Date.parse(item.withdrawnAt)),
    item.source,
  ]);
  const head = ['ADDRESS', 'CLIENT', 'CHANNEL', 'GIVEN (UTC)', 'WITHDRAWN (UTC)', 'SOURCE'];
  for (const line of tableWithin([head, ...rows], output.width())) output.result(line);
}
