import { html } from 'hono/html';
import type { CallingRule } from '../../../domain/time/calling-rule.ts';
import type { ContactRule, PersonView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { instant } from '../../text/format.ts';
import { reasonText } from '../../text/reason-labels.ts';
import { there } from './contact-facts.ts';

const labels: Readonly<Record<ContactRule['rule'], string>> = {
  'emergency-stop': 'Emergency stop',
  campaign: 'Campaign',
  contact: 'State of the contact',
  'do-not-contact': 'Do not contact',
  window: 'Calling hours',
  delay: 'Delay and retries',
  provider: 'Provider',
  limits: 'Limits and quotas',
};

/** The verdict of each rule on the next attempt. */
export function contactRuleTable({
  rules,
  callingRules,
  person,
}: {
  rules: readonly ContactRule[];
  callingRules: readonly CallingRule[];
  person: PersonView;
}): Html {
  return html`<section aria-labelledby="rules">
    <h2 id="rules">Rules now</h2>
    ${
      rules.length === 0
        ? html`<p class="soft">The contact has ended, so no rule is asked any more.</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Verdict</th>
                <th scope="col">Because</th>
              </tr>
            </thead>
            <tbody>
              ${rules.map((rule) => row(rule, person))}
            </tbody>
          </table>`
    }
    ${callingRules.length === 0 ? '' : placeRules(callingRules)}
  </section>`;
}

/** The rules of the places where the contact may be, which narrow the calling hours. */
function placeRules(rules: readonly CallingRule[]): Html {
  return html`<p class="soft">
    The calling hours keep the <a href="/help/calling-rules">calling rules</a> of
    ${rules.map(({ place }) => place).join(', ')}.
  </p>`;
}

function row({ rule, verdict, reason, until }: ContactRule, person: PersonView): Html {
  return html`<tr>
    <th scope="row">${labels[rule]}</th>
    <td><span class="verdict ${verdict}">${verdict === 'passes' ? '✓ passes' : '✗ blocks'}</span></td>
    <td>
      ${reason === null ? '' : html`<span title="${reason}">${reasonText(reason)}</span>`}
      ${until === null ? '' : html`until ${instant(until)} ${there(person, until)}`}
    </td>
  </tr>`;
}
