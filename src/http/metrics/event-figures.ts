import type { CampaignEvent } from '../../domain/campaign-event.ts';
import type { Family } from './prometheus.ts';

/** Events that this instance committed, by type: attempts minted, answered and ended, people at an end, and so on. */
export type EventFigures = {
  committed: (events: readonly Pick<CampaignEvent, 'type'>[]) => void;
  families: () => Family[];
};

export function createEventFigures(): EventFigures {
  const counts = new Map<string, number>();
  return {
    committed(events) {
      for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
    },
    families: () => [
      {
        name: 'ringmaster_events_total',
        help: 'Events committed by this instance since it started, by type.',
        type: 'counter',
        samples: [...counts].map(([type, value]) => ({ labels: { type }, value })),
      },
    ],
  };
}
