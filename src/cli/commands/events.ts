import { aboutCampaign, clientOption } from '../campaign-path.ts';
import { followEvents } from '../event-stream.ts';
import { dateTime } from '../times.ts';
import type { Verb } from '../verb.ts';
import type { EventView, ListView } from '../views.ts';

const pageSize = 500;

export const events: Verb = {
  name: 'events',
  streams: true,
  takes: '<campaign>',
  summary: 'The log of a campaign: everything that happened, in order',
  options: [
    { flags: '--after <seq>', what: 'only what comes after this number (default 0)' },
    { flags: '-f, --follow', what: 'go on with what happens from now on' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster events spring-checkup', what: 'from the beginning' },
    { line: 'ringmaster events spring-checkup --follow --json', what: 'one JSON object per line, live' },
  ],
  async run(input) {
    const { output, options, cli } = input;
    const campaign = await aboutCampaign(input, { reads: !options.flag('follow') });
    const show = (event: EventView): void => {
      output.line(event);
      const what = [event.type, event.attempt, event.by].filter(Boolean).join('  ');
      output.result(`${String(event.seq).padStart(6)}  ${dateTime(Date.parse(event.at))}  ${what}`);
    };
    let after = options.number('after', { min: 0, whole: true }) ?? 0;
    for (;;) {
      const page = await campaign.get<ListView<EventView>>('/events', {
        query: { after, limit: pageSize },
      });
      for (const event of page.items) show(event);
      after = page.items.at(-1)?.seq ?? after;
      if (page.items.length < pageSize) break;
    }
    if (!options.flag('follow')) return;
    for await (const event of followEvents({ campaign, after, signal: cli.interrupt })) show(event);
  },
};
