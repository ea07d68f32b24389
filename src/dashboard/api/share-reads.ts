import type { CallApi } from '../contract.ts';

/** Returns the API with shared answers: a path that is read several times is requested once. For one page only. */
export function shareReads(api: CallApi): CallApi {
  const answers = new Map<string, Promise<Response>>();
  return async (request) => {
    if ((request.method ?? 'GET') !== 'GET') return api(request);
    const known = answers.get(request.path) ?? api(request);
    answers.set(request.path, known);
    return (await known).clone();
  };
}
