import { html } from 'hono/html';
import type { Html } from '../layout/html.ts';

/** The headings of docs/troubleshooting.md that pages lead to. A test compares them with the document. */
const headings = {
  notLive: 'a-page-says-not-live-since',
  signIn: 'the-sign-in-is-refused',
  notAllowed: 'a-page-says-not-allowed',
  notFound: 'a-page-says-not-found',
  notPossible: 'a-command-is-not-possible',
  failed: 'a-page-says-something-failed',
  nothingDialled: 'a-campaign-does-nothing',
  attention: 'something-needs-you',
  rejected: 'rows-of-a-list-are-rejected',
  cannotStart: 'a-campaign-cannot-start',
  proof: 'the-proof-shows-differences',
  stop: 'an-emergency-stop-is-in-force',
} as const;

export type HelpTopic = keyof typeof headings;

/** The link to what a symptom means and what to do about it. */
export function helpLink(topic: HelpTopic, text = 'What to do'): Html {
  return html`<a href="/help/troubleshooting#${headings[topic]}">${text}</a>`;
}
