import { type Call, talkSeconds } from '../calls/calls.ts';
import { localTime, utcTimeWithFraction } from '../clock-times.ts';
import { drawUuid } from '../draws.ts';
import type { SimulatorOptions } from '../options.ts';
import type { CallEvent, Fields } from '../types.ts';

type Body = { call: Call; options: SimulatorOptions };

/**
 * Returns the fields of a notification at the current stage of the call: the same sets as in real bodies of 2024 to
 * 2026. Only Ring has the caller name, and only StartApp has the route.
 */
export function eventFields({ call, options, event }: Body & { event: CallEvent }): Fields {
  const common = { ...commonFields({ call, options }), ...legFields(call), Event: event };
  switch (event) {
    case 'Ring':
      return { ...common, CallerName: call.request.caller_name ?? '' };
    case 'StartApp':
      return { ...stageFields({ call, options }), Event: event };
    case 'MachineDetection':
      return {
        ...common,
        Machine: 'true',
        IfMachine: call.request.machine_detection === 'hangup' ? 'hangup' : 'continue',
      };
    case 'Hangup':
      return { ...common, ...hangupFields({ call, options }) };
  }
}

/** Returns the fields that an answer, action, redirect or transfer URL receives about a call. */
export function stageFields({ call, options }: Body): Fields {
  return {
    ...commonFields({ call, options }),
    ...legFields(call),
    ...stirFields,
    ...(options.india ? indianRoute(call) : { RouteType: '' }),
    BillRate: String(options.ratePerMinute),
    CountryCode: countryOf(call.to),
  };
}

function commonFields({ call, options }: Body): Fields {
  const from = call.from.replace(/^\+/, '');
  const withPlus = call.answeredAt === null && options.plusBeforeAnswer && /^\d+$/.test(from);
  return {
    CallStatus: callStatus(call),
    CallUUID: call.callUuid,
    Direction: 'outbound',
    From: withPlus ? `+${from}` : from,
    ParentAuthID: call.account.mainAuthId ?? call.account.authId,
    RequestUUID: call.requestUuid,
    SessionStart: utcTimeWithFraction((call.startedAt ?? call.placedAt) + options.clockSkewMs),
    To: call.to,
    ...sipHeaderFields(call),
  };
}

function legFields({ answeredAt, requestUuid, callUuid }: Call): Fields {
  return answeredAt === null ? {} : { ALegRequestUUID: requestUuid, ALegUUID: callUuid };
}

const stirFields = { STIRAttestation: 'Not Applicable', STIRVerification: 'Not Applicable' };

/** Indian caller IDs have a compliance application. Answer URLs receive it since 2026. */
function indianRoute({ from }: Call): Fields {
  return {
    RouteType: 'Domestic_Anchored',
    ComplianceApplicationId: drawUuid({ seed: 0, subject: `compliance|${from}` }),
    ComplianceStatus: 'accepted',
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
    BillRate: String(options.ratePerMinute),
    TotalCost: cost({ seconds, options }).toFixed(5),
    HangupCause: call.end?.cause ?? '',
    HangupCauseCode: String(call.end?.code ?? 0),
    HangupCauseName: call.end?.name ?? 'Unknown',
    HangupSource: call.end?.source ?? 'Unknown',
    ...stirFields,
  };
}

/** Returns the seconds rounded up to a multiple of `billStepSeconds`. */
export function billedSeconds({ seconds, options }: { seconds: number; options: SimulatorOptions }): number {
  return Math.ceil(seconds / options.billStepSeconds) * options.billStepSeconds;
}

/** Returns the price of a call of this duration. */
export function cost({ seconds, options }: { seconds: number; options: SimulatorOptions }): number {
  return (billedSeconds({ seconds, options }) / 60) * options.ratePerMinute;
}

/** Returns the SIP headers of the request: `k=v,k2=v2` becomes `X-PH-k` and `X-PH-k2`. */
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
