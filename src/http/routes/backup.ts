import { RingmasterError } from '../../domain/errors.ts';
import { requireAllClients } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';

const type = 'application/vnd.sqlite3';

/** Returns the route for a copy of the store. */
export function backupRoutes({ copies }: Pick<RouteDeps, 'copies'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/backup',
      tag: 'Operations',
      summary: 'Download a copy of the store',
      description:
        'A SQLite file with all data of all clients, as it is at some moment during the request. The service continues to work meanwhile. Check the file before you rely on it: `ringmaster backup` does this.',
      role: 'admin',
      reply: { status: 200, description: 'the file', type },
      errors: [
        { status: 403, codes: ['auth.client-only', 'store.no-backup'] },
        { status: 409, codes: ['backup.under-way'] },
      ],
      async run({ caller, request }) {
        requireAllClients(caller, 'Use a key for all clients.');
        const headers = {
          'content-type': type,
          'content-disposition': 'attachment; filename="ringmaster.db"',
        };
        if (request.method === 'HEAD') return new Response(null, { headers });
        if (!copies) throw notHere();
        const { bytes, body } = await copies.make();
        return new Response(body, { headers: { ...headers, 'content-length': String(bytes) } });
      },
    }),
  ];
}

function notHere(): RingmasterError {
  return new RingmasterError({
    code: 'store.no-backup',
    family: 'refused',
    message: 'This instance has no folder in which it could write a copy.',
    hint: 'Use a service that was started with ringmaster serve.',
  });
}
