import { html } from 'hono/html';
import type { CallbacksView, CallbackView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { counted, instant } from '../../text/format.ts';

const effects: Readonly<Record<CallbackView['effect'], string>> = {
  changed: 'changed the call',
  added: 'added ids or times',
  none: 'said nothing new',
  surplus: 'is about a second call',
  unusable: 'unusable',
};

/** Every callback of the provider as it came, in the order in which they were decided. */
export function callbackList({ items, further }: CallbacksView): Html {
  return html`<section class="callbacks" aria-labelledby="callbacks">
    <h2 id="callbacks">Callbacks as they came</h2>
    ${
      items.length === 0
        ? html`<p class="soft">No callback has arrived.</p>`
        : html`<ol class="events">
            ${items.map(line)}
          </ol>`
    }
    ${further === 0 ? '' : html`<p class="soft">${counted(further, 'further callback')} were not kept.</p>`}
    <p class="soft">Numbers and names, and ids that are shown above, are left out.</p>
  </section>`;
}

function line({ kind, effect, late, problem, fields, deliveries, arrivals }: CallbackView): Html {
  return html`<li>
    <span class="when">${instant(arrivals[0] ?? null, 'exact')}</span>
    <span class="what"
      ><code>${kind}</code> ${effects[effect]}${problem === null ? '' : html`: ${problem}`}
      ${late ? html`<span class="tag">late</span>` : ''}
      ${deliveries > 1 ? html`<span class="tag">came ${deliveries} times</span> ${again(arrivals)}` : ''}
      <br />${Object.entries(fields).map(
        ([name, value]) =>
          html`<span class="field"><span class="soft">${name}</span> <bdi>${value}</bdi></span> `,
      )}</span
    >
  </li>`;
}

/** When a callback arrived again, as far as that is kept. */
const again = (arrivals: readonly string[]): Html =>
  html`<span class="soft"
    >again
    ${arrivals.slice(1).map((at, index) => html`${index === 0 ? '' : ', '}${instant(at, 'exact')}`)}</span
  >`;
