import type { Alert } from '../../domain/alert.ts';
import { alertAdvice } from '../../rules/alerts/advice.ts';
import { instantOrNull } from '../instants.ts';

/** Returns the alerts of one client or (null) of all, as problems. `nameOf` returns the name of a campaign, if it is known. */
export function alertItems({
  alerts,
  client,
  nameOf,
}: {
  alerts: readonly Alert[];
  client: string | null;
  nameOf: (campaign: string) => string | null;
}) {
  return alerts
    .filter((alert) => client === null || alert.client === client)
    .map(({ code, client: owner, campaign, instance, since, detail }) => {
      const { advice, command } = alertAdvice[code];
      const name = campaign === null ? null : (nameOf(campaign) ?? campaign);
      const where = instance !== null ? ` Instance ${instance}.` : '';
      return {
        code: `alert.${code}`,
        client: owner,
        campaign,
        name,
        since: instantOrNull(since),
        detail: `${detail}${where} ${advice}`,
        command: command.replace('NAME', name ?? ''),
      };
    });
}
