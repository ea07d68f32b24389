import { checkBus } from '../../messaging/registry.ts';
import type { BusConfig } from '../../messaging/registry.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';

/** Checks the connection to NATS, and JetStream with its limits. Without NATS there is nothing to check. */
export async function examineBus(config: BusConfig): Promise<readonly Finding[]> {
  const checks = await checkBus(config);
  if (!checks) return [];
  const bus = findingOf('bus', checks.connection);
  return checks.jetStream ? [bus, findingOf('JetStream', checks.jetStream)] : [bus];
}

function findingOf(what: string, result: { detail: string } | { error: unknown }): Finding {
  return 'error' in result ? failed(what, result.error) : { what, ok: true, detail: result.detail };
}
