import { toMs } from '../../../domain/time/duration.ts';
import type { Gather } from './entries.ts';
import { after, entryAt } from './places.ts';
import type { Flow, Place } from './places.ts';
import { placeAfterMeaning, placeAfterSilence, placeAfterWrong, plainMeaning } from './routes.ts';

/**
 * When to call back: after a time, or when the clock of the contact next shows a minute of the day (from 0 at midnight).
 */
export type CallBack = { afterMs: number } | { minuteOfDay: number };

/** What digits at a question mean. `next`: where the call continues; null if it ends. */
export type Heard = {
  outcome: string | null;
  variables: Readonly<Record<string, string>>;
  callBack: CallBack | null;
  next: Place | null;
};

const nothing = { outcome: null, variables: {}, callBack: null } as const;

/** The meaning of digits at a place of a flow. Where no question stands they mean nothing, and the call ends. */
export function hear({ flow, place, digits }: { flow: Flow; place: Place; digits: string }): Heard {
  const entry = entryAt(flow, place);
  if (!entry || !('gather' in entry)) return { ...nothing, next: null };
  const { gather } = entry;
  if (digits === '') return { ...nothing, next: placeAfterSilence(gather, place) };
  return meant({ gather, place, digits }) ?? typed({ gather, place, digits });
}

type Asked = { gather: Gather; place: Place; digits: string };

function meant({ gather: { on = {}, as }, place, digits }: Asked): Heard | null {
  const meaning = Object.hasOwn(on, digits) ? on[digits] : undefined;
  if (meaning === undefined) return null;
  const plain = plainMeaning(meaning);
  return {
    outcome: plain.outcome,
    variables: { ...(as !== undefined && { [as]: digits }), ...plain.set },
    callBack: plain.callBack === null ? null : { afterMs: toMs(plain.callBack) },
    next: placeAfterMeaning(plain, place),
  };
}

/** Digits without a meaning of their own: the value of a variable, a time, or a wrong answer. */
function typed({ gather, place, digits }: Asked): Heard {
  const { as, callBackAt } = gather;
  const minuteOfDay = callBackAt === undefined ? null : minuteOf(digits);
  const isWrong = callBackAt === undefined ? as === undefined : minuteOfDay === null;
  if (isWrong) return { ...nothing, next: placeAfterWrong(gather, place) };
  return {
    ...nothing,
    variables: as === undefined ? {} : { [as]: digits },
    callBack: minuteOfDay === null ? null : { minuteOfDay },
    next: after(place),
  };
}

/** The minute of the day of four digits such as 1530; null if no clock shows them. */
function minuteOf(digits: string): number | null {
  const [, hours = '', minutes = ''] = /^([01]\d|2[0-3])([0-5]\d)$/.exec(digits) ?? [];
  return hours === '' ? null : Number(hours) * 60 + Number(minutes);
}
