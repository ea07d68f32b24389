import { z } from 'zod';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { callSchema } from '../schemas/call.ts';
import { idParams } from '../schemas/common.ts';

const tag = 'Calls';
const ofRecording = idParams.extend({ recording: z.string().max(200).describe('the id of the recording') });

const readRecording = ({ engine, finder }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/calls/:id/recordings/:recording',
    tag,
    summary: 'Download a recording',
    description:
      'The sound is passed on from the provider, which is asked with the credentials of the account; the address at the provider is never shown.',
    role: 'operator',
    params: ofRecording,
    reply: { status: 200, description: 'the sound', type: 'audio/*' },
    errors: [
      { status: 404, codes: ['recording.not-found', 'recording.gone'] },
      { status: 409, codes: ['recording.unusable'] },
      { status: 503, codes: ['recording.unreachable'] },
    ],
    async run({ params: { id, recording }, caller, request }) {
      const attempt = await finder.attempt({ caller, id });
      const { type, size, body } = await engine.readRecording({ attempt, recording });
      const isSound = /^audio\/[\w.+-]+$/.test(type);
      const headers = {
        'content-type': isSound ? type : 'application/octet-stream',
        'cache-control': 'private, no-store',
        ...(size !== null && { 'content-length': String(size) }),
      };
      if (request.method !== 'HEAD') return new Response(body, { headers });
      await body.cancel();
      return new Response(null, { headers });
    },
  });

const removeRecording = ({ engine, finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/calls/:id/recordings/:recording',
    tag,
    summary: 'Delete a recording, at the provider too',
    role: 'operator',
    params: ofRecording,
    reply: { status: 200, description: 'the call after it', schema: callSchema },
    errors: [
      { status: 404, codes: ['recording.not-found'] },
      { status: 503, codes: ['recording.unreachable'] },
    ],
    async run({ params: { id, recording }, caller, requestKey: request }) {
      const attempt = await finder.attempt({ caller, id });
      await engine.removeRecording({ attempt, recording, by: caller.by, request });
      return queries.call(await finder.attempt({ caller, id }));
    },
  });

/** The recordings of calls. */
export const recordingRoutes = (deps: RouteDeps): Route[] =>
  [readRecording, removeRecording].map((route) => route(deps));
