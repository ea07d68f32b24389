import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { plainText, tableWithin } from '../terminal/output.ts';
import { counted, shortTime } from '../text/times.ts';
import { sayCampaignNotices } from '../text/notice-lines.ts';
import type { Verb } from '../verb.ts';
import type { ContactView, ListView } from '../api/views.ts';

const defaultLimit = 50;
const maxPerPage = 500;

export const contacts: Verb = {
  name: 'contacts',
  takes: '<campaign>',
  summary: 'The contacts of a campaign: all, by state, or one',
  description:
    '--find finds a contact at once by phone number (also in national form), email address, external id or contact id. Any other text is searched in the names, which takes some time in a long list.',
  options: [
    { flags: '--state <states>', what: 'only contacts in these states, such as waiting,exhausted' },
    {
      flags: '--find <who>',
      what: 'phone number, email address, external id, contact id or a part of the name',
    },
    { flags: '--limit <count>', what: `the maximum number shown (default ${defaultLimit})` },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster contacts spring-checkup --state exhausted,invalid', what: 'who was not reached' },
    {
      line: 'ringmaster contacts spring-checkup --find "(202) 555-0147"',
      what: 'a number in national form',
    },
    { line: 'ringmaster contacts spring-checkup --find anna', what: 'contacts with this text in the name' },
  ],
  async run(input) {
    const { output, options, cli } = input;
    const limit = options.number('limit', { min: 1, whole: true }) ?? defaultLimit;
    const find = options.text('find');
    const query = { state: options.text('state'), find };
    const campaign = await aboutCampaign(input, { reads: true });
    await sayCampaignNotices({ campaign, output });
    const items: ContactView[] = [];
    let after: string | undefined;
    let next: string | null = null;
    do {
      const wanted = Math.min(maxPerPage, limit - items.length);
      const page = await campaign.get<ListView<ContactView>>('/contacts', {
        query: { ...query, after, limit: wanted },
      });
      items.push(...page.items);
      ({ next } = page);
      after = next ?? undefined;
    } while (next !== null && items.length < limit && !cli.interrupt.aborted);
    output.document({ items, next });
    if (items.length === 0)
      return output.say(find === undefined ? 'No contacts.' : `No contact matches ${find}.`);
    const rows = items.map((contact) => [
      String(contact.row),
      plainText(contact.name ?? '-'),
      contact.phone ?? contact.email ?? '-',
      contact.state,
      String(contact.attempts),
      [contact.lastDisposition, contact.lastOutcome].filter(Boolean).join(', ') || '-',
      shortTime(contact.dueAt),
    ]);
    const heading = ['ROW', 'NAME', 'PHONE', 'STATE', 'TRIES', 'LAST', 'DUE (UTC)'];
    for (const line of tableWithin([heading, ...rows], output.width())) output.result(line);
    if (next !== null) output.say(`There are more than ${counted(limit, 'contact')}: raise --limit.`);
  },
};
