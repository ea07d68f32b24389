import { ownedStates } from '../../domain/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign.ts';
import { activeEnrollmentStates } from '../../domain/enrollment.ts';
import type { Store } from '../../persistence/contract.ts';
import type { Family } from './prometheus.ts';

/** Campaigns that are under way; more than this many at once are counted up to it. */
const mostCampaigns = 10_000;

/** What the whole installation is doing, from the counters of the store; every instance gives the same figures. */
export async function campaignFigures(store: Store): Promise<Family[]> {
  const { items } = await store.listCampaigns({ states: ownedStates, limit: mostCampaigns });
  const states = new Map(ownedStates.map((state) => [state, 0]));
  for (const { state } of items) states.set(state, (states.get(state) ?? 0) + 1);
  const total = (pick: (record: CampaignRecord) => number): number =>
    items.reduce((sum, record) => sum + pick(record), 0);
  return [
    gauge(
      'ringmaster_campaigns',
      'Campaigns under way, by state.',
      [...states].map(([state, value]) => ({ labels: { state }, value })),
    ),
    gauge('ringmaster_attempts_open', 'Attempts that have not ended.', [
      { value: total(({ counters }) => counters.open) },
    ]),
    gauge('ringmaster_imports_open', 'Imports that have not been closed.', [
      { value: total(({ counters }) => counters.openImports) },
    ]),
    gauge(
      'ringmaster_contacts',
      'People in campaigns under way who have not reached an end, by state.',
      activeEnrollmentStates.map((state) => ({
        labels: { state },
        value: total(({ counters }) => counters.states[state] ?? 0),
      })),
    ),
  ];
}

/** This process. */
export function processFigures(): Family[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      name: 'process_cpu_seconds_total',
      help: 'CPU time used.',
      type: 'counter',
      samples: [{ value: (user + system) / 1e6 }],
    },
    gauge('process_resident_memory_bytes', 'Memory in use.', [{ value: process.memoryUsage.rss() }]),
    gauge('nodejs_eventloop_utilization', 'Share of the time the event loop was busy, since the start.', [
      { value: performance.eventLoopUtilization().utilization },
    ]),
  ];
}

function gauge(name: string, help: string, samples: Family['samples']): Family {
  return { name, help, type: 'gauge', samples };
}
