import type { CampaignCommand } from '../../src/actors/index.ts';
import { ownedStates } from '../../src/domain/campaign/campaign.ts';

import type { RequestKey } from '../../src/domain/request-key.ts';
import { isRingmasterError } from '../../src/domain/errors.ts';
import { broken } from '../simulation/oracle/broken.ts';
import type { Ledger } from '../simulation/oracle/ledger.ts';
import type { Operator } from '../simulation/play/operator.ts';
import type { Draft } from '../simulation/scenario/drafts.ts';
import { partOf } from '../simulation/scenario/opt-outs.ts';
import type { ListedPerson } from '../simulation/scenario/opt-outs.ts';
import type { Scenario } from '../simulation/scenario/scenario.ts';
import type { Life, World } from '../simulation/world.ts';

const by = 'test';

/** A caller that sends all orders, and repeats each one until it is answered, also across crashes. */
export type Orders = {
  /** Resolves with the campaign's id once all orders are answered. */
  give: () => Promise<string>;
};

export function createOrders({
  scenario,
  world,
  ledger,
  operator,
}: {
  scenario: Scenario;
  world: World;
  ledger: Ledger;
  operator: Operator;
}): Orders {
  const { business } = world.time.clocks;
  const [definition] = scenario.definitions;
  if (!definition) throw new TypeError('a scenario of crashes has one campaign');
  const { people, drafts } = scenario;
  const half = Math.ceil(people.length / 2);
  let campaign = '';

  const waitUntil = (afterMs: number): Promise<void> =>
    new Promise((resolve) => void business.at(scenario.startAt + afterMs, resolve));
  const command = (order: CampaignCommand): Promise<void> =>
    operator.insist(async ({ service }) => {
      await service.engine.command({ campaign, command: order, by });
    });
  const placedSoFar = (): number => world.journal.entries().length;

  const create = ({ service: { engine } }: Life): Promise<void> =>
    engine
      .createCampaign({ definition, by })
      // It was created by a process that died before its answer.
      .catch((error: unknown) => {
        if (!isRingmasterError(error, 'campaign.name-taken')) throw error;
        return engine.resolve({ campaign: definition.name, client: definition.client });
      })
      .then(({ id }) => void (campaign = id));

  /** Repeated rows change nothing; the next process closes an import whose process died. */
  const upload = (rows: readonly ListedPerson[], into = campaign): Promise<void> =>
    operator.insist(async ({ service: { engine }, store }) => {
      const record = await store.readCampaign(into);
      if (!record || (record.state !== 'draft' && !ownedStates.includes(record.state))) return;
      const { id } = await engine.openImport({ campaign: into, format: 'csv', by });
      const { optedOut: _, ...part } = partOf(rows);
      await engine.addRows({ campaign: into, import: id, columns: ['phone'], ...part });
      await engine.closeImport({ campaign: into, import: id, state: 'closed', by: 'test' });
    });

  /** A draft with its own list, removed before the campaign starts. */
  const discard = async ({ name, people: rows }: Draft): Promise<void> => {
    const request = (key: string): RequestKey => ({ key, digest: '', at: scenario.startAt });
    let draft = '';
    await operator.insist(async ({ service: { engine } }) => {
      const made = await engine.createCampaign({
        definition: { ...definition, name },
        by,
        request: request(`create-${name}`),
      });
      draft = made.id;
    });
    await upload(rows, draft);
    await operator.insist(async ({ service: { engine } }) => {
      await engine
        .removeDraft({ campaign: draft, by: 'key:ops', request: request(`remove-${name}`) })
        .catch((error) => {
          // It was removed by a process that died before its answer.
          if (!isRingmasterError(error, 'campaign.not-found')) throw error;
        });
    });
    if ((await world.file()?.readCampaign(draft)) ?? null)
      broken(`8 removed: ${name} was removed, and is still shown`);
  };

  const pause = async (): Promise<void> => {
    await command({ name: 'pause', pause: { cause: 'operator', by, reason: null } });
    ledger.pauses.push({ campaign, from: placedSoFar(), to: Infinity });
  };

  const resume = async (): Promise<void> => {
    for (const stretch of ledger.pauses) stretch.to = Math.min(stretch.to, placedSoFar());
    await command({ name: 'resume' });
  };

  const hold = async (): Promise<void> => {
    await operator.insist(async ({ service }) => {
      await service.engine.orderStop({ client: null, reason: null, by });
    });
    ledger.holds.push({ from: placedSoFar(), to: Infinity });
  };

  const unhold = async (): Promise<void> => {
    for (const stretch of ledger.holds) stretch.to = Math.min(stretch.to, placedSoFar());
    await operator.insist(async ({ service }) => {
      await service.engine.liftStop({ client: null, by });
    });
  };

  const suppress = async (address: string): Promise<void> => {
    await operator.insist(async ({ service }) => {
      await service.engine.suppress({ client: 'northwind', address, reason: 'asked', by });
    });
    ledger.suppressed.push({ address, at: business.now() });
  };

  return {
    async give() {
      for (const draft of drafts) await discard(draft);
      await operator.insist(create);
      await upload(people.slice(0, half));
      await command({ name: 'start', startAt: null, canary: scenario.canaries[0] ?? null });
      await waitUntil(4_000);
      await pause();
      await upload(people.slice(half));
      await suppress(people.at(-1)?.address ?? '');
      await waitUntil(30_000);
      await resume();
      await waitUntil(40_000);
      const { rateLimits } = definition;
      const edited = { ...definition, rateLimits: { ...rateLimits, concurrent: rateLimits.concurrent - 1 } };
      await command({ name: 'edit', definition: edited });
      await waitUntil(75_000);
      await hold();
      await waitUntil(90_000);
      await unhold();
      return campaign;
    },
  };
}
