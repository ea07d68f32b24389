import { html } from 'hono/html';
import type { StatesView } from '../../../queries/index.ts';
import { readJson } from '../../api/read-json.ts';
import { layoutsOf, machineMap } from '../../charts/machines/index.ts';
import type { Html } from '../../layout/html.ts';
import { instant } from '../../text/format.ts';
import type { Region } from '../region.ts';

type MachineName = 'campaign' | 'enrollment' | 'attempt';

const machines: readonly {
  name: MachineName;
  subject: string;
  unit: { one: string; many: string };
}[] = [
  { name: 'campaign', subject: 'The life of a campaign.', unit: { one: 'campaign', many: 'campaigns' } },
  { name: 'enrollment', subject: 'One contact in one campaign.', unit: { one: 'contact', many: 'contacts' } },
  {
    name: 'attempt',
    subject: 'One attempt to contact someone, such as a call.',
    unit: { one: 'attempt', many: 'attempts' },
  },
];

/** What a machine is about; empty for a name that no machine has. */
export const subjectOf = (machine: string): string =>
  machines.find(({ name }) => name === machine)?.subject ?? '';

/** The machines as maps, with the number of campaigns, contacts and attempts in each state. */
export const machineStatesRegion: Region = {
  name: 'machine-states',
  // It adds up all campaigns.
  everyMs: 5_000,
  topics: ({ client }) => [
    { name: 'campaigns', client },
    { name: 'open-calls', client },
  ],
  async render({ api }) {
    const states = await readJson<StatesView>(api, { path: '/v1/states' });
    return html`${machines.map((machine) => section(machine, states))}
      <p class="soft">Over all campaigns, as of ${instant(states.asOf)}.</p>`;
  },
};

function section({ name, subject, unit }: (typeof machines)[number], states: StatesView): Html {
  const layouts = layoutsOf(name, 'map');
  return html`<section aria-labelledby="machine-${name}">
    <h2 id="machine-${name}"><a href="/machines/${name}">${name}</a></h2>
    <p>${subject}</p>
    ${
      layouts === null
        ? ''
        : machineMap({
            layouts,
            id: `map-${name}`,
            label: `States of the machine ${name}`,
            current: null,
            hrefOf: () => null,
            unit,
            counts: states[name],
            total: null,
            traffic: null,
          })
    }
  </section>`;
}
