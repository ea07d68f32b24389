import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import type { Enrollment } from '../../src/domain/contact/enrollment.ts';
import { campaignId, idOf, now } from './list.ts';

/** An attempt as the turn that mints it stores it. */
export function mint({ position, contact }: Enrollment, number: number, address: string): Attempt {
  return {
    id: idOf('att', number),
    campaign: campaignId,
    position,
    contact,
    step: 0,
    number: 1,
    stepNumber: 1,
    channel: 'log',
    address,
    sender: '+12025550100',
    state: 'sending',
    progress: null,
    disposition: null,
    outcome: null,
    evidence: 0,
    placed: false,
    receipt: null,
    providerId: null,
    cause: null,
    fault: null,
    counts: true,
    mintedAt: now,
    placedAt: null,
    reachedAt: null,
    endedAt: null,
    checkAt: now + 60_000,
    searchUntil: null,
    permitUntil: now + 2000,
    surplusId: null,
    callBackAt: null,
    correction: null,
    endWanted: false,
    details: null,
    callbacks: null,
    price: null,
  };
}

/** The same after an answered call. */
export function end(attempt: Attempt): Attempt {
  return {
    ...attempt,
    state: 'ended',
    disposition: 'answered',
    outcome: 'confirmed',
    evidence: 4,
    placed: true,
    progress: 'in-progress',
    placedAt: now,
    reachedAt: now + 500,
    endedAt: now + 1000,
    details: { talkSeconds: 1 },
    checkAt: null,
    permitUntil: null,
  };
}

/** The enrollment while its attempt is open. */
export function inFlight(enrollment: Enrollment, attempt: Attempt | undefined): Enrollment {
  return {
    ...enrollment,
    state: 'in-flight',
    attempts: 1,
    stepAttempts: 1,
    openAttempt: attempt?.id ?? null,
    lastAttemptAt: now,
  };
}

/** The enrollment after its only step. */
export function complete(enrollment: Enrollment): Enrollment {
  return {
    ...enrollment,
    state: 'completed',
    reached: true,
    openAttempt: null,
    lastDisposition: 'answered',
    lastOutcome: 'confirmed',
    endedAt: now + 1000,
  };
}
