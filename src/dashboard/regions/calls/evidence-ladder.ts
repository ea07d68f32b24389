import { html } from 'hono/html';
import { evidenceNames } from '../../../domain/attempt/attempt.ts';
import type { EvidenceName } from '../../../domain/attempt/attempt.ts';
import type { CallView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';

const words: Readonly<Record<EvidenceName, string>> = {
  operator: 'A correction by an operator',
  record: 'The call record of the provider, written after the end',
  'hang-up': 'The report of the provider at the end of the call',
  'live-list': 'The list of live calls of the provider, without the call',
  timeout: 'Nothing was found until the end of the search period',
  none: 'No evidence about the end yet',
};

/** The kinds of evidence about the end of a call, the strongest first, with the one that decided its result. */
export function evidenceLadder({ evidence, disposition }: CallView): Html {
  return html`<section aria-labelledby="evidence">
    <h2 id="evidence">Evidence</h2>
    <ol class="ladder">
      ${evidenceNames.toReversed().map((name) => {
        const isWinner = name === evidence;
        return html`<li ${isWinner ? html`aria-current="true"` : ''}>
          <b>${name}</b> <span class="soft">${words[name]}</span>
          ${isWinner ? html`<span class="verdict passes">✓ decides${disposition === null ? '' : `: ${disposition}`}</span>` : ''}
        </li>`;
      })}
    </ol>
    <p class="soft">Stronger evidence replaces the result of weaker evidence, also after the end.</p>
  </section>`;
}
