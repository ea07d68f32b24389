import type { EmergencyStop } from '../domain/emergency-stop.ts';
import { everyClient } from '../domain/contact/party.ts';
import { timeInWords } from './why/summary.ts';

/**
 * Describes an emergency stop in one sentence (scope, time, author and reason), and returns the command that lifts
 * it.
 */
export function stopInWords({
  stop: { client, by, at, reason },
  now,
}: {
  stop: EmergencyStop;
  now: number;
}): {
  detail: string;
  command: string;
} {
  const isEveryClient = client === everyClient;
  const whose = isEveryClient ? 'every client' : `client ${client}`;
  const since = timeInWords({ at, now, timeZone: 'UTC' });
  return {
    detail: `Emergency stop of ${whose} since ${since}, by ${by}: ${reason ?? 'no reason given'}.`,
    command: isEveryClient ? 'ringmaster resume --all' : `ringmaster resume --client ${client}`,
  };
}
