import { weekdays } from '../../domain/time/window-rules.ts';
import type { CallingRule } from '../../domain/time/calling-rule.ts';
import type { ListView } from '../api/views.ts';
import { tableWithin } from '../terminal/output.ts';
import type { Verb } from '../verb.ts';

export const rules: Verb = {
  name: 'rules',
  takes: '[region]',
  summary: 'The calling rules of countries and states: hours, holidays, caps',
  description:
    'Shows the rules that every campaign with calls keeps, with their sources. With a region, those of a contact there: of the state, of its country, and for a country alone those of all its states. This is no legal advice.',
  examples: [
    { line: 'ringmaster rules US-FL', what: 'the hours and caps of a contact in Florida' },
    { line: 'ringmaster rules', what: 'all rules' },
  ],
  async run({ args, output, connect }) {
    const [region] = args;
    const service = await connect({ reads: true });
    const page = await service.get<ListView<CallingRule>>('/v1/calling-rules', { query: { region } });
    output.document(page);
    if (page.items.length === 0)
      return output.say(
        region === undefined
          ? 'No calling rules are in force (CALLING_RULES=off).'
          : `No calling rule is known for ${region}: only the hours of the campaign hold there.`,
      );
    const rows = [['REGION', 'HOURS', 'HOLIDAYS', 'CAPS', 'SOURCE'], ...page.items.map(ruleRow)];
    for (const line of tableWithin(rows, output.width())) output.result(line);
  },
};

function ruleRow({ region, hours, holidays, caps, source }: CallingRule): string[] {
  return [region, hoursText(hours), holidays ? 'closed' : '', capsText(caps), source.text];
}

/** `mon-fri 09:00-20:00, sat 09:00-17:00`: neighbouring days with the same hours are joined. */
export function hoursText(hours: CallingRule['hours']): string {
  const groups: { from: string; to: string; text: string }[] = [];
  for (const day of weekdays) {
    const text = (hours[day] ?? []).join(' and ');
    const last = groups.at(-1);
    if (last?.text === text) last.to = day;
    else groups.push({ from: day, to: day, text });
  }
  return groups
    .filter(({ text }) => text !== '')
    .map(({ from, to, text }) => `${from === to ? from : `${from}-${to}`} ${text}`)
    .join(', ');
}

/** `3 in 24 hours`; empty without a cap. */
export function capsText({ per24Hours, perWeek, per30Days }: CallingRule['caps']): string {
  const parts = [
    per24Hours === null ? null : `${per24Hours} in 24 hours`,
    perWeek === null ? null : `${perWeek} in 7 days`,
    per30Days === null ? null : `${per30Days} in 30 days`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
