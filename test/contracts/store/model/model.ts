import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { campaignOf } from '../fixtures.ts';
import { history } from './model-history.ts';
import { createPlayer } from './model-player.ts';
import type { Model } from './model-store.ts';
import type { OpenStore } from '../store-under-test.ts';

const owners = ['default', 'default', 'northwind'] as const;

export function modelTests({ open }: { open: OpenStore }): void {
  test('every answer and everything stored is what a simple model says', async () => {
    const checked = fc.assert(
      fc.asyncProperty(history, async (moves) => {
        const { store, dispose } = await open();
        try {
          const records = owners.map((client, index) => campaignOf({ name: `c${index}`, client }));
          const model: Model = {
            campaigns: records.map((record) => ({
              record,
              enrollments: new Map(),
              identities: new Set(),
              addresses: new Map(),
              attempts: new Map(),
              events: [],
              inbox: [],
            })),
            persons: new Map(),
            parties: new Map(),
            suppressions: new Map(),
            holds: new Set(),
          };
          for (const record of records) await store.createCampaign(record);
          const play = createPlayer({ store, model });
          for (const move of moves) await play(move);
        } finally {
          await dispose();
        }
      }),
      { numRuns: 60 },
    );
    await expect(checked).resolves.toBeUndefined();
  });
}
