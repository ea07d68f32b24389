import type { CampaignCommand, CommandReply } from '../../../src/actors/index.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import { externalIdKey } from '../../../src/domain/contact/opt-out.ts';
import { faultRuleSchema } from '../../../src/simulator/index.ts';
import type { FaultRuleInput } from '../../../src/simulator/index.ts';
import type { Ledger } from '../oracle/ledger.ts';
import { ownedCampaigns } from '../oracle/owned-campaigns.ts';
import type { Happening } from '../scenario/happening.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { hourMs } from '../times.ts';
import type { Life, World } from '../world.ts';
import type { Blows } from './blows.ts';
import { StoreAway } from './operator.ts';
import type { Operator } from './operator.ts';

export type Stage = {
  scenario: Scenario;
  world: World;
  ledger: Ledger;
  campaigns: string[];
  operator: Operator;
  blows: Blows;
  storeFaults: { until: number; after: boolean; verbs: 'commit' | 'any'; lostAnswers: number };
  /** Faults that the carrier has for a while, beside those of the scenario. */
  imposed: Set<readonly FaultRuleInput[]>;
  /** Sets the wall clock of the machine by so much. */
  onStep: (ms: number) => void;
  /** Another server of the store takes the writes, with a clock that is behind by so much. */
  onElection: (behindMs: number) => void;
  onError: (error: unknown) => void;
};

const by = 'test';

export function order(life: Life, campaign: string, command: CampaignCommand): Promise<CommandReply> {
  return life.service.engine.command({ campaign, command, by });
}

const pauseCommand = {
  name: 'pause',
  pause: { cause: 'operator', by, reason: null },
} as const satisfies CampaignCommand;

type Kind<Name extends Happening['kind']> = Extract<Happening, { kind: Name }>;

function now({ world }: Stage): number {
  return world.time.clocks.business.now();
}

function later(stage: Stage, ms: number, run: () => void): void {
  stage.world.time.clocks.business.at(now(stage) + ms, run);
}

/** Starts a process, unless one runs already and `evenBeside` does not ask for one more. */
function startLife(stage: Stage, { evenBeside }: { evenBeside: boolean }): void {
  const { world, operator, onError } = stage;
  if (!evenBeside && world.life()) return operator.catchUp();
  void world
    .start()
    .then(operator.catchUp)
    .catch((error: unknown) => {
      if (error instanceof StoreAway) later(stage, 1_000, () => startLife(stage, { evenBeside }));
      else onError(error);
    });
}

function kill(stage: Stage, { downMs, ...blow }: Kind<'kill'>): void {
  stage.blows.strike(blow, (lives) => {
    lives.forEach(stage.world.kill);
    later(stage, downMs, () => startLife(stage, { evenBeside: blow.who !== 'all' }));
  });
}

function reboot(stage: Stage, { downMs, lostLines, ...blow }: Kind<'reboot'>): void {
  stage.blows.strike(blow, () => {
    stage.world.reboot({ lostLines });
    later(stage, downMs, () => startLife(stage, { evenBeside: false }));
  });
}

function stop(stage: Stage, { who, downMs }: Kind<'stop'>): void {
  const { world, onError } = stage;
  stage.blows.strike({ who, crossings: 0, at: null }, ([life]) => {
    if (!life) return;
    void world
      .stop(life)
      .catch((error: unknown) => error instanceof StoreAway || onError(error))
      .then(() => later(stage, downMs, () => startLife(stage, { evenBeside: false })));
  });
}

/** Another one is started beside, as a supervisor would; the frozen one wakes later, or when its campaigns are taken. */
function freeze(stage: Stage, { forMs, untilTaken, ...blow }: Kind<'freeze'>): void {
  stage.blows.strike(blow, (lives) => {
    for (const { fuse } of lives) {
      fuse.freeze();
      const thaw = (): void => {
        fuse.thaw();
        stage.operator.catchUp();
      };
      if (untilTaken) thawWhenTaken(stage, fuse.isFrozen, thaw);
      else later(stage, forMs, thaw);
    }
    if (!stage.world.life()) startLife(stage, { evenBeside: true });
  });
}

const lookEveryMs = 1_000;

function thawWhenTaken(stage: Stage, isFrozen: () => boolean, thaw: () => void): void {
  const file = stage.world.file();
  const before = new Map<string, number>();
  const readEpochs = async (): Promise<boolean> => {
    let taken = false;
    for (const { id, epoch } of file ? await ownedCampaigns(file) : []) {
      taken ||= epoch > (before.get(id) ?? Infinity);
      before.set(id, epoch);
    }
    return taken;
  };
  let looks = 0;
  const look = (): void => {
    looks += 1;
    if (!isFrozen() || file !== stage.world.file()) return;
    void readEpochs()
      .then((taken) => (taken || looks > 3_000 ? thaw() : later(stage, lookEveryMs, look)))
      .catch(stage.onError);
  };
  void readEpochs().then(() => later(stage, lookEveryMs, look));
}

function pause(stage: Stage, { campaign: index, forMs, frozenMs }: Kind<'pause'>): void {
  const { world, blows } = stage;
  const campaign = stage.campaigns[index] ?? '';
  if (frozenMs === null || world.lives().length < 2) return orderPause(stage, campaign, forMs);
  // An owner that stands still meanwhile cannot confirm that its permits are void.
  blows.strike({ who: 'oldest', crossings: 1, at: 'before carrier.POST' }, ([life]) => {
    life?.fuse.freeze();
    later(stage, frozenMs, () => life?.fuse.thaw());
    orderPause(stage, campaign, forMs);
  });
}

function pauseAgain(stage: Stage, happening: Kind<'pause-again'>): void {
  const campaign = stage.campaigns[happening.campaign] ?? '';
  stage.operator.try(async (life) => {
    await order(life, campaign, pauseCommand);
    await order(life, campaign, { name: 'resume' });
    pause(stage, { ...happening, kind: 'pause' });
  });
}

function orderPause(stage: Stage, campaign: string, forMs: number): void {
  const { ledger, world, operator } = stage;
  operator.try(async (life) => {
    await order(life, campaign, pauseCommand);
    ledger.pauses.push({ campaign, from: world.journal.entries().length, to: Infinity });
    later(stage, forMs, () => {
      operator.try(async (other) => {
        for (const pause of ledger.pauses)
          if (pause.campaign === campaign) pause.to = Math.min(pause.to, world.journal.entries().length);
        await order(other, campaign, { name: 'resume' });
      });
    });
  });
}

function stepClock(stage: Stage, { ms, forMs }: Kind<'clock-step'>): void {
  stage.onStep(ms);
  later(stage, forMs, () => stage.onStep(-ms));
}

function edit(
  stage: Stage,
  index: number,
  change: (definition: CampaignDefinition) => Partial<CampaignDefinition>,
): void {
  const campaign = stage.campaigns[index] ?? '';
  stage.operator.try(async (life) => {
    const record = await life.store.readCampaign(campaign);
    if (!record) return;
    const definition = { ...record.definition, ...change(record.definition) };
    await order(life, campaign, { name: 'edit', definition });
  });
}

function suppress(stage: Stage, { contact }: Kind<'suppress'>): void {
  const person = stage.scenario.people[contact];
  const address = person?.address ?? '';
  const externalId = person?.contact.externalId ?? null;
  const key = externalId === null ? address : externalIdKey(externalId);
  stage.operator.try(async (life) => {
    await life.service.engine.suppress({ client: 'northwind', address: key, reason: 'asked', by });
    stage.ledger.suppressed.push({ address, at: now(stage) });
  });
}

function hold(stage: Stage, { forMs }: Kind<'hold'>): void {
  const { ledger, world, operator } = stage;
  operator.try(async (life) => {
    await life.service.engine.orderStop({ client: null, reason: null, by });
    ledger.holds.push({ from: world.journal.entries().length, to: Infinity });
    later(stage, forMs, () => {
      void operator
        .insist(async (other) => {
          for (const held of ledger.holds) held.to = Math.min(held.to, world.journal.entries().length);
          await other.service.engine.liftStop({ client: null, by });
        })
        .catch(stage.onError);
    });
  });
}

const allSuffixes = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0'));

function outage(stage: Stage, { forMs }: Kind<'outage'>): void {
  const { simulator } = stage.world;
  simulator.changeScenario({
    suffixes: Object.fromEntries(allSuffixes.map((suffix) => [suffix, 'carrier-error'])),
  });
  later(stage, forMs, () => simulator.changeScenario({ suffixes: {} }));
}

function throttling(stage: Stage, { forMs }: Kind<'throttling'>): void {
  imposeFaults(stage, forMs, [{ fault: 'reject-429' }]);
}

const looks = ['queued', 'live', 'record', 'records'] as const;

function proxy(stage: Stage, { forMs, status }: Kind<'proxy'>): void {
  stage.ledger.proxies.push({ from: now(stage), to: now(stage) + forMs });
  const answers = looks.map((request) => ({ fault: 'answer-garbage', match: { request }, status }) as const);
  imposeFaults(stage, forMs, [
    ...answers,
    { fault: 'callback-lost', probability: 0.5 },
    { fault: 'accepted-then-reset', probability: 0.2 },
    { fault: 'reset', probability: 0.2 },
  ]);
}

/** For a while the carrier has these faults before its usual ones. */
function imposeFaults(stage: Stage, forMs: number, rules: readonly FaultRuleInput[]): void {
  const { scenario, world, imposed } = stage;
  const apply = (): void => {
    const all = [...[...imposed].toReversed().flat(), ...(scenario.carrier.faults ?? [])];
    world.simulator.faults.replace(all.map((rule) => faultRuleSchema.parse(rule)));
  };
  imposed.add(rules);
  apply();
  later(stage, forMs, () => {
    imposed.delete(rules);
    apply();
  });
}

/** The position of whoever is next in line, as the file knows; null if nobody is. */
export async function nextInLine({ world }: Stage, campaign: string): Promise<number | null> {
  const heads = (await world.file()?.readDueHeads(campaign)) ?? [];
  const [first] = heads.toSorted((left, right) => left.dueClass - right.dueClass || left.dueAt - right.dueAt);
  return first?.position ?? null;
}

function person(stage: Stage, { campaign: index, contact, name }: Kind<'person'>): void {
  const campaign = stage.campaigns[index] ?? '';
  stage.operator.try(async (life) => {
    const position = contact === null ? await nextInLine(stage, campaign) : contact + 1;
    if (position === null) return;
    const command = { position, reason: null };
    await life.service.engine.commandContact({ campaign, command: { ...command, name }, by });
    if (name !== 'pause') return;
    later(stage, 6 * hourMs, () =>
      stage.operator.try(async (other) => {
        await other.service.engine.commandContact({ campaign, command: { ...command, name: 'resume' }, by });
      }),
    );
  });
}

function failStore(stage: Stage, { forMs, after, verbs, whenMinting }: Kind<'store-fails'>): void {
  const fail = (): void => void Object.assign(stage.storeFaults, { after, verbs, until: now(stage) + forMs });
  if (whenMinting) stage.blows.strike({ who: 'newest', crossings: 1, at: 'after store.reserve' }, fail);
  else fail();
}

/** Makes it happen now. */
export function happen(stage: Stage, happening: Happening): void {
  const { world, campaigns, operator } = stage;
  switch (happening.kind) {
    case 'kill':
      return kill(stage, happening);
    case 'reboot':
      return reboot(stage, happening);
    case 'stop':
      return stop(stage, happening);
    case 'freeze':
      return freeze(stage, happening);
    case 'join':
      return world.life() ? startLife(stage, { evenBeside: true }) : undefined;
    case 'pause':
      return pause(stage, happening);
    case 'pause-again':
      return pauseAgain(stage, happening);
    case 'limits': {
      const { concurrent, perSecond } = happening;
      return edit(stage, happening.campaign, ({ rateLimits }) => ({
        rateLimits: { ...rateLimits, concurrent, perSecond },
      }));
    }
    case 'window': {
      const { start, end } = happening;
      return edit(stage, happening.campaign, ({ sendWindow }) => ({
        sendWindow: { ...sendWindow, start, end },
      }));
    }
    case 'suppress':
      return suppress(stage, happening);
    case 'hold':
      return hold(stage, happening);
    case 'skew':
      return world.time.skewSystem(happening.ms);
    case 'clock-step':
      return stepClock(stage, happening);
    case 'election':
      return stage.onElection(happening.behindMs);
    case 'store-fails':
      return failStore(stage, happening);
    case 'answer-lost':
      stage.storeFaults.lostAnswers += 1;
      return undefined;
    case 'outage':
      return outage(stage, happening);
    case 'throttling':
      return throttling(stage, happening);
    case 'proxy':
      return proxy(stage, happening);
    case 'person':
      return person(stage, happening);
    case 'cancel':
      return operator.try(async (life) => {
        const { hangUp } = happening;
        await order(life, campaigns[happening.campaign] ?? '', { name: 'cancel', hangUp, reason: null });
      });
  }
}
