import { refinedBy, undeclared, withCore } from '../attempt/declared-dispositions.ts';
import { coreDispositions } from '../attempt/disposition.ts';
import type { Attendance } from '../attempt/attendance.ts';
import type { Attempt, Details } from '../attempt/attempt.ts';
import type { Disposition, DispositionFacts } from '../attempt/disposition.ts';
import type { Bill, Billing } from '../cost/bill.ts';
import type { StageEvent } from '../events/attempt-events.ts';
import type { AddressKind } from '../contact/address.ts';
import type { SenderChoice } from '../sender/sender-choice.ts';
import type { SenderSigns } from '../sender/sender-outcomes.ts';
import type { EngineScope, ListedScope } from './limit-scope.ts';
import type { Silence, ValueOf } from './silence.ts';
import type { ChannelWords, Step, StepText } from './step.ts';

/** A stage that a placed touch can reach. */
export type Stage = {
  /** Stores keep it: do not change it. */
  name: string;
  /** The event in the log of the campaign. */
  event: StageEvent | null;
  /** The name in `details` of the time at which the stage was first reported. */
  fact: string | null;
  /** Whether the contact may have noticed the touch at this stage. */
  isNoticed: boolean;
  /** Whether it is a reply of the contact: it stops the sequence of a campaign with `stopOnReply`. */
  isReply: boolean;
};

/**
 * What the engine knows about a channel without performing it. Pure; each function takes steps of that channel only.
 */
export type ChannelFacts = {
  name: string;
  /** Null for a channel that contacts no one: its attempts count in no figure, take no slot, and use no day of a contact. */
  addressKind: AddressKind | null;
  words: ChannelWords;
  /**
   * The provider and its account that the channel sends by. Attempts of one account share a circuit breaker. Null for
   * a channel without a provider that can fail.
   */
  account: { provider: string; name: string } | null;
  /** The limits in which each touch takes a slot; none for a channel that contacts no one. */
  limits: readonly ListedScope[];
  /** In the order in which a touch reaches them. */
  stages: readonly Stage[];
  /** The dispositions that the channel reports in addition to those of the core. */
  dispositions: readonly DispositionFacts[];
  /**
   * Whether the provider can be searched for a touch (`Channel.search`). Then a touch that is found after its search
   * period is a second touch; without a search it is the touch that was sent.
   */
  searches: boolean;
  /**
   * Whether the provider lists the touches of a period (`Channel.listTouches`). Without such records it is not known
   * whom the channel has contacted since a backup.
   */
  records: boolean;
  /** Whether the rules of places for calls hold for its touches. */
  hasCallingRules: boolean;
  /**
   * Whether touches of a step are prepared before they are sent: see `Channel.prepare`. Slots for the preparation are taken
   * before it (see `LimitScope.isForPreparation`), the others, and the permit, only after it.
   */
  prepares: (step: Step) => boolean;
  /** Facts that an attempt of the step has from its mint on: a later edit changes nothing for it. */
  factsOfStep?: (step: Step) => Details | null;
  /** The key of the circuit breaker of what prepares an attempt with these facts; null if nothing does. */
  preparerOf?: (input: { client: string; facts: Details | null }) => string | null;
  /**
   * The observation period in milliseconds: how long reports about a touch of the last step can still change what
   * follows. The enrollment ends after it.
   */
  observeMs: number;
  /** The names in `details` that describe the end: stronger evidence of the end replaces them. */
  endFacts: readonly string[];
  /** Whether a contact who answers must meet somebody: a bot or an agent. `facts` are those of `factsOfStep`. */
  needsAttendant?: (facts: Details | null) => boolean;
  /** Whether somebody took an answered touch that needs it. Null for a touch that no person has answered. */
  attendanceOf?: (attempt: Pick<Attempt, 'details' | 'disposition' | 'reachedAt'>) => Attendance | null;
  /** The senders that the step may use: caller IDs, mailboxes. Null for a channel without senders. */
  sendersOf: (step: Step) => SenderChoice | null;
  /**
   * Where an address is, as opaque names from the nearest area to the widest; empty if that is not known. Two addresses
   * are near if they have a name in common.
   */
  placesOf: (address: string) => readonly string[];
  /** What an attempt that has ended says about its sender. */
  signsOf: (attempt: Pick<Attempt, 'disposition' | 'details' | 'cause'>) => SenderSigns;
  textsOf: (step: Step) => readonly StepText[];
  /** The part of the step that has no content, or null. */
  silenceOf: (step: Step, valueOf: ValueOf) => Silence | null;
  /** The maximum time in milliseconds from acceptance until the recipient answers or not. */
  answerWithinMs: (step: Step) => number;
  /** Whether a report of what the recipient did may arrive after the end of a touch and change its meaning. */
  isAnsweredLate: (step: Step) => boolean;
  /** The variables that the contact may set in a touch of the step: see `answersOf`. Without it there are none. */
  variablesSetBy?: (step: Step) => readonly string[];
  /**
   * After how many seconds the contact ended a touch that had reached them; null if they did not end it, if that is not
   * known, or if the channel has no such time.
   */
  leftAfterSecondsOf: (attempt: Pick<Attempt, 'details' | 'cause'>) => number | null;
  /** How touches are billed. Without it they cost nothing. */
  billing?: Billing;
};

/** The channels of an installation. */
export type Channels = {
  /** The names of the channels. */
  names: readonly string[];
  find: (channel: string) => ChannelFacts | undefined;
  /** Whether attempts of this channel contact the recipient. True for a channel that is not registered, to be safe. */
  contacts: (channel: string) => boolean;
  /** The same for a step; true for a step that the definition no longer has. */
  stepContacts: (step: Step | undefined) => boolean;
  /** The senders that a step may use; null for a channel without senders. */
  sendersOf: (step: Step) => SenderChoice | null;
  /** See `ChannelFacts`. */
  placesOf: (input: { channel: string; address: string }) => readonly string[];
  signsOf: (attempt: Pick<Attempt, 'channel' | 'disposition' | 'details' | 'cause'>) => SenderSigns;
  /** Whether touches of this step are prepared before they may be sent. */
  prepares: (step: Step | undefined) => boolean;
  /** See `ChannelFacts`. */
  factsOfStep: (step: Step) => Details | null;
  /** The key of the circuit breaker of what prepares attempts like this one; null if nothing does. */
  preparerOf: (input: { client: string; channel: string; facts: Details | null }) => string | null;
  /** Whether contacts who answer a touch of the step must meet somebody. */
  needsAttendant: (step: Step | undefined) => boolean;
  /** Whether somebody took an answered attempt that needs it; null for one that needs nobody or was not answered. */
  attendanceOf: (
    attempt: Pick<Attempt, 'channel' | 'details' | 'disposition' | 'reachedAt'>,
  ) => Attendance | null;
  stagesOf: (channel: string) => readonly Stage[];
  /** The stage of that name; throws if it is not declared. */
  stage: (input: { channel: string; stage: string }) => Stage;
  /** The dispositions that the channel declares, then those of the core. */
  dispositionsOf: (channel: string) => readonly DispositionFacts[];
  /** The disposition of that name; throws if it is not declared. */
  disposition: (input: { channel: string; disposition: Disposition }) => DispositionFacts;
  /** The dispositions that refine this one, directly or through others. */
  closerThan: (input: { channel: string; disposition: Disposition }) => readonly Disposition[];
  /** The dispositions that this one refines, the most precise first. */
  lessPreciseThan: (input: { channel: string; disposition: Disposition }) => readonly Disposition[];
  /** The words for a disposition at the end of a sentence, from the first channel that has it. */
  inWords: (disposition: Disposition) => string;
  /** The key of the circuit breaker that a channel's attempts share; null for a channel without a provider. */
  breakerOf: (channel: string) => string | null;
  /** The keys of all circuit breakers. */
  breakers: readonly string[];
  /**
   * The limits of a channel's touches. A touch of a channel that is not registered takes a slot in every scope of the
   * engine.
   */
  limitsOf: (channel: string) => readonly ListedScope[];
  /** The variables that the contact may set in a touch of the step. */
  variablesSetBy: (step: Step) => readonly string[];
  /** Whether the content of a step depends on the variables of the contact: it has no fixed content. */
  mayBeSilent: (step: Step) => boolean;
  /** The part of the step that has no content for a contact, or null. */
  silenceOf: (step: Step, valueOf: ValueOf) => Silence | null;
  /** See `ChannelFacts.leftAfterSecondsOf`. */
  leftAfterSeconds: (attempt: Pick<Attempt, 'channel' | 'details' | 'cause'>) => number | null;
  /** The longest time in seconds that a touch of the step can last; null if touches of its channel cost nothing. */
  longestSeconds: (step: Step) => number | null;
  /** See `Billing.billOf`. A touch of a channel without billing costs nothing. */
  billOf: (attempt: Pick<Attempt, 'channel' | 'disposition' | 'details' | 'reachedAt'>) => Bill;
};

const noSigns: SenderSigns = { reached: false, short: false, blocked: false };

const everyEngineScope: readonly EngineScope[] = ['account', 'global', 'client', 'campaign'];

export function createChannels(facts: readonly ChannelFacts[]): Channels {
  const byName = new Map(facts.map((one) => [one.name, one]));
  const find: Channels['find'] = (channel) => byName.get(channel);
  const contacts: Channels['contacts'] = (channel) => find(channel)?.addressKind !== null;
  const dispositions = new Map(facts.map((one) => [one.name, withCore(one.dispositions)]));
  const dispositionsOf: Channels['dispositionsOf'] = (channel) =>
    dispositions.get(channel) ?? coreDispositions;
  const stagesOf: Channels['stagesOf'] = (channel) => find(channel)?.stages ?? [];
  const breakers = new Map(facts.map((one) => [one.name, breakerKey(one)]));
  const breakerOf: Channels['breakerOf'] = (channel) => breakers.get(channel) ?? null;
  const silenceOf: Channels['silenceOf'] = (step, valueOf) =>
    find(step.channel)?.silenceOf(step, valueOf) ?? null;
  return {
    names: facts.map(({ name }) => name),
    find,
    contacts,
    stepContacts: (step) => step === undefined || contacts(step.channel),
    sendersOf: (step) => find(step.channel)?.sendersOf(step) ?? null,
    placesOf: ({ channel, address }) => find(channel)?.placesOf(address) ?? [],
    signsOf: (attempt) => find(attempt.channel)?.signsOf(attempt) ?? noSigns,
    prepares: (step) => (step && find(step.channel)?.prepares(step)) ?? false,
    factsOfStep: (step) => find(step.channel)?.factsOfStep?.(step) ?? null,
    preparerOf: ({ channel, ...of }) => find(channel)?.preparerOf?.(of) ?? null,
    needsAttendant: (step) =>
      (step && find(step.channel)?.needsAttendant?.(find(step.channel)?.factsOfStep?.(step) ?? null)) ??
      false,
    attendanceOf({ channel, ...attempt }) {
      const needs = find(channel)?.needsAttendant?.(attempt.details) ?? false;
      return needs ? (find(channel)?.attendanceOf?.(attempt) ?? null) : null;
    },
    stagesOf,
    stage({ channel, stage }) {
      const declared = stagesOf(channel).find(({ name }) => name === stage);
      if (declared) return declared;
      throw undeclared({ channel, what: 'stage', name: stage });
    },
    dispositionsOf,
    disposition({ channel, disposition }) {
      const declared = dispositionsOf(channel).find(({ name }) => name === disposition);
      if (declared) return declared;
      throw undeclared({ channel, what: 'disposition', name: disposition });
    },
    closerThan({ channel, disposition }) {
      const all = dispositionsOf(channel);
      return all.map(({ name }) => name).filter((name) => refinedBy(all, name).includes(disposition));
    },
    lessPreciseThan: ({ channel, disposition }) => refinedBy(dispositionsOf(channel), disposition),
    inWords: (name) => [...dispositions.values()].flat().find((one) => one.name === name)?.words ?? name,
    breakerOf,
    breakers: facts.flatMap(({ name }) => breakerOf(name) ?? []),
    limitsOf: (channel) => find(channel)?.limits ?? everyEngineScope,
    variablesSetBy: (step) => find(step.channel)?.variablesSetBy?.(step) ?? [],
    mayBeSilent: (step) => silenceOf(step, () => '') !== null,
    silenceOf,
    longestSeconds: (step) => find(step.channel)?.billing?.longestSecondsOf(step) ?? null,
    billOf: (attempt) => find(attempt.channel)?.billing?.billOf(attempt) ?? { seconds: 0, amount: null },
    leftAfterSeconds: (attempt) => find(attempt.channel)?.leftAfterSecondsOf(attempt) ?? null,
  };
}

function breakerKey({ name, account }: ChannelFacts): string | null {
  return account && `${name} ${account.provider} ${account.name}`;
}
