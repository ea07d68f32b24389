import { aboutCampaign, campaignPath, clientOption } from '../api/campaign-path.ts';
import { costLines } from '../cost/cost-lines.ts';
import type { CostView } from '../cost/cost-lines.ts';
import type { Verb } from '../verb.ts';

export const cost: Verb = {
  name: 'cost',
  takes: '<campaign>',
  summary: 'What the calls of a campaign cost, and what the rest may cost',
  description:
    'Amounts that the provider has reported and those calculated by the rate table are shown apart. The estimate is by the rates that are valid now. Contacts without a rate are named; they do not count as free.',
  options: [{ flags: '--no-estimate', what: 'without the estimate, which reads the contacts' }, clientOption],
  examples: [
    { line: 'ringmaster cost spring-checkup', what: 'what it has cost, and the estimate' },
    { line: 'ringmaster cost spring-checkup --json', what: 'exact amounts for a program' },
  ],
  async run(input) {
    const { output, options } = input;
    const { client, name, query } = await aboutCampaign(input, { reads: true });
    const estimate = options.flag('no-estimate') ? 'false' : 'true';
    const view = await client.get<CostView>(campaignPath(name, '/cost'), { query: { ...query, estimate } });
    output.document(view);
    for (const line of costLines(view)) output.result(line);
  },
};
