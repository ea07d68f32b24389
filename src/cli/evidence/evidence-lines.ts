import type { EvidenceVerification, Fault } from '../../evidence/index.ts';
import { counted } from '../text/times.ts';

type Log = EvidenceVerification['logs'][number];

const shownFaults = 10;

/** Returns what a check of a file has found: a line for each log, or for each fault. */
export function evidenceLines({ ok, faults, logs }: EvidenceVerification): string[] {
  return ok ? logs.map(logLine) : faultLines(faults);
}

/** Returns a line for each of the first faults. */
export function faultLines(faults: readonly Fault[]): string[] {
  const lines = faults
    .slice(0, shownFaults)
    .map(({ line, detail }) => `BROKEN${line === null ? '' : ` at line ${line}`}: ${detail}`);
  const rest = faults.length - lines.length;
  return rest === 0 ? lines : [...lines, `and ${counted(rest, 'more fault')}`];
}

/** `campaign cmp_…: 6 events of the contact, proved to be in its log of 1204 events; hash 9f2c41…`. */
function logLine({ of, log, events, head, proved, unproved, begins }: Log): string {
  const what = of === 'campaign' ? 'of the contact' : 'about its addresses';
  const known = `${counted(proved, 'event')} ${what}, proved to be in its log of ${counted(events, 'event')}`;
  const earlier = unproved === 0 ? '' : `; ${unproved} more, logged by an earlier version, not proved`;
  const removed = begins.why === 'removed' ? `; events 1 to ${begins.after} were removed` : '';
  return `${of} ${log}: ${known}${earlier}${removed}; hash ${head}`;
}
