import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Deciding } from '../steps.ts';
import type { MintCandidate } from './candidate.ts';

/** An attempt that is prepared first gets its permit later: see `sendPrepared`. */
export function newAttempt({ set, kit }: Deciding, candidate: MintCandidate, permitUntil: number): Attempt {
  const { enrollment, step, outlook } = candidate;
  const reachable = outlook.type === 'reachable' ? outlook.address : null;
  const contacts = kit.channels.stepContacts(step);
  const prepares = kit.channels.prepares(step);
  return {
    id: kit.newId('attempt'),
    campaign: set.record.id,
    position: enrollment.position,
    contact: enrollment.contact,
    step: enrollment.step,
    number: enrollment.attempts + 1,
    stepNumber: enrollment.stepAttempts + 1,
    channel: step.channel,
    address: reachable ?? enrollment.contact,
    sender: candidate.sender,
    state: prepares ? 'preparing' : 'sending',
    progress: null,
    disposition: null,
    outcome: null,
    evidence: 0,
    placed: false,
    receipt: null,
    providerId: null,
    cause: null,
    fault: null,
    counts: contacts,
    mintedAt: set.at,
    placedAt: null,
    reachedAt: null,
    endedAt: null,
    checkAt: null,
    searchUntil: null,
    permitUntil: prepares ? null : permitUntil,
    surplusId: null,
    callBackAt: contacts ? enrollment.callBackAt : null,
    correction: null,
    endWanted: false,
    details: kit.channels.factsOfStep(step),
    callbacks: null,
    price: candidate.price ?? null,
  };
}
