import { coreDispositions } from '../attempt/disposition.ts';
import type { Disposition, DispositionFacts } from '../attempt/disposition.ts';
import { RingmasterError } from '../errors.ts';
import type { StageEvent } from '../events/attempt-events.ts';
import type { AddressKind } from '../contact/address.ts';
import type { EngineScope, ListedScope } from './limit-scope.ts';
import type { Silence, ValueOf } from './silence.ts';
import type { Step, StepText } from './step.ts';

/** How texts call the touches of a channel. */
export type ChannelWords = {
  /** One touch and several: `call`, `calls`. */
  one: string;
  many: string;
  /** Where an open one is: `on the phone`. */
  during: string;
  /** What is said while touches start, and while none does: `Contacts are being called`, `Nothing is dialled`. */
  active: string;
  idle: string;
};

/** A stage that a touch comes to once it is placed. */
export type Stage = {
  /** Stores keep it: do not change it. */
  name: string;
  /** The event in the log of the campaign. */
  event: StageEvent | null;
  /** The name in `details` under which the time is kept at which the stage was first reported. */
  fact: string | null;
  /** Whether the contact may have noticed the touch by then. */
  isNoticed: boolean;
  /** Whether it is a reply of the contact: it stops the sequence of a campaign with `stopOnReply`. */
  isReply: boolean;
};

/** What the engine knows of a channel without performing it. Pure; each function is for steps of that channel only. */
export type ChannelFacts = {
  name: string;
  /**
   * Null for a channel that contacts no one: its steps are no attempt to reach the contact. They count in no figure, take
   * no slot and no part of the day.
   */
  addressKind: AddressKind | null;
  words: ChannelWords;
  /**
   * The provider and which of its accounts the channel sends by: attempts of one account share a circuit breaker. Null
   * for a channel without a provider that can fail.
   */
  account: { provider: string; name: string } | null;
  /** The limits in which each touch takes a slot; none for a channel that contacts no one. */
  limits: readonly ListedScope[];
  /** In the order in which a touch comes to them. */
  stages: readonly Stage[];
  /** The dispositions that the channel reports besides those of the core. */
  dispositions: readonly DispositionFacts[];
  /**
   * Whether the provider can be asked what became of a touch (`Channel.search`). One that turns up after its search period
   * is then a second touch; without a search it is the touch that was sent.
   */
  searches: boolean;
  /**
   * Whether a touch is prepared before it may be sent: see `Channel.prepare`. It takes its slots, and gets its permit, only
   * once it is prepared.
   */
  prepares: boolean;
  /**
   * For how many milliseconds after a touch of the last step has ended reports about it still change what follows: the
   * enrollment waits for that time before it ends.
   */
  observeMs: number;
  /** The names in `details` that belong to the end: stronger evidence of the end replaces them. */
  endFacts: readonly string[];
  /** What the step is sent from, for limits and records: a caller ID, a mailbox. */
  senderOf: (step: Step) => string | null;
  textsOf: (step: Step) => readonly StepText[];
  /** What of the step has nothing to say, or null. */
  silenceOf: (step: Step, valueOf: ValueOf) => Silence | null;
  /** Milliseconds from acceptance in which the recipient answers or does not. */
  answerWithinMs: (step: Step) => number;
  /** Whether what the recipient did may be learned after the end of a touch, and changes what it means. */
  isAnsweredLate: (step: Step) => boolean;
};

/** The channels of an installation. */
export type Channels = {
  /** Undefined for a channel that is not registered. */
  find: (channel: string) => ChannelFacts | undefined;
  /** Whether attempts of this channel contact the recipient. One that is not registered does, to be on the safe side. */
  contacts: (channel: string) => boolean;
  /** The same for a step; one that the definition lost is taken for one that does. */
  stepContacts: (step: Step | undefined) => boolean;
  senderOf: (step: Step) => string | null;
  /** Whether touches of this step are prepared before they may be sent. */
  prepares: (step: Step | undefined) => boolean;
  stagesOf: (channel: string) => readonly Stage[];
  /** One of them; throws for one that is not declared. */
  stage: (input: { channel: string; stage: string }) => Stage;
  /** Those that the channel declares, then those of the core. */
  dispositionsOf: (channel: string) => readonly DispositionFacts[];
  /** One of them; throws for one that is not declared. */
  disposition: (input: { channel: string; disposition: Disposition }) => DispositionFacts;
  /** The dispositions that refine this one. */
  closerThan: (input: { channel: string; disposition: Disposition }) => readonly Disposition[];
  /** How a disposition reads at the end of a sentence: in the words of the first channel that has it. */
  inWords: (disposition: Disposition) => string;
  /** The key of the circuit breaker that a channel's attempts share; null for a channel without a provider. */
  breakerOf: (channel: string) => string | null;
  /** The keys of all circuit breakers. */
  breakers: readonly string[];
  /** The limits of a channel's touches. One that is not registered takes a slot in every scope of the engine. */
  limitsOf: (channel: string) => readonly ListedScope[];
  /** Whether what a step says depends on the variables of the contact: nothing fixed in it is heard. */
  mayBeSilent: (step: Step) => boolean;
  /** What of a step has nothing to say to a contact, or null. */
  silenceOf: (step: Step, valueOf: ValueOf) => Silence | null;
};

const everyEngineScope: readonly EngineScope[] = ['account', 'global', 'client', 'campaign'];

export function createChannels(facts: readonly ChannelFacts[]): Channels {
  const byName = new Map(facts.map((one) => [one.name, one]));
  const find: Channels['find'] = (channel) => byName.get(channel);
  const contacts: Channels['contacts'] = (channel) => find(channel)?.addressKind !== null;
  const dispositions = new Map(facts.map((one) => [one.name, withCore(one.dispositions)]));
  const dispositionsOf: Channels['dispositionsOf'] = (channel) =>
    dispositions.get(channel) ?? coreDispositions;
  const stagesOf: Channels['stagesOf'] = (channel) => find(channel)?.stages ?? [];
  const breakerOf: Channels['breakerOf'] = (channel) => {
    const account = find(channel)?.account;
    return account ? `${channel} ${account.provider} ${account.name}` : null;
  };
  const silenceOf: Channels['silenceOf'] = (step, valueOf) =>
    find(step.channel)?.silenceOf(step, valueOf) ?? null;
  return {
    find,
    contacts,
    stepContacts: (step) => step === undefined || contacts(step.channel),
    senderOf: (step) => find(step.channel)?.senderOf(step) ?? null,
    prepares: (step) => (step && find(step.channel)?.prepares) ?? false,
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
    closerThan: ({ channel, disposition }) =>
      dispositionsOf(channel).flatMap(({ name, refines }) => (refines === disposition ? [name] : [])),
    inWords: (name) => [...dispositions.values()].flat().find((one) => one.name === name)?.words ?? name,
    breakerOf,
    breakers: facts.flatMap(({ name }) => breakerOf(name) ?? []),
    limitsOf: (channel) => find(channel)?.limits ?? everyEngineScope,
    mayBeSilent: (step) => silenceOf(step, () => '') !== null,
    silenceOf,
  };
}

/** What the channel declares, and whatever of the core it does not declare again. */
function withCore(own: readonly DispositionFacts[]): readonly DispositionFacts[] {
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...coreDispositions.filter(({ name }) => !names.has(name))];
}

function undeclared({
  channel,
  what,
  name,
}: {
  channel: string;
  what: 'disposition' | 'stage';
  name: string;
}): RingmasterError {
  return new RingmasterError({
    code: `channel.${what}-undeclared`,
    family: 'fault',
    message: `The channel ${channel} reports the ${what} "${name}", which it does not declare, so it is not known what follows from it.`,
    hint: 'Declare it in the descriptor of the channel.',
  });
}
