import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import type { RateLimits } from './command-log.ts';
import { phoneOf } from './lists.ts';

/** A campaign of the run, with the contacts that it begins with. */
export type ChaosCampaign = {
  name: string;
  client: string;
  from: string;
  limits: RateLimits;
  first: readonly string[];
  /** Numbers that may be added later. */
  later: readonly string[];
  /** Its operator cancels it in the end. */
  isCancelled: boolean;
};

/** Two campaigns of one client share their caller ID and a part of their contacts. */
const sketches = [
  { name: 'north-1', client: 'northwind', from: '+12025550100', offset: 0, isCancelled: false },
  { name: 'north-2', client: 'northwind', from: '+12025550100', offset: 0.9, isCancelled: false },
  { name: 'south-1', client: 'southwind', from: '+12025550101', offset: 2.5, isCancelled: false },
  { name: 'south-2', client: 'southwind', from: '+12025550102', offset: 5, isCancelled: false },
  { name: 'south-3', client: 'southwind', from: '+12025550102', offset: 7, isCancelled: true },
] as const;

/** The numbers of the later lists of a campaign, as a part of its first list. */
const laterShare = 0.5;

export function campaignsOf({ contacts }: { contacts: number }): readonly ChaosCampaign[] {
  return sketches.map(({ offset, ...sketch }) => {
    const begin = Math.floor(offset * contacts);
    const numbers = Array.from({ length: Math.floor(contacts * (1 + laterShare)) }, (_, index) =>
      phoneOf(begin + index),
    );
    return {
      ...sketch,
      limits: { concurrent: 15, perSecond: 6 },
      first: numbers.slice(0, contacts),
      later: numbers.slice(contacts),
    };
  });
}

export function definitionOf({ name, client, from, limits }: ChaosCampaign): CampaignDefinitionInput {
  return {
    name,
    client,
    steps: [
      {
        id: 'only',
        channel: 'voice',
        from,
        flow: [{ gather: { speak: 'Press 1 or 9.', on: { '1': 'confirmed', '9': 'opt-out' } } }],
      },
    ],
    sendWindow: { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' },
    rateLimits: limits,
    retry: { maxAttempts: 2, maxPerDay: 6, backoff: { first: '10s' } },
  };
}
