import { alertId } from '../../domain/alert.ts';
import type { Alert, AlertSubject } from '../../domain/alert.ts';
import type { Finding } from './campaign-findings.ts';

/** What is to be told of one alert. `toldAt`: when the stored alert was told last; null if none is stored. */
export type AlertStep =
  | { kind: 'raised' | 'repeated'; alert: Alert; toldAt: number | null }
  | { kind: 'resolved'; alert: Alert };

/**
 * Returns what is to be told about one campaign or instance: alerts that are new, those that were told `repeatMs` ago or
 * earlier and are still in force, and those that are over. `stored` are its alerts. The same findings tell nothing again.
 */
export function followAlerts({
  subject,
  stored,
  findings,
  now,
  repeatMs,
}: {
  subject: AlertSubject;
  stored: readonly Alert[];
  findings: readonly Finding[];
  now: number;
  repeatMs: number;
}): AlertStep[] {
  const known = new Map(stored.map((alert) => [alert.code, alert]));
  const steps: AlertStep[] = [];
  for (const { code, detail } of findings) {
    const before = known.get(code);
    known.delete(code);
    if (!before) {
      const alert = { id: alertId({ code, ...subject }), code, ...subject, since: now, toldAt: now, detail };
      steps.push({ kind: 'raised', alert, toldAt: null });
    } else if (now - before.toldAt >= repeatMs) {
      steps.push({ kind: 'repeated', alert: { ...before, toldAt: now, detail }, toldAt: before.toldAt });
    }
  }
  for (const alert of known.values()) steps.push({ kind: 'resolved', alert });
  return steps;
}
