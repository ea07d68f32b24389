import type { Page } from '../../contract.ts';

/** Returns the reference of the HTTP API, for a viewer who has a session but no key. */
export function apiDocsPage(): Page {
  return { method: 'get', path: '/ui/docs', handle: ({ api }) => api({ path: '/docs' }) };
}
