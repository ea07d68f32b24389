import { html } from 'hono/html';
import { readJson } from '../../api/read-json.ts';
import type { CallApi } from '../../contract.ts';
import type { Html } from '../../layout/html.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { count, instant } from '../../text/format.ts';

type RateTableView = { client: string; validFrom: string; rates: number; importedAt: string; by: string };

/** The path of the rate tables of a client in the API. */
export const ratesPath = (client: string): string => `/v1/rates?client=${encodeURIComponent(client)}`;

/** Returns the section of the page of a client that shows its rate tables. */
export async function ratesSection({ api, client }: { api: CallApi; client: string }): Promise<Html> {
  const { items } = await readJson<{ items: readonly RateTableView[] }>(api, { path: ratesPath(client) });
  return html`<section aria-labelledby="rates">
    <h2 id="rates">Rates</h2>
    ${
      items.length === 0
        ? html`<p>
            The client has no rates of its own. Calls then have those for all clients.
            <code>ringmaster rates --import FILE --client ${client}</code>
          </p>`
        : rateTables(items)
    }
  </section>`;
}

function rateTables(items: readonly RateTableView[]): Html {
  return scrollTable({
    label: 'Rate tables of the client',
    heads: ['Valid from', { number: 'Rates' }, 'Imported', 'By'],
    rows: items.map(
      ({ validFrom, rates, importedAt, by }) =>
        html`<tr>
          <th scope="row">${instant(validFrom)}</th>
          <td class="number">${count(rates)}</td>
          <td>${instant(importedAt)}</td>
          <td><bdi>${by}</bdi></td>
        </tr>`,
    ),
  });
}
