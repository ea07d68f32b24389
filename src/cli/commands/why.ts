import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { canaryLines } from '../text/campaign-lines.ts';
import { tellNotices } from '../text/notice-lines.ts';
import { table } from '../terminal/output.ts';
import { pathPart } from '../api/path-part.ts';
import { cityOf, clockTime, dateTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { EventView, Reason, WhyView } from '../api/views.ts';

export const why: Verb = {
  name: 'why',
  takes: '<campaign> [contact]',
  summary: 'What a campaign waits for, or what happened to one contact',
  description:
    'Shows one reason for every remaining contact. A contact is named by phone number, email address, external id or contact id.',
  options: [clientOption],
  examples: [
    { line: 'ringmaster why spring-checkup', what: 'what contacts wait for, and until when' },
    { line: 'ringmaster why spring-checkup +12025550147', what: 'one contact, with its history' },
  ],
  async run(input) {
    const { output, args } = input;
    const contact = args[1];
    const campaign = await aboutCampaign(input, { reads: true });
    const path = contact === undefined ? '/why' : `/contacts/${pathPart(contact)}/why`;
    const answer = await campaign.get<WhyView & { history?: readonly EventView[] }>(path);
    output.document(answer);
    tellNotices({ notices: answer.notices, output });
    output.result(answer.situation);
    const rows = answer.reasons.map(reasonRow);
    if (contact === undefined) for (const line of table(rows)) output.result(`  ${line}`);
    for (const line of canaryLines(answer.canary)) output.result(line);
    for (const event of answer.history ?? []) output.result(`  ${historyLine(event)}`);
  },
};

function reasonRow({ code, contacts, until, timeZone }: Reason): string[] {
  const zone = timeZone ?? 'UTC';
  const when = until === null ? '' : `until ${clockTime(Date.parse(until), zone)} ${cityOf(zone)}`;
  return [String(contacts), code, when];
}

function historyLine({ at, type, data }: EventView): string {
  const details = Object.entries(data ?? {})
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name} ${String(value)}`);
  return [`${dateTime(Date.parse(at))} UTC  ${type}`, ...details].join('  ');
}
