import { RingmasterError } from '../../domain/errors.ts';
import type { Page } from '../contract.ts';

/** Returns the answers of the API that a page names as its sources, for a viewer who has a session but no key. */
export function jsonPage(): Page {
  return {
    method: 'get',
    path: '/ui/json',
    async handle({ url, api }) {
      const path = url.searchParams.get('path') ?? '';
      if (!path.startsWith('/v1/')) throw noSuchSource();
      const answer = await api({ path });
      const type = answer.headers.get('content-type') ?? '';
      if (!/^application\/(problem\+)?json/.test(type)) {
        await answer.body?.cancel();
        throw noSuchSource();
      }
      return new Response(answer.body, { status: answer.status, headers: { 'content-type': type } });
    },
  };
}

function noSuchSource(): RingmasterError {
  return new RingmasterError({
    code: 'page.no-source',
    family: 'invalid',
    message: 'Only JSON answers of /v1 can be shown here.',
  });
}
