import { html } from 'hono/html';
import { RingmasterError } from '../../../domain/errors.ts';
import { readBusinessTime, readCalls, readNextEvents, readWhyContact } from '../../api/reads.ts';
import { contactSteps } from '../../history/steps.ts';
import type { Region } from '../region.ts';
import { contactAttempts } from './contact-attempts.ts';
import { contactCommands } from './contact-commands.ts';
import { contactFacts } from './contact-facts.ts';
import { contactHistory } from './contact-history.ts';
import { contactRuleTable } from './contact-rules.ts';

/** The maximum number of attempts shown; the history has all of them. */
const maxAttempts = '50';

/** What a region about a contact is about: `cmp_…/con_…`. */
export const aboutContact = (campaign: string, contact: string): string => `${campaign}/${contact}`;

function splitAbout(about: string): { campaign: string; contact: string } {
  const [campaign = '', contact = ''] = about.split('/');
  return { campaign, contact };
}

/** Everything about one contact: why it is not contacted now, what it is, each rule, its attempts and its history. */
export const contactRegion: Region = {
  name: 'contact',
  everyMs: 500,
  topics: ({ about }) => [{ name: 'progress', campaign: splitAbout(about).campaign }],
  async render({ api, about, viewer }) {
    const { campaign, contact } = splitAbout(about);
    const [why, nextEvents, calls, now] = await Promise.all([
      readWhyContact(api, campaign, contact),
      readNextEvents(api, contact, campaign),
      readCalls(api, { campaign, contact, limit: maxAttempts }),
      readBusinessTime(api),
    ]);
    const { person, summary, rules, callingRules, history } = why;
    if (!person) throw gone();
    const path = contactSteps({ history, position: person.position, present: person.state });
    return html`${contactCommands({ person, nextEvents, viewer })}
      <p class="lead">${summary}</p>
      ${contactFacts({ person, now: `${now.slice(0, 16)}:00Z` })}
      <div class="columns">
        ${contactRuleTable({ rules, callingRules, person })}
        ${contactAttempts(calls.items, calls.next !== null)}
      </div>
      ${contactHistory({ person, ...path })}`;
  },
};

function gone(): RingmasterError {
  return new RingmasterError({
    code: 'contact.not-found',
    family: 'not-found',
    message: 'This contact was erased.',
  });
}
