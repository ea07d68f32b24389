import type { Attempt, Details } from '../../../../domain/attempt/attempt.ts';
import type { Evidence } from '../../../../domain/attempt/evidence.ts';
import { reservedPool } from '../../../../domain/bot/bot-pool.ts';
import type { BotLine } from '../../../../domain/bot/bot-line.ts';
import type { Touch, WebhookPorts } from '../../../contract.ts';
import { absentFacts, isEndedEarly, placeAfterBot, tokenOf } from '../../bots/bot-facts.ts';
import type { BotStream } from '../../flow/elements.ts';
import type { Place } from '../../flow/places.ts';
import type { VoiceStep } from '../../step.ts';
import type { Callback } from './callbacks.ts';

type Known = { callback: Callback; attempt: Attempt };

/** Plivo reports a dropped stream. Soon after it was offered, no bot has taken the call. */
export async function takeStreamEvent({
  ports,
  now,
  attempt,
  callback,
  received,
}: Known & {
  ports: Pick<WebhookPorts, 'receive'>;
  now: () => number;
  received: (callback: Callback) => Parameters<WebhookPorts['receive']>[0];
}): Promise<Response> {
  const wasDropped = callback.streamEvent === 'DroppedStream';
  const isAbsent = wasDropped && isEndedEarly(attempt, { now: now(), wasDropped });
  await ports.receive(received(isAbsent ? withFactsOf(callback, absentFacts) : callback));
  return new Response(null, { status: 200 });
}

/** How the call continues after the stream to its bot, which has ended. */
export function afterBot({
  now,
  attempt,
  callback,
  step,
  place,
}: Known & { now: () => number; step: VoiceStep; place: Place }): { callback: Callback; next: Place } {
  const isAbsent = isEndedEarly(attempt, { now: now(), wasDropped: false });
  const next = placeAfterBot(step, { place, isAbsent });
  return { callback: isAbsent ? withFactsOf(callback, absentFacts) : callback, next };
}

/** The bot that is ready for the call; null if its pool was removed. */
export async function botOf({
  bots,
  attempt,
  touch: { client },
}: {
  bots: Pick<BotLine, 'streamOf'>;
  attempt: Attempt;
  touch: Pick<Touch, 'client'>;
}): Promise<BotStream | null> {
  const pool = reservedPool(attempt.details);
  const token = tokenOf(attempt);
  const url = pool === null ? null : await bots.streamOf({ client, pool });
  return url === null || token === null ? null : { url, token };
}

/** The callback with these facts about the call, which was answered. */
export function withFactsOf(callback: Callback, facts: Details): Callback {
  const { callId } = callback;
  const fact: Evidence = { kind: 'reached', stage: 'in-progress', providerId: callId, facts };
  return { ...callback, evidence: [...callback.evidence, fact] };
}
