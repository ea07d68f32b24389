import type { Logger } from 'pino';
import type { RequestKey } from '../../domain/request-key.ts';
import { sleep, type Cancel, type Clocks } from '../../platform/clock.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';
import { takeBatch, toPending, type PendingEvent } from '../turn/batch.ts';
import type { ActorFace } from './actor-face.ts';
import { createCatchUp, isAt, type Progress } from './catch-up.ts';
import { createFoundAttempts } from './found-attempts.ts';
import { loadCampaign, type CampaignMemory, type WindowsFor } from '../turn/campaign-memory.ts';
import type { Checks } from '../turn/checks/checks.ts';
import type { ActorEvent } from '../events.ts';
import { heldBy } from '../sending/limits.ts';
import type { Performer } from '../sending/performer.ts';
import type { TurnOutcome } from '../turn/settle-turn.ts';
import type { TurnRunnerInput } from '../turn/turn-context.ts';
import { createTurnRunner } from '../turn/turn.ts';
import { campaignNotFound, movedAway } from './refusals.ts';
import type { Readable } from './unreadable.ts';

/** One campaign, run by its owner: takes its events in batches, one turn after another. */
export type CampaignActor = {
  readonly campaign: string;
  /** Resolves with the answer once the event is committed; rejects what is refused, or what could not be stored. */
  send: (event: ActorEvent, request?: RequestKey) => Promise<unknown>;
  /** Enters an event nobody waits for; it is kept until it is committed. */
  post: (event: ActorEvent) => void;
  /** Looks for something to do: the clock moved, a limit was freed, the inbox was rung. */
  wake: (why?: 'inbox' | 'changed') => void;
  /** Another instance has committed up to here: decides nothing, and uses no permit, on an older picture. */
  catchUp: (progress: Progress) => void;
  isStarved: () => boolean;
  /** Whether nothing of it is under way: no event, no turn, nothing to perform. */
  isIdle: () => boolean;
  /** Attempts that are, or may be, at the provider. */
  inFlight: () => number;
  /** Makes every permit not used yet worthless, at once. */
  voidPermits: () => void;
  /** What is committed; null before the first turn, and while in doubt. */
  memory: () => CampaignMemory | null;
  /** Mints nothing more, voids what was not sent, takes in what is on its way, and ends. */
  stop: () => Promise<void>;
};

export type CampaignActorInput = {
  campaign: string;
  epoch: number;
  store: Store;
  clocks: Clocks;
  kit: TurnRunnerInput['kit'];
  log: Logger;
  windowsFor: WindowsFor;
  readable: Readable;
  dispatching: TurnRunnerInput['dispatching'];
  sendLog: SendLog;
  createPerformer: (face: ActorFace) => Performer;
  createChecks: (performer: Performer) => Checks;
  /** Lets other work of the process run between turns. */
  breathe: () => Promise<void>;
  /** It is not ours any more. */
  onFenced: (unhandled: readonly ActorEvent[]) => void;
  /** Somebody else stopped the campaign, and its permits are void now. */
  onVoided: (rev: number) => void;
  /** A turn was committed. */
  onCommitted: (outcome: TurnOutcome) => void;
};

/** How long a stopping instance waits for answers that are on their way; a container is given ten seconds. */
const drainMs = 5_000;
/** With a store that is away the rest stays behind; the next owner finds those attempts at the provider. */
const drainRounds = 20;
/** After a store error: how long until the next try. */
const retryAfterMs = 1_000;
/** Of the first owner a campaign ever has. */
const firstEpoch = 1;

export function createCampaignActor(input: CampaignActorInput): CampaignActor {
  const { campaign, store, clocks, log, windowsFor, readable, kit } = input;
  const { channels } = kit;
  const queue: PendingEvent[] = [];
  let memory: CampaignMemory | null = null;
  let inboxRung = true;
  let wanted = false;
  let stopped = false;
  const { events: batchSize } = store.batchBudget();
  let draining = false;
  let starved = false;
  let isChanged = false;
  let pumping: Promise<void> | null = null;
  let alarm: Cancel = () => undefined;

  const post = (event: ActorEvent): void => {
    queue.push({ event, inboxId: null });
    wake();
  };
  const known = (): Progress | null => memory?.record ?? null;
  const changes = createCatchUp({ store, campaign, system: clocks.system, mostMs: kit.times.permitMs });
  const isBehind = (): boolean => changes.isBehind(known());
  const performer = input.createPerformer({ post, memory: () => memory, isBehind });
  const checks = input.createChecks(performer);
  const runTurn = createTurnRunner({
    ...input,
    mayMint: () => !draining,
    isForeign: false,
    takenAt: input.epoch > firstEpoch ? Math.floor(clocks.business.now()) : null,
    performer,
    checks,
  });
  // Whatever was open when this owner took over is looked for at the provider first.
  checks.all();
  const found = createFoundAttempts({ campaign, log });

  const load = async (): Promise<CampaignMemory> => {
    const loaded = await loadCampaign({ store, campaign, windowsFor, readable });
    if (!loaded) throw campaignNotFound(campaign);
    await store.recount({ campaign, epoch: input.epoch, held: heldBy({ ...loaded, channels }) });
    found.noteFound(loaded);
    return loaded;
  };

  const readInbox = async (): Promise<PendingEvent[]> => {
    if (!inboxRung) return [];
    const waiting = await store.readInbox({ campaign, limit: batchSize });
    inboxRung = waiting.length === batchSize;
    return waiting.map(toPending);
  };

  /** Permits of a campaign that does not run are void. */
  const tellIfVoid = (): void => {
    if (memory && memory.record.state !== 'running') input.onVoided(memory.record.rev);
  };

  const setAlarm = (at: number | null): void => {
    alarm();
    alarm = at === null ? () => undefined : clocks.business.at(at, () => wake());
  };

  const fence = (batch: readonly PendingEvent[]): void => {
    stopped = true;
    alarm();
    input.onFenced(
      [...batch, ...queue.splice(0)].flatMap(({ event, inboxId, reject }) => {
        reject?.(movedAway(campaign));
        return inboxId === null && !reject ? [event] : [];
      }),
    );
  };

  /** Nothing is known for sure after a store error: whoever waits is told, everything else is tried again. */
  const doubt = (batch: readonly PendingEvent[], error: unknown): void => {
    memory = null;
    log.error({ campaign, err: error }, 'a turn failed; the campaign is read again');
    for (const pending of batch) {
      if (pending.reject) pending.reject(error);
      else if (pending.inboxId === null) queue.push(pending);
    }
    inboxRung = true;
    setAlarm(null);
    alarm = clocks.system.at(clocks.system.now() + retryAfterMs, () => wake());
  };

  const once = async (): Promise<boolean> => {
    const batch = takeBatch(queue, batchSize);
    try {
      const wasChanged = (await changes.wait(known())) || isChanged;
      if (wasChanged) memory = null;
      isChanged = false;
      memory ??= await load();
      if (memory.record.epoch !== input.epoch) {
        fence(batch);
        return false;
      }
      batch.push(...(await readInbox()));
      const outcome = await runTurn({ memory, batch, reload: load });
      if (outcome.kind === 'fenced') {
        fence(batch);
        return false;
      }
      memory = outcome.memory;
      if (memory.record.state !== 'running') performer.perform({ type: 'void-permits' });
      if (wasChanged) tellIfVoid();
      starved = outcome.starved;
      setAlarm(outcome.wakeAt);
      if (outcome.kind === 'done' && outcome.turn) found.noteCommitted(outcome.turn.events);
      input.onCommitted(outcome);
      return outcome.again || queue.length > 0 || inboxRung;
    } catch (error) {
      doubt(batch, error);
      return false;
    }
  };

  const isBusy = (): boolean => pumping !== null || queue.length > 0;
  const isWanted = (): boolean => wanted && !stopped;

  const pump = async (): Promise<void> => {
    while (isWanted()) {
      wanted = false;
      if (await once()) wanted = true;
      await input.breathe();
    }
  };

  const wake = (why?: 'inbox' | 'changed'): void => {
    if (stopped) return;
    if (why === 'inbox') inboxRung = true;
    if (why === 'changed') isChanged = true;
    wanted = true;
    if (pumping) return;
    pumping = pump().finally(() => {
      pumping = null;
      if (isWanted()) wake();
    });
  };

  return {
    campaign,
    post,
    wake,
    catchUp(progress) {
      if (isAt(known(), progress)) return tellIfVoid();
      changes.note(progress);
      wake('changed');
    },
    isStarved: () => starved,
    isIdle: () => !isBusy() && performer.isIdle(),
    inFlight: () => (memory?.record.counters.open ?? 0) - performer.unsent(),
    voidPermits: () => performer.perform({ type: 'void-permits' }),
    memory: () => memory,
    send(event, request) {
      if (stopped || draining) return Promise.reject(movedAway(campaign));
      return new Promise((resolve, reject) => {
        queue.push({ event, inboxId: null, request, resolve, reject });
        wake();
      });
    },
    async stop() {
      draining = true;
      performer.perform({ type: 'void-permits' });
      await Promise.race([performer.idle(), sleep({ clock: clocks.system, ms: drainMs })]);
      for (let round = 0; round < drainRounds && isBusy(); round += 1) {
        wake();
        await pumping;
      }
      stopped = true;
      alarm();
    },
  };
}
