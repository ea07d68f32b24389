import { RingmasterError } from '../../../../domain/errors.ts';

/** The refusal of a callback without a valid signature. */
export function forgedCallback(): RingmasterError {
  return new RingmasterError({
    code: 'webhook.forged',
    family: 'refused',
    message: 'This callback is not signed by the provider.',
    hint: 'If it is genuine: PUBLIC_URL must be the address the provider was given, and the auth token the right one. See ringmaster doctor.',
  });
}

/** The refusal of a callback that was accepted some time ago and is sent again with the same signature. */
export function replayedCallback(): RingmasterError {
  return new RingmasterError({
    code: 'webhook.replayed',
    family: 'refused',
    message: 'This callback was accepted before, and its repeats have ended.',
    hint: 'The provider signs each of its callbacks with a nonce of its own.',
  });
}

/** The refusal of a callback from which nothing can be concluded. */
export function unusableCallback(why: string): RingmasterError {
  return new RingmasterError({
    code: 'webhook.unusable',
    family: 'invalid',
    message: `Nothing can be concluded from this callback: ${why}.`,
    hint: "Send it in the form of Plivo's callbacks. Until then the call is looked for at the provider.",
  });
}

/** The refusal of a callback that names a call which is not stored here. */
export function unknownCall(attempt: string): RingmasterError {
  return new RingmasterError({
    code: 'webhook.unknown-call',
    family: 'not-found',
    message: `There is no call ${attempt.slice(0, 60)} here.`,
    hint: 'It may belong to another installation, or to a store that was replaced.',
  });
}
