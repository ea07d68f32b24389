import { minutes } from './campaign-findings.ts';
import type { Finding } from './campaign-findings.ts';
import type { AlertThresholds } from './thresholds.ts';

/** What alerts need to know about one instance. Null: not known on this system. */
export type InstanceAlertFacts = {
  /** The campaigns that it took over from dead instances within the window. */
  takeovers: number;
  diskFreeBytes: number | null;
  memoryBytes: number;
  /** The 99th percentile of the delay of its event loop since the last check. */
  eventLoopMs: number;
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Returns what is wrong with an instance now. */
export function instanceFindings(facts: InstanceAlertFacts, thresholds: AlertThresholds): Finding[] {
  const { takeovers, diskFreeBytes, memoryBytes, eventLoopMs, windowMs } = thresholds;
  const findings: Finding[] = [];
  if (takeovers > 0 && facts.takeovers >= takeovers)
    findings.push({
      code: 'takeovers',
      detail: `${facts.takeovers} ${facts.takeovers === 1 ? 'campaign was' : 'campaigns were'} taken over from dead instances in the last ${minutes(windowMs)}.`,
    });
  if (facts.diskFreeBytes !== null && facts.diskFreeBytes < diskFreeBytes)
    findings.push({ code: 'disk', detail: `${megabytes(facts.diskFreeBytes)} are free in the data folder.` });
  if (memoryBytes > 0 && facts.memoryBytes > memoryBytes)
    findings.push({ code: 'memory', detail: `The process uses ${megabytes(facts.memoryBytes)} of memory.` });
  if (eventLoopMs > 0 && facts.eventLoopMs > eventLoopMs)
    findings.push({
      code: 'event-loop',
      detail: `The event loop is late by ${Math.round(facts.eventLoopMs)} ms (99th percentile).`,
    });
  return findings;
}
