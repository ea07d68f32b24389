import { billedSeconds, cost } from '../callbacks/callback-fields.ts';
import { type Call, talkSeconds } from './calls.ts';
import { localTimeWithOffset, readUtcTime } from '../clock-times.ts';
import type { SimulatorOptions } from '../options.ts';

/** Returns the instant at which the record of a call appears; infinity for a call that has not ended. */
export function recordVisibleAt(call: Call): number {
  if (call.endedAt === null) return Number.POSITIVE_INFINITY;
  return call.endedAt + call.plan.recordDelayMs + call.recordFaultMs;
}

/** Returns a call record in the format of docs.plivo.com/docs/voice/api/call/retrieve-a-call. */
export function callRecord({
  call,
  options,
}: {
  call: Call;
  options: SimulatorOptions;
}): Record<string, unknown> {
  const seconds = talkSeconds(call);
  const time = (instant: number | null) =>
    instant === null
      ? null
      : localTimeWithOffset({
          instant: instant + options.clockSkewMs,
          utcOffsetMinutes: options.accountUtcOffsetMinutes,
        });
  const state = call.answeredAt === null ? (call.end?.status ?? 'failed') : 'answer';
  return {
    answer_time: time(call.answeredAt),
    bill_duration: seconds,
    billed_duration: billedSeconds({ seconds, options }),
    call_direction: 'outbound',
    call_duration: seconds,
    call_state: state.toUpperCase().replace('-', '_'),
    call_uuid: call.callUuid,
    cnam_lookup: null,
    conference_uuid: null,
    end_time: time(call.endedAt),
    from_number: call.from,
    hangup_cause_code: call.end?.code ?? 0,
    hangup_cause_name: call.end?.name ?? 'Unknown',
    hangup_source: call.end?.source ?? 'Unknown',
    initiation_time: time(call.placedAt),
    parent_call_uuid: call.request.parent_call_uuid ?? null,
    resource_uri: `/v1/Account/${call.account.authId}/Call/${call.callUuid}/`,
    source_ip: null,
    stir_attestation: '',
    stir_verification: 'Not Applicable',
    to_number: call.to,
    total_amount: cost({ seconds, options }).toFixed(5),
    total_rate: options.ratePerMinute.toFixed(5),
  };
}

type Test = (call: Call) => boolean;

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '': (a, b) => a === b,
  __gt: (a, b) => a > b,
  __gte: (a, b) => a >= b,
  __lt: (a, b) => a < b,
  __lte: (a, b) => a <= b,
};

const digits = (number: string): string => number.replace(/^\+/, '');

const textFilters: Record<string, (value: string) => Test> = {
  from_number: (value) => (call) => digits(call.from) === digits(value),
  to_number: (value) => (call) => call.to === digits(value),
  hangup_cause_code: (value) => (call) => String(call.end?.code) === value,
  hangup_source: (value) => (call) => call.end?.source === value,
  call_direction: (value) => () => value === 'outbound',
  parent_call_uuid: (value) => (call) => call.request.parent_call_uuid === value,
};

/** Returns the filters for the list of live calls. Unknown filters are ignored. */
export function liveFilters(query: URLSearchParams): Test[] {
  return ['from_number', 'to_number', 'call_direction'].flatMap((name) => {
    const value = query.get(name);
    const filter = textFilters[name];
    return value !== null && filter ? [filter(value)] : [];
  });
}

/**
 * Returns the filters in a query as tests that a call must pass, or an error if a value cannot be read. Times are
 * UTC. Without an end_time only calls of the last seven days are listed.
 */
export function recordFilters({
  query,
  now,
}: {
  query: URLSearchParams;
  now: number;
}): Test[] | { error: string } {
  const tests: Test[] = [];
  let endTimeGiven = false;
  for (const [name, value] of query) {
    const [, field = name, suffix = ''] =
      /^(end_time|bill_duration)((?:__(?:gt|gte|lt|lte))?)$/.exec(name) ?? [];
    const compare = comparisons[suffix] ?? Object.is;
    const text = textFilters[field];
    if (text) tests.push(text(value));
    if (field === 'end_time') {
      const instant = readUtcTime(value);
      if (instant === null) return { error: `${name} must be YYYY-MM-DD HH:MM[:ss[.uuuuuu]]` };
      endTimeGiven = true;
      tests.push((call) => compare(call.endedAt ?? 0, instant));
    }
    if (field === 'bill_duration') tests.push((call) => compare(talkSeconds(call), Number(value)));
  }
  const weekAgo = now - 7 * 86_400_000;
  return endTimeGiven ? tests : [...tests, (call) => (call.endedAt ?? 0) >= weekAgo];
}
