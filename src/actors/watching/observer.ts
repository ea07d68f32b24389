import type { PlaceOutcome } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { CommitResult, Turn } from '../../persistence/contract/store.ts';
import type { Cause } from '../../platform/tracing/tracing.ts';

/**
 * Why an instance runs a campaign that it did not run before. `new`: the campaign had no owner yet. `released`: its owner
 * released it. `dead`: its owner is dead. `own`: it was stored as its own, and was not run.
 */
export type Taking = 'new' | 'released' | 'dead' | 'own';
export const takings: readonly Taking[] = ['new', 'released', 'dead', 'own'];

/**
 * Watches the work of the engine, for metrics and traces. Each function with `work` calls it exactly once, and returns or
 * throws what it does. An observer never throws by itself.
 */
export type Observer = {
  /** Returns the span of the work that sends an event, for the turn that decides it; undefined if there is none. */
  cause: () => Cause | undefined;
  /** One turn: it decides, commits, and starts its effects. `events` is the number of events that it was given. */
  turn: <Outcome extends { kind: string }>(
    about: { campaign: string; events: number; causes: readonly Cause[] },
    work: () => Promise<Outcome>,
  ) => Promise<Outcome>;
  /** The commit of a turn in the store. */
  commit: (turn: Turn, work: () => Promise<CommitResult>) => Promise<CommitResult>;
  /** The hand-over of one touch to its channel. */
  send: (attempt: Attempt, work: () => Promise<PlaceOutcome>) => Promise<PlaceOutcome>;
  /** This instance has taken a campaign. */
  taken: (why: Taking) => void;
};

/** Watches nothing. */
export const silentObserver: Observer = {
  cause: () => undefined,
  turn: (_about, work) => work(),
  commit: (_turn, work) => work(),
  send: (_attempt, work) => work(),
  taken: () => undefined,
};
