import { usageError } from '../errors.ts';
import type { Verb } from '../verb.ts';
import { webhookActions } from '../webhooks/webhook-actions.ts';

const names = Object.keys(webhookActions);

export const webhooks: Verb = {
  name: 'webhooks',
  takes: '[action] [ids...]',
  summary: 'Where events and alerts are sent: list, add, change, test; dead letters',
  description: `Actions: ${names.join(', ')}. Without one the webhooks are listed. Each event is a POST with JSON, signed as Standard Webhooks define it. Dead letters are deliveries that were given up after a day.`,
  options: [
    {
      flags: '--client <client>',
      what: 'the client of a new webhook, or of those that are listed; * for all',
    },
    { flags: '--url <url>', what: 'another address, with `set`' },
    {
      flags: '--events <types>',
      what: 'types of events, families such as attempt.* or alert.*, or *, separated by commas',
    },
    { flags: '--include <data>', what: 'personal data in events: addresses, variables, or nothing' },
    { flags: '--description <text>', what: 'what the webhook is for' },
    { flags: '--enable', what: 'send again, with `set`; what happened meanwhile is sent too' },
    { flags: '--disable', what: 'send nothing, with `set`' },
    { flags: '--skip', what: 'with --enable: what happened meanwhile is not sent' },
    {
      flags: '--overlap-hours <hours>',
      what: 'how long the former secret signs too, with `rotate` (default 24)',
    },
    { flags: '--from <time>', what: 'only dead letters that were added then or later' },
    { flags: '--to <time>', what: 'only dead letters that were added before' },
    { flags: '--all', what: 'all dead letters, with `replay` or `discard`' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    {
      line: 'ringmaster webhooks add https://hooks.example.com/in --client northwind --events attempt.ended',
      what: 'prints the secret once',
    },
    { line: 'ringmaster webhooks', what: 'all webhooks with their state' },
    { line: 'ringmaster webhooks test whk_01', what: 'sends a test event and shows the answer' },
    { line: 'ringmaster webhooks dead whk_01', what: 'its dead letters; with an id, one in full' },
    { line: 'ringmaster webhooks replay whk_01 --all', what: 'sends its dead letters again' },
    { line: 'ringmaster webhooks rotate whk_01', what: 'a new secret; both are valid for a day' },
  ],
  async run({ args: [name = 'list', subject, ...ids], output, options, connect }) {
    const action = webhookActions[name];
    if (!action) throw usageError(`There is no action ${name}.`, `The actions are ${names.join(', ')}.`);
    if (action.needs !== null && subject === undefined)
      throw usageError(
        `webhooks ${name} needs ${action.needs}.`,
        `ringmaster webhooks ${name} ${action.needs}`,
      );
    if ((action.needs === null && subject !== undefined) || (!action.takesIds && ids.length > 0))
      throw usageError(`webhooks ${name} takes no ${action.needs === null ? 'id' : 'deliveries'}.`);
    const isGiven = (option: string): boolean => options.flag(option) || options.text(option) !== undefined;
    const unused = allOptions.find((option) => !action.options.includes(option) && isGiven(option));
    if (unused !== undefined) throw usageError(`--${unused} does not go with webhooks ${name}.`);
    const service = await connect({ reads: false });
    return action.run({ service, subject: subject ?? '', ids, options, output });
  },
};

const allOptions = [...new Set(Object.values(webhookActions).flatMap(({ options }) => options))];
