import type { Attempt, EvidenceRank, ProviderCause } from '../../../domain/attempt/attempt.ts';
import { attemptStateCode, dispositionCode } from './codes.ts';
import type { Cell, Row } from '../connection/connection.ts';

/** What stays as it was minted, in the order of `mintedCells`. */
export const mintedColumns = [
  'id',
  'campaign',
  'position',
  'contact',
  'step',
  'number',
  'step_number',
  'channel',
  'address',
  'sender',
  'minted_at',
] as const;

export function mintedCells(attempt: Attempt, campaign: number): Cell[] {
  return [
    attempt.id,
    campaign,
    attempt.position,
    attempt.contact,
    attempt.step,
    attempt.number,
    attempt.stepNumber,
    attempt.channel,
    attempt.address,
    attempt.from,
    attempt.mintedAt,
  ];
}

/** What changes while an attempt goes on, in the order of `progressCells`. */
export const progressColumns = [
  'state',
  'disposition',
  'outcome',
  'evidence',
  'placed',
  'request_id',
  'call_id',
  'cause',
  'fault',
  'counts',
  'dialing_at',
  'ringing_at',
  'answered_at',
  'ended_at',
  'talk_seconds',
  'check_at',
  'hold_until',
  'permit_until',
  'surplus_call_id',
  'hang_up',
] as const;

export function progressCells(attempt: Attempt): Cell[] {
  const { disposition, cause } = attempt;
  return [
    attemptStateCode.encode(attempt.state),
    disposition === null ? null : dispositionCode.encode(disposition),
    attempt.outcome,
    attempt.evidence,
    attempt.placed ? 1 : 0,
    attempt.requestId,
    attempt.callId,
    cause === null ? null : JSON.stringify(cause),
    attempt.fault,
    attempt.counts ? 1 : 0,
    attempt.dialingAt,
    attempt.ringingAt,
    attempt.answeredAt,
    attempt.endedAt,
    attempt.talkSeconds,
    attempt.checkAt,
    attempt.holdUntil,
    attempt.permitUntil,
    attempt.surplusCallId,
    attempt.hangUp ? 1 : 0,
  ];
}

/** What is set of the progress of an attempt when it is minted; all else is null then. Half as much to write. */
export const bareColumns = [
  'state',
  'evidence',
  'placed',
  'counts',
  'check_at',
  'hold_until',
  'permit_until',
  'hang_up',
] as const;

export function bareCells(attempt: Attempt): Cell[] {
  return [
    attemptStateCode.encode(attempt.state),
    attempt.evidence,
    attempt.placed ? 1 : 0,
    attempt.counts ? 1 : 0,
    attempt.checkAt,
    attempt.holdUntil,
    attempt.permitUntil,
    attempt.hangUp ? 1 : 0,
  ];
}

/** Whether nothing but `bareCells` is set of the progress of an attempt. */
export function isBare(attempt: Attempt): boolean {
  return (
    attempt.disposition === null &&
    attempt.outcome === null &&
    attempt.requestId === null &&
    attempt.callId === null &&
    attempt.cause === null &&
    attempt.fault === null &&
    attempt.dialingAt === null &&
    attempt.ringingAt === null &&
    attempt.answeredAt === null &&
    attempt.endedAt === null &&
    attempt.talkSeconds === null &&
    attempt.surplusCallId === null
  );
}

/** What is read, in the order of `attemptFrom`. */
export const attemptReadColumns = [
  'campaigns.id',
  ...[...mintedColumns, ...progressColumns]
    .filter((column) => column !== 'campaign')
    .map((column) => `attempts.${column}`),
].join(', ');

/** An attempt is always read together with the campaign whose id it carries. */
export const attemptSource = 'attempts JOIN campaigns ON campaigns.number = attempts.campaign';

type Instant = number | null;
type AttemptRow = readonly [
  campaign: string,
  id: string,
  position: number,
  contact: string,
  step: number,
  number: number,
  stepNumber: number,
  channel: string,
  address: string,
  from: string | null,
  mintedAt: number,
  state: number,
  disposition: number | null,
  outcome: string | null,
  evidence: EvidenceRank,
  placed: number,
  requestId: string | null,
  callId: string | null,
  cause: string | null,
  fault: Attempt['fault'],
  counts: number,
  dialingAt: Instant,
  ringingAt: Instant,
  answeredAt: Instant,
  endedAt: Instant,
  talkSeconds: number | null,
  checkAt: Instant,
  holdUntil: Instant,
  permitUntil: Instant,
  surplusCallId: string | null,
  hangUp: number,
];

export function attemptFrom(row: Row): Attempt {
  const [
    campaign,
    id,
    position,
    contact,
    step,
    number,
    stepNumber,
    channel,
    address,
    from,
    mintedAt,
    state,
    disposition,
    outcome,
    evidence,
    placed,
    requestId,
    callId,
    cause,
    fault,
    counts,
    dialingAt,
    ringingAt,
    answeredAt,
    endedAt,
    talkSeconds,
    checkAt,
    holdUntil,
    permitUntil,
    surplusCallId,
    hangUp,
  ] = row as unknown as AttemptRow;
  return {
    id,
    campaign,
    position,
    contact,
    step,
    number,
    stepNumber,
    channel,
    address,
    from,
    state: attemptStateCode.decode(state),
    disposition: disposition === null ? null : dispositionCode.decode(disposition),
    outcome,
    evidence,
    placed: placed === 1,
    requestId,
    callId,
    cause: cause === null ? null : (JSON.parse(cause) as ProviderCause),
    fault,
    counts: counts === 1,
    mintedAt,
    dialingAt,
    ringingAt,
    answeredAt,
    endedAt,
    talkSeconds,
    checkAt,
    holdUntil,
    permitUntil,
    surplusCallId,
    hangUp: hangUp === 1,
  };
}
