import type { Attempt } from '../../../../domain/attempt/attempt.ts';
import type { Evidence } from '../../../../domain/attempt/evidence.ts';
import { answersOf, hasPressedKeys, withFacts } from '../../../../domain/attempt/facts.ts';
import type { BotLine } from '../../../../domain/bot/bot-line.ts';
import { RingmasterError } from '../../../../domain/errors.ts';
import type { Touch, TransferOutcome, WebhookPorts } from '../../../contract.ts';
import { offeredFacts, transferFacts } from '../../bots/bot-facts.ts';
import { isMessageBegun } from '../../call.ts';
import type { BotStream, FlowUrls, RenderText } from '../../flow/elements.ts';
import { dialStatuses } from '../../flow/entries.ts';
import { hear } from '../../flow/hear.ts';
import { entryAt, startOfFlow } from '../../flow/places.ts';
import type { Place } from '../../flow/places.ts';
import { flowXml, hangUpXml, offersBot, transferXml, voicemailXml } from '../../flow/render.ts';
import { placeAfterDial } from '../../flow/routes.ts';
import { callerUrlOf, detectionOf, isVoiceStep } from '../../step.ts';
import type { VoiceStep } from '../../step.ts';
import { digitsOf } from '../call-parameters.ts';
import { afterBot, botOf, takeStreamEvent, withFactsOf } from './answer-bot.ts';
import { withMeaning } from './callbacks.ts';
import type { Callback } from './callbacks.ts';
import { callbackUrl } from './urls.ts';
import type { Asked, Wanted } from './urls.ts';

/** What answers to callbacks need; see `PlivoWebhooksInput`. */
type Receiving = {
  publicUrl: string;
  render: RenderText;
  ports: WebhookPorts;
  now: () => number;
  bots: Pick<BotLine, 'streamOf'>;
  transfer: (callId: string, url: string) => Promise<TransferOutcome>;
};

/**
 * The evidence is committed first, then the callback is answered. Only documents and reports of machines need the content of
 * the call: most callbacks report that it rings or has ended.
 */
export async function answerCallback(
  receiving: Receiving & { callback: Callback; attempt: Attempt },
): Promise<Response> {
  const { ports, attempt, callback: plain } = receiving;
  const { transferTo, wantsXml, evidence } = plain;
  if (plain.streamEvent !== '') return takeStreamEvent({ ...receiving, received: toReceived });
  if (transferTo !== null) return answerTransfer({ ...receiving, to: transferTo });
  if (wantsXml) return answerDocument(receiving);
  const verdict = await ports.receive(toReceived(plain));
  if (verdict === 'current' && evidence.some(isMachine)) {
    await leaveMessage({ ...receiving, touch: await ports.readTouch(attempt) });
  }
  return new Response(null, { status: 200 });
}

async function answerDocument(
  receiving: Receiving & { callback: Callback; attempt: Attempt },
): Promise<Response> {
  const { ports, attempt } = receiving;
  const touch = await ports.readTouch(attempt);
  const { callback: heard, next } = await understood({ ...receiving, touch });
  const isOffer = next !== null && isVoiceStep(touch.step) && offersBot(touch.step, next);
  const callback = isOffer ? withFactsOf(heard, offeredFacts(receiving.now())) : heard;
  const verdict = await ports.receive(toReceived(callback));
  const { asked } = callback;
  if (verdict !== 'current' || !asked) return xml(hangUpXml());
  // A URL of the caller answers the call. Plivo then asks ours only if that one has failed.
  if (asked.turn === 0 && isAnsweredElsewhere(touch)) return xml(hangUpXml());
  const bot = isOffer ? await botOf({ ...receiving, touch }) : null;
  return xml(documentOf({ ...receiving, touch, callback: { ...callback, asked }, next, bot }));
}

const isAnsweredElsewhere = ({ step }: Touch): boolean => isVoiceStep(step) && callerUrlOf(step) !== null;

/** Connects the contact with the number of a transfer, which only this program can have put into the signed address. */
async function answerTransfer({
  ports,
  attempt,
  callback,
  to,
}: Receiving & { attempt: Attempt; callback: Callback; to: string }): Promise<Response> {
  const verdict = await ports.receive(toReceived(callback));
  const isNumber = verdict === 'current' && /^\+[1-9]\d{6,14}$/.test(to);
  return xml(isNumber ? transferXml({ to: digitsOf(to), callerId: attempt.sender }) : hangUpXml());
}

const isMachine = (piece: Evidence): boolean => piece.kind === 'qualified' && piece.disposition === 'machine';

type Understood = { callback: Callback; next: Place | null };

/** The callback with the meaning of its digits, and the place of the flow that follows; null if the call ends. */
async function understood({
  ports,
  now,
  attempt,
  callback,
  touch: { step },
}: Receiving & { callback: Callback; attempt: Attempt; touch: Touch }): Promise<Understood> {
  const { asked, digits } = callback;
  if (!asked || !isVoiceStep(step) || !('place' in asked.wanted)) return { callback, next: null };
  const { kind, place } = asked.wanted;
  if (kind === 'goto') return { callback, next: place };
  if (kind === 'dial') {
    const facts = transferFacts(callback.dialStatus === 'completed');
    return { callback: withFactsOf(callback, facts), next: placeAfterTransfer({ step, place, callback }) };
  }
  if (kind === 'bot-end') return afterBot({ now, attempt, callback, step, place });
  const heard = hear({ flow: step, place, digits });
  const { callBack } = heard;
  const at = now();
  const callBackAt =
    callBack === null
      ? null
      : 'afterMs' in callBack
        ? at + callBack.afterMs
        : await ports.nextLocalTime({ attempt, minuteOfDay: callBack.minuteOfDay, after: at });
  return { callback: withMeaning({ callback: { ...callback, asked }, heard, callBackAt }), next: heard.next };
}

/** A status that is not listed counts as a failure. */
function placeAfterTransfer({
  step,
  place,
  callback: { dialStatus },
}: {
  step: VoiceStep;
  place: Place;
  callback: Callback;
}): Place | null {
  const entry = entryAt(step, place);
  if (!entry || !('dial' in entry)) return null;
  const status = dialStatuses.find((known) => known === dialStatus) ?? 'failed';
  return placeAfterDial(entry.dial, { status, place });
}

type Documented = Receiving & {
  touch: Touch;
  attempt: Attempt;
  callback: Callback & { asked: Asked };
  next: Place | null;
  bot: BotStream | null;
};

/** How a call continues. What the contact has set in this call fills the texts as well. */
function documentOf({ publicUrl, render, attempt, touch, callback, next, bot }: Documented): string {
  const { wanted, turn } = callback.asked;
  const known = callback.evidence.reduce(
    (details, piece) => withFacts(details, 'facts' in piece ? piece.facts : undefined),
    attempt.details,
  );
  const spoken = { ...touch, variables: { ...touch.variables, ...answersOf(known) } };
  const rendering = { touch: spoken, urls: urlsOf({ touch, publicUrl, turn: turn + 1 }), bot, render };
  if (wanted.kind === 'message-left') return hangUpXml();
  if (wanted.kind !== 'voicemail') return next ? flowXml({ ...rendering, from: next }) : hangUpXml();
  // Whoever presses keys is no machine: the flow is played again.
  return hasPressedKeys(known) ? flowXml({ ...rendering, from: startOfFlow }) : voicemailXml(rendering);
}

/**
 * Leaves the message for machines, if the step has one, no key was pressed, and the message has not begun: a repeated
 * report of a machine does not begin it again. Throws if it is not known whether Plivo has done it, so that Plivo reports the
 * machine again.
 */
async function leaveMessage({
  transfer,
  publicUrl,
  callback: { callId },
  touch,
  attempt: { details },
}: Receiving & { callback: Callback; touch: Touch; attempt: Attempt }): Promise<void> {
  const { step } = touch;
  const isWanted = isVoiceStep(step) && detectionOf(step)?.machine === 'voicemail';
  if (!isWanted || callId === null || hasPressedKeys(details) || isMessageBegun(details)) return;
  const outcome = await transfer(callId, messageUrl({ touch, publicUrl }));
  if (outcome.kind === 'unknown') throw noTransfer(outcome.detail);
}

function noTransfer(detail: string): RingmasterError {
  return new RingmasterError({
    code: 'carrier.answer-unusable',
    family: 'overloaded',
    message: `It is not known whether the machine gets the message: ${detail}.`,
    hint: 'The carrier reports the machine again, and then it is tried again.',
  });
}

/** A document after a transfer to the message counts as later than all questions before it. */
const turnOfMessage = 50;

function messageUrl({
  touch: { attempt, campaign },
  publicUrl,
}: {
  touch: Touch;
  publicUrl: string;
}): string {
  const asked: Asked = { wanted: { kind: 'voicemail' }, turn: turnOfMessage };
  return callbackUrl({ publicUrl, kind: 'answer', attempt, campaign, asked });
}

/** A callback as the engine receives it. */
export const toReceived = ({
  key: id,
  campaign,
  attempt,
  callId,
  evidence,
  report,
}: Callback): Parameters<WebhookPorts['receive']>[0] => ({
  id,
  campaign,
  attempt,
  providerId: callId,
  evidence,
  callback: report,
});

/** The URLs in a document. `turn`: the number of the next one. */
function urlsOf({
  touch: { attempt, campaign },
  publicUrl,
  turn,
}: {
  touch: Touch;
  publicUrl: string;
  turn: number;
}): FlowUrls {
  const about = { publicUrl, attempt, campaign } as const;
  const answerUrl = (wanted: Wanted): string =>
    callbackUrl({ ...about, kind: 'answer', asked: { wanted, turn } });
  return {
    gather: (place) => answerUrl({ kind: 'gather', place }),
    dial: (place) => answerUrl({ kind: 'dial', place }),
    goto: (place) => answerUrl({ kind: 'goto', place }),
    botEnd: (place) => answerUrl({ kind: 'bot-end', place }),
    stream: () => callbackUrl({ ...about, kind: 'stream' }),
    messageLeft: () => answerUrl({ kind: 'message-left' }),
    recording: () => callbackUrl({ ...about, kind: 'recording' }),
  };
}

export function xml(body: string): Response {
  return new Response(body, { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' } });
}
