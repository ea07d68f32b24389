import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from '../callback-load.ts';
import { account, callFired } from './voice-service.ts';
import type { HttpSend } from '../../src/channels/voice/plivo/requests/http-send.ts';

const load = fileURLToPath(new URL('../callback-load.ts', import.meta.url));

/** A call that was placed, with the addresses of its callbacks. */
export type PlacedCall = { ring: string; hangup: string; to: string };

/** Returns a provider that takes every call and adds it to `calls`. */
export function takeCalls(calls: PlacedCall[]): HttpSend {
  return (request) => {
    const body = JSON.parse(request.body ?? '{}') as Record<string, string>;
    if (request.beforeWrite && !request.beforeWrite())
      return Promise.resolve({ kind: 'unsent', detail: 'vetoed', vetoed: true });
    calls.push({ ring: body['ring_url'] ?? '', hangup: body['hangup_url'] ?? '', to: body['to'] ?? '' });
    return Promise.resolve(callFired(calls.length));
  };
}

/** Sends a ring and a hang-up callback of each call from a process of its own. */
export async function sendCallbacks({
  calls,
  perSecond,
}: {
  calls: readonly PlacedCall[];
  perSecond: number;
}): Promise<LoadResult> {
  const sender = fork(load, { stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced' });
  sender.send({ account, perSecond, callbacks: callbacksOf(calls) } satisfies Load);
  const [result] = (await once(sender, 'message')) as [LoadResult];
  return result;
}

/** First every call rings, then every call ends, so that callbacks of many calls mix. */
function callbacksOf(calls: readonly PlacedCall[]): Load['callbacks'] {
  const common = ({ to }: PlacedCall): Record<string, string> => ({
    CallUUID: `call-${to}`,
    Direction: 'outbound',
    From: '+12025550100',
    To: to,
    CallStatus: 'ringing',
  });
  return [
    ...calls.map((call) => ({ url: call.ring, fields: { ...common(call), Event: 'Ring' } })),
    ...calls.map((call) => ({
      url: call.hangup,
      fields: {
        ...common(call),
        Event: 'Hangup',
        CallStatus: 'busy',
        HangupCauseCode: '3010',
        HangupCauseName: 'Busy Line',
        HangupSource: 'Carrier',
        Duration: '0',
        BillDuration: '0',
        TotalCost: '0.00000',
      },
    })),
  ];
}
