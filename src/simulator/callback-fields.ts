import { type Call, talkSeconds } from './calls.ts';
import { localTime, utcTimeWithFraction } from './clock-times.ts';
import type { SimulatorOptions } from './options.ts';
import type { CallEvent, Fields } from './types.ts';

type Body = { call: Call; options: SimulatorOptions };

/** The fields of one of the four notifications, as complete as the stage of the call allows. */
export function eventFields({ call, options, event }: Body & { event: CallEvent }): Fields {
  if (event === 'Hangup')
    return { ...stageFields({ call, options }), ...hangupFields({ call, options }), Event: event };
  if (event === 'MachineDetection') {
    const ifMachine = call.request.machine_detection === 'hangup' ? 'hangup' : 'continue';
    return { ...stageFields({ call, options }), Machine: 'true', IfMachine: ifMachine, Event: event };
  }
  return { ...stageFields({ call, options }), Event: event };
}

/** What every request about a call carries, an action or redirect URL's too. */
export function stageFields({ call, options }: Body): Fields {
  const answered = call.answeredAt !== null;
  const from = call.from.replace(/^\+/, '');
  return {
    ...(answered ? answeredFields({ call, options }) : {}),
    CallStatus: callStatus(call),
    CallUUID: call.callUuid,
    CallerName: call.request.caller_name ?? '',
    Direction: 'outbound',
    From: !answered && options.plusBeforeAnswer && /^\d+$/.test(from) ? `+${from}` : from,
    ParentAuthID: call.account.mainAuthId ?? call.account.authId,
    RequestUUID: call.requestUuid,
    SessionStart: utcTimeWithFraction((call.startedAt ?? call.placedAt) + options.clockSkewMs),
    To: call.to,
    ...sipHeaderFields(call),
  };
}

function answeredFields({ call, options }: Body): Fields {
  return {
    ALegRequestUUID: call.requestUuid,
    ALegUUID: call.callUuid,
    BillRate: options.ratePerMinute.toFixed(5),
    CountryCode: countryOf(call.to),
    RouteType: '',
    STIRAttestation: '',
    STIRVerification: 'Not Applicable',
  };
}

function callStatus(call: Call): string {
  if (call.state === 'in-progress') return 'in-progress';
  if (call.state !== 'ended') return 'ringing';
  return call.answeredAt === null ? (call.end?.status ?? 'failed') : 'completed';
}

function hangupFields({ call, options }: Body): Fields {
  const seconds = talkSeconds(call);
  const billed = billedSeconds({ seconds, options });
  const time = (instant: number | null) =>
    instant === null
      ? ''
      : localTime({
          instant: instant + options.clockSkewMs,
          utcOffsetMinutes: options.accountUtcOffsetMinutes,
        });
  return {
    AnswerTime: time(call.answeredAt),
    StartTime: time(call.startedAt ?? call.placedAt),
    EndTime: time(call.endedAt),
    Duration: String(seconds),
    BillDuration: String(billed),
    BillRate: options.ratePerMinute.toFixed(5),
    TotalCost: cost({ seconds, options }).toFixed(5),
    HangupCause: call.end?.cause ?? '',
    HangupCauseCode: String(call.end?.code ?? 0),
    HangupCauseName: call.end?.name ?? 'Unknown',
    HangupSource: call.end?.source ?? 'Unknown',
  };
}

/** Seconds rounded up to whole billing steps. */
export function billedSeconds({ seconds, options }: { seconds: number; options: SimulatorOptions }): number {
  return Math.ceil(seconds / options.billStepSeconds) * options.billStepSeconds;
}

/** What a call of this length costs. */
export function cost({ seconds, options }: { seconds: number; options: SimulatorOptions }): number {
  return (billedSeconds({ seconds, options }) / 60) * options.ratePerMinute;
}

/** `k=v,k2=v2` comes back as `X-PH-k` and `X-PH-k2`. */
function sipHeaderFields({ request }: Call): Fields {
  const pairs = (request.sip_headers ?? '').split(',').map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      name?.trim() && value !== undefined ? [[`X-PH-${name.trim()}`, value]] : [],
    ),
  );
}

const countryByPrefix: ReadonlyArray<readonly [string, string]> = [
  ['1', 'US'],
  ['33', 'FR'],
  ['44', 'GB'],
  ['46', 'SE'],
  ['49', 'DE'],
  ['61', 'AU'],
  ['91', 'IN'],
];

function countryOf(to: string): string {
  return countryByPrefix.find(([prefix]) => to.startsWith(prefix))?.[1] ?? 'US';
}
