import { durationUpTo, toSeconds } from '../time/duration.ts';
import { readTimeZone } from '../time/time-zone.ts';

/** A zone of a send window that is refused today, and why. */
export type UnclearZone = { key: 'timezone' | 'fallbackTimezone'; problem: string };

const zoneKeys = ['timezone', 'fallbackTimezone'] as const;

/**
 * The zones of a stored window that do not name a place, such as `BST`. Earlier versions accepted them. A window that
 * depends on such a zone stays closed until the campaign is edited.
 */
export function unclearZones(window: {
  timezone?: unknown;
  fallbackTimezone?: unknown;
}): readonly UnclearZone[] {
  return zoneKeys.flatMap((key) => {
    const zone = window[key];
    if (typeof zone !== 'string' || (key === 'timezone' && zone === 'recipient')) return [];
    const read = readTimeZone(zone);
    return 'problem' in read ? [{ key, problem: read.problem }] : [];
  });
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A stored definition changed so that it passes today's schema: `UTC` for unclear zones, whole seconds for `500ms`.
 * Earlier versions accepted more. Used only to check that a campaign can be read; its definition stays as it is.
 */
export function inTodaysForm(definition: unknown): unknown {
  if (!isFields(definition)) return definition;
  const { sendWindow, steps } = definition;
  return {
    ...definition,
    ...(isFields(sendWindow) && { sendWindow: withClearZones(sendWindow) }),
    ...(Array.isArray(steps) && { steps: steps.map((step: unknown) => withWholeSeconds(step)) }),
  };
}

/** The same window with `UTC` in place of each unclear zone. */
export function withClearZones(window: Fields): Fields {
  return { ...window, ...Object.fromEntries(unclearZones(window).map(({ key }) => [key, 'UTC'])) };
}

const secondsKeys = ['ringTimeout', 'timeLimit', 'wait', 'timeout'] as const;
const anyDuration = durationUpTo('366d');

function withWholeSeconds(value: unknown): unknown {
  if (!isFields(value)) return value;
  const whole = secondsKeys.flatMap((key) => {
    const given = anyDuration.safeParse(value[key]);
    return given.success ? [[key, `${toSeconds(given.data)}s`]] : [];
  });
  return {
    ...value,
    ...Object.fromEntries(whole),
    ...(Array.isArray(value['flow']) && { flow: value['flow'].map(withWholeSeconds) }),
    ...(isFields(value['gather']) && { gather: withWholeSeconds(value['gather']) }),
  };
}
