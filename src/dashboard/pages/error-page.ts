import { html } from 'hono/html';
import type { Dashboard } from '../contract.ts';
import { helpLink } from '../help/help-link.ts';
import type { HelpTopic } from '../help/help-link.ts';
import type { WriteDocument } from '../layout/document.ts';
import { problemNotice } from '../layout/problem.ts';
import { wrongAddress } from './plain-problem.ts';

const titles: Readonly<Record<number, string>> = {
  401: 'Signed out',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible now',
  422: 'Not valid',
  429: 'Too many requests',
  503: 'Not available now',
};

const topics: Readonly<Record<number, HelpTopic>> = {
  401: 'signIn',
  403: 'notAllowed',
  404: 'notFound',
  409: 'notPossible',
  429: 'signIn',
};

/** Creates the page for errors. It shows the request id only where the log of the service has more. */
export function createErrorPage({ write }: { write: WriteDocument }): Dashboard['errorPage'] {
  return ({ problem, viewer, path }) => {
    const { status, code, detail, hint, requestId } = problem;
    const title = titles[status] ?? 'Something failed';
    // What the hint names are routes of the API.
    const advice = code === 'request.not-found' ? undefined : hint;
    const isFault = status === 500 || status === 503;
    const topic = topics[status] ?? (isFault ? 'failed' : undefined);
    const wrong = wrongAddress(problem, path);
    const main = html`<h1>${title}</h1>
      ${
        wrong === null
          ? problemNotice({ detail, hint: advice })
          : html`${problemNotice({ detail: `The filter in the address of the page is not valid. ${wrong.join(' ')}` })}
              <p><a href="${path}">Show the page without a filter</a></p>`
      }
      <p class="soft">
        Code
        <code>${code}</code
        >${isFault && requestId !== undefined ? html`, request <code>${requestId}</code>` : ''}
      </p>
      <p>
        ${topic === undefined ? '' : html`${helpLink(topic)}. `}${status === 401 ? html`<a href="/sign-in">Sign in</a>` : html`<a href="/">Go to the first page</a>`}
      </p>`;
    return write({ title, main, viewer, url: new URL(path, 'http://localhost'), status });
  };
}
