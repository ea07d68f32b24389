import { callerUrlOf, detectionOf } from '../step.ts';
import type { VoiceStep } from '../step.ts';
import { toMs, toSeconds } from '../../../domain/time/duration.ts';
import type { Touch } from '../../contract.ts';
import { type CallbackKind, callbackUrl } from './callbacks/urls.ts';

/**
 * How long to wait for the switchboard before the extension is dialled: `w` is half a second, `W` one
 * (docs.plivo.com/docs/voice/api/call/make-a-call, `send_digits`).
 */
const beforeExtension = 'WW';

/**
 * The parameters of "make a call". Every call has a time limit and a ring timeout, in whole seconds; the maximum time
 * limit of Plivo is one day (plivo.com/docs/voice/api/call/make-a-call). A switchboard that greets callers sounds
 * like an answering machine, so machine detection is off if an extension is dialled. A URL of the caller that answers the
 * whole call is passed on as it is. If it fails, Plivo asks ours.
 */
export function callParameters({
  touch,
  step,
  publicUrl,
}: {
  touch: Touch;
  step: VoiceStep;
  publicUrl: string;
}): Record<string, unknown> {
  const { attempt, campaign, extension } = touch;
  const url = (kind: CallbackKind) => callbackUrl({ publicUrl, kind, attempt, campaign });
  const detection = extension === null ? detectionOf(step) : null;
  return {
    from: digitsOf(touch.sender ?? ''),
    to: digitsOf(touch.address),
    answer_url: callerUrlOf(step) ?? url('answer'),
    answer_method: 'POST',
    fallback_url: url('answer'),
    fallback_method: 'POST',
    ring_url: url('ring'),
    ring_method: 'POST',
    hangup_url: url('hangup'),
    hangup_method: 'POST',
    ring_timeout: toSeconds(step.ringTimeout),
    time_limit: toSeconds(step.timeLimit),
    ...(detection && {
      machine_detection: detection.machine === 'hangup' ? 'hangup' : 'true',
      ...(step.machineDetection !== 'hangup' && { machine_detection_time: toMs(detection.within) }),
      machine_detection_url: url('machine'),
      machine_detection_method: 'POST',
    }),
    ...(extension !== null && { send_digits: `${beforeExtension}${extension}` }),
  };
}

/** A number without `+`, the form of Plivo's parameters and records. */
export function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}
