import { Hono } from 'hono';
import { type ClockControl, createControlRoutes, type Inspection } from '../control.ts';
import { createAccountChecks } from './account-checks.ts';
import { addChangeRoutes } from './change-calls.ts';
import { createFaultReplies } from './fault-replies.ts';
import { type ApiEnv, type ApiNeeds, createApiIds } from './needs.ts';
import { addPlaceRoute } from './place-call.ts';
import { addAccountRoutes } from './read-account.ts';
import { addRecordingRoutes } from './recordings.ts';
import { addReadRoutes } from './read-calls.ts';

type Needs = ApiNeeds & {
  inspection: Inspection;
  clockControl: ClockControl | null;
  mail: Inspection | null;
};

/**
 * Creates the HTTP interface. Thrown errors reach the caller of `fetch`, because an injected reset must look like a
 * real one. `release` rejects the requests that an injected fault left without an answer.
 */
export function createApp({ inspection, clockControl, mail, ...needs }: Needs): {
  app: Hono;
  release: () => void;
} {
  const api = new Hono<ApiEnv>({ strict: false });
  const { replies, release } = createFaultReplies(needs);
  const newApiId = createApiIds(needs);
  for (const check of createAccountChecks({ ...needs, newApiId })) api.use('/:authId/*', check);
  api.use('/:authId/*', replies);
  addPlaceRoute(api, needs);
  addAccountRoutes(api, needs);
  addReadRoutes(api, needs);
  addChangeRoutes(api, needs);
  addRecordingRoutes(api);

  const app = new Hono({ strict: false });
  app.route('/v1/Account', api);
  app.route('/control', createControlRoutes({ inspection, clockControl, mail }));
  app.notFound((c) => c.json({ api_id: newApiId(), error: 'not found' }, 404));
  app.onError((error) => {
    throw error;
  });
  return { app, release };
}
