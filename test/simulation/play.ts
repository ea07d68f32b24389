import type { CampaignCommand } from '../../src/actors/index.ts';
import { isRingmasterError } from '../../src/domain/errors.ts';
import type { CampaignRecord } from '../../src/domain/campaign.ts';
import { BrokenPromise, createOracle } from './oracle.ts';
import type { Ledger, Oracle } from './oracle.ts';
import { createScenario } from './scenario.ts';
import type { Happening, Scenario } from './scenario.ts';
import { createWorld } from './world.ts';
import type { Life, World } from './world.ts';

const day = 86_400_000;
/** Longer than any drawn campaign takes: after it something is stuck. */
const longestMs = 40 * day;

export type Played = {
  seed: number;
  broken: string | null;
  events: number;
  calls: number;
  virtualMs: number;
};

type Play = {
  scenario: Scenario;
  world: World;
  ledger: Ledger;
  campaigns: string[];
  tokens: Map<string, string>;
  oracle: Oracle;
  /** Things to do whose time has come while the service was down. */
  waiting: (() => Promise<void>)[];
  faults: { storeFailsUntil: number; after: boolean };
};

/** Errors that an operator may meet and shrug at: refused commands, a store that is away, a service that was killed. */
function isOrdinary(error: unknown): boolean {
  return isRingmasterError(error) || (error instanceof Error && error.message === 'the store is away');
}

async function withLife(play: Play, run: (life: Life) => Promise<void>): Promise<void> {
  const life = play.world.life();
  if (!life) {
    play.waiting.push(() => withLife(play, run));
    return;
  }
  try {
    await Promise.race([run(life), life.fuse.blown]);
  } catch (error) {
    if (!isOrdinary(error)) throw error;
  }
}

/** Runs in the background: the world goes on while an operator waits for an answer. */
function begin(play: Play, errors: unknown[], run: (life: Life) => Promise<void>): void {
  void withLife(play, run).catch((error: unknown) => errors.push(error));
}

async function boot(play: Play): Promise<void> {
  const { world, scenario, campaigns } = play;
  const life = await world.start();
  const { engine } = life.service;
  for (const [index, definition] of scenario.definitions.entries()) {
    const { id } = await engine.createCampaign({ definition, by: 'test' });
    campaigns.push(id);
    play.ledger.limits.set(id, [{ from: 0, ...definition.rateLimits }]);
    const list = await engine.openImport({ campaign: id, format: 'csv', by: 'test' });
    const rows = scenario.lists[index] ?? [];
    const half = Math.ceil(rows.length / 2);
    for (const part of [rows.slice(0, half), rows.slice(half)]) {
      const lastRow = part.at(-1)?.row ?? 0;
      await engine.addRows({
        campaign: id,
        import: list.id,
        columns: ['phone'],
        rows: part,
        rejected: [],
        lastRow,
      });
    }
    await engine.closeImport({ campaign: id, import: list.id, state: 'closed' });
    await engine.command({ campaign: id, command: { name: 'start', startAt: null }, by: 'test' });
  }
}

function order(
  life: Life,
  campaign: string,
  command: CampaignCommand,
): Promise<{ campaign: CampaignRecord; changed: boolean }> {
  return life.service.engine.command({ campaign, command, by: 'test' });
}

function happen(play: Play, errors: unknown[], happening: Happening): void {
  const { world, ledger, campaigns, scenario } = play;
  const now = (): number => world.time.clocks.business.now();
  const later = (ms: number, run: () => void): void => void world.time.clocks.business.at(now() + ms, run);
  switch (happening.kind) {
    case 'kill':
      void world.kill();
      later(happening.downMs, () => {
        if (world.life()) return;
        void world
          .start()
          .then(async () => {
            for (const run of play.waiting.splice(0)) await run();
          })
          .catch((error: unknown) => errors.push(error));
      });
      return;
    case 'pause':
      begin(play, errors, async (life) => {
        const campaign = campaigns[happening.campaign] ?? '';
        const pause = { cause: 'operator', by: 'test', reason: null } as const;
        await order(life, campaign, { name: 'pause', pause });
        ledger.pauses.push({ campaign, from: now(), to: Number.POSITIVE_INFINITY });
        later(happening.forMs, () =>
          begin(play, errors, async (other) => {
            for (const pause of ledger.pauses)
              if (pause.campaign === campaign) pause.to = Math.min(pause.to, now());
            await order(other, campaign, { name: 'resume' });
          }),
        );
      });
      return;
    case 'limits':
      begin(play, errors, async (life) => {
        const campaign = campaigns[happening.campaign] ?? '';
        const record = await life.store.readCampaign(campaign);
        if (!record) return;
        const { concurrent, perSecond } = happening;
        const rateLimits = { ...record.definition.rateLimits, concurrent, perSecond };
        await order(life, campaign, { name: 'edit', definition: { ...record.definition, rateLimits } });
        ledger.limits.get(campaign)?.push({ from: now(), concurrent, perSecond });
      });
      return;
    case 'suppress':
      begin(play, errors, async (life) => {
        const address = scenario.lists[0]?.[happening.contact]?.address ?? '';
        await life.service.engine.suppress({ client: 'northwind', address, reason: 'asked', by: 'test' });
        ledger.suppressed.push({ address, from: now() + 2_000 });
      });
      return;
    case 'hold':
      begin(play, errors, async (life) => {
        await life.service.engine.hold({ client: null, reason: null, by: 'test' });
        ledger.holds.push({ from: now(), to: Number.POSITIVE_INFINITY });
        later(happening.forMs, () =>
          begin(play, errors, async (other) => {
            for (const held of ledger.holds) held.to = Math.min(held.to, now());
            await other.service.engine.unhold({ client: null, by: 'test' });
          }),
        );
      });
      return;
    case 'skew':
      world.time.skewSystem(happening.ms);
      return;
    case 'store-fails':
      play.faults.storeFailsUntil = now() + happening.forMs;
      play.faults.after = happening.after;
      return;
    case 'person':
      begin(play, errors, async (life) => {
        const campaign = campaigns[happening.campaign] ?? '';
        const { name } = happening;
        await life.service.engine.commandContact({
          campaign,
          command: { name, position: happening.contact + 1, reason: null },
          by: 'test',
        });
        if (name !== 'pause') return;
        later(6 * 3_600_000, () =>
          begin(play, errors, async (other) => {
            const command = { name: 'resume', position: happening.contact + 1, reason: null } as const;
            await other.service.engine.commandContact({ campaign, command, by: 'test' });
          }),
        );
      });
      return;
    case 'cancel':
      begin(play, errors, async (life) => {
        await order(life, campaigns[happening.campaign] ?? '', {
          name: 'cancel',
          hangUp: happening.hangUp,
          reason: null,
        });
      });
  }
}

async function isOver(play: Play): Promise<boolean> {
  const life = play.world.life();
  if (!life || play.waiting.length > 0) return false;
  for (const campaign of play.campaigns) {
    const record = await life.store.readCampaign(campaign);
    if (record?.state !== 'completed' && record?.state !== 'cancelled') return false;
  }
  return play.world.simulator.calls().every(({ state }) => state === 'ended');
}

/** Somebody looks after campaigns that paused themselves: whatever was wrong has been mended. */
async function resumePaused(play: Play): Promise<void> {
  const life = play.world.life();
  if (!life) return;
  for (const campaign of play.campaigns) {
    const record = await life.store.readCampaign(campaign);
    const isOurs = play.ledger.pauses.some(
      (pause) => pause.campaign === campaign && pause.to === Number.POSITIVE_INFINITY,
    );
    if (record?.state === 'paused' && !isOurs)
      await withLife(play, (alive) => order(alive, campaign, { name: 'resume' }).then(() => undefined));
  }
}

/** Plays one seed to its end and says which promise was broken, if any. */
export async function play({ seed }: { seed: number }): Promise<Played> {
  const scenario = createScenario(seed);
  const faults = { storeFailsUntil: 0, after: false };
  const ledger: Ledger = { pauses: [], holds: [], suppressed: [], limits: new Map() };
  const campaigns: string[] = [];
  const tokens = new Map<string, string>();
  const world = createWorld({
    seed,
    startAt: scenario.startAt,
    carrier: scenario.carrier,
    accountPerSecond: scenario.accountPerSecond,
    watch({ name, side }) {
      const fails = faults.storeFailsUntil > world.time.clocks.business.now();
      if (fails && name === 'store.commitTurn' && side === (faults.after ? 'after' : 'before'))
        throw new Error('the store is away');
    },
    onMinted: (attempt) => tokens.set(attempt.id, attempt.campaign),
  });
  const oracle = createOracle({
    scenario,
    journal: world.journal,
    campaigns: () => campaigns,
    ledger,
    attempts: (token) => tokens.get(token) ?? null,
  });
  const self: Play = { scenario, world, ledger, campaigns, tokens, oracle, waiting: [], faults };
  const errors: unknown[] = [];
  let events = 0;
  let brokenBy: string | null = null;
  let over = false;
  try {
    await boot(self);
    const start = world.time.clocks.business.now();
    for (const happening of scenario.happenings) {
      world.time.clocks.business.at(start + happening.afterMs, () => happen(self, errors, happening));
    }
    const everyDay = (): void =>
      void world.time.clocks.business.at(world.time.clocks.business.now() + day, () => {
        void resumePaused(self).catch((error: unknown) => errors.push(error));
        everyDay();
      });
    everyDay();
    const ended = await world.time.run({
      limitMs: longestMs,
      done: () => over,
      async afterEach() {
        events += 1;
        oracle.look();
        if (errors.length > 0) throw errors[0];
        const life = world.life();
        if (life && events % 40 === 0) await oracle.audit(life.store);
        if (events % 10 === 0) over = await isOver(self);
      },
    });
    const life = world.life() ?? (await world.start());
    if (ended !== 'done')
      throw new BrokenPromise(`2 nobody lost: still not over after ${longestMs / day} days (${ended})`);
    await oracle.conclude(life.store);
  } catch (error) {
    brokenBy =
      error instanceof BrokenPromise
        ? error.message
        : `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  } finally {
    await world.close();
  }
  return { seed, broken: brokenBy, events, calls: tokens.size, virtualMs: world.time.elapsed() };
}
