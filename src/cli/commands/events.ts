import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import type { CampaignRequests } from '../api/campaign-path.ts';
import { eventLine } from '../text/event-lines.ts';
import { followEvents } from '../api/event-stream.ts';
import { pathPart } from '../api/path-part.ts';
import { sayCampaignNotices } from '../text/notice-lines.ts';
import type { Verb } from '../verb.ts';
import type { EventView, ListView } from '../api/views.ts';

const pageSize = 500;

export const events: Verb = {
  name: 'events',
  streams: true,
  takes: '<campaign>',
  summary: 'The log of a campaign: everything that happened, in order',
  options: [
    { flags: '--after <seq>', what: 'only events after this number (default 0)' },
    { flags: '--last <count>', what: 'only this many of the latest events' },
    {
      flags: '--contact <who>',
      what: 'only events of this contact: phone number, email address, external id or contact id',
    },
    { flags: '-f, --follow', what: 'continue with new events' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster events spring-checkup', what: 'from the beginning' },
    { line: 'ringmaster events spring-checkup --last 20 --follow', what: 'the latest, then live' },
    { line: 'ringmaster events spring-checkup --contact +12025550147', what: 'one contact' },
    { line: 'ringmaster events spring-checkup --follow --json', what: 'one JSON object per line, live' },
  ],
  async run(input) {
    const { output, options, cli } = input;
    const campaign = await aboutCampaign(input, { reads: !options.flag('follow') });
    await sayCampaignNotices({ campaign, output });
    const show = (event: EventView): void => {
      output.line(event);
      output.result(eventLine(event));
    };
    const contact = options.text('contact');
    let last = options.number('last', { min: 1, whole: true });
    let after = options.number('after', { min: 0, whole: true }) ?? 0;
    for (;;) {
      const page = await campaign.get<ListView<EventView>>('/events', {
        query: { after, limit: pageSize, last, contact, contacts: true },
      });
      for (const event of page.items) show(event);
      after = page.items.at(-1)?.seq ?? after;
      // Only the first page is counted from the end. The others follow it.
      last = undefined;
      if (page.items.length < pageSize) break;
    }
    if (!options.flag('follow')) return;
    const isAsked = await createContactFilter({ campaign, contact });
    for await (const event of followEvents({ campaign, after, signal: cli.interrupt })) {
      if (isAsked(event)) show(event);
    }
  },
};

/** Creates the filter for one contact, because the stream has the events of all contacts. */
async function createContactFilter({
  campaign,
  contact,
}: {
  campaign: CampaignRequests;
  contact: string | undefined;
}): Promise<(event: EventView) => boolean> {
  if (contact === undefined) return () => true;
  const { id } = await campaign.get<{ id: string }>(`/contacts/${pathPart(contact)}`);
  return (event) => event.contact?.id === id;
}
