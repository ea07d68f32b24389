import type { EngineScope, ListedScope } from './limit-scope.ts';
import type { Silence, ValueOf } from './silence.ts';
import type { Step, StepText } from './step.ts';

/** What a touch is addressed to. */
export type AddressKind = 'phone' | 'email' | 'linkedin';

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

/** What the engine knows of a channel without performing it. Pure; each function is for steps of that channel only. */
export type ChannelFacts = {
  name: string;
  /**
   * Null for a channel that contacts no one: its steps are no attempt to reach the contact. They count in no figure, take
   * no slot and no part of the day.
   */
  addressKind: AddressKind | null;
  words: ChannelWords;
  /** The limits in which each touch takes a slot; none for a channel that contacts no one. */
  limits: readonly ListedScope[];
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
  const silenceOf: Channels['silenceOf'] = (step, valueOf) =>
    find(step.channel)?.silenceOf(step, valueOf) ?? null;
  return {
    find,
    contacts,
    stepContacts: (step) => step === undefined || contacts(step.channel),
    senderOf: (step) => find(step.channel)?.senderOf(step) ?? null,
    limitsOf: (channel) => find(channel)?.limits ?? everyEngineScope,
    mayBeSilent: (step) => silenceOf(step, () => '') !== null,
    silenceOf,
  };
}

/** Whether any step needs an address of this kind. */
export function needsAddress({
  channels,
  steps,
  kind,
}: {
  channels: Pick<Channels, 'find'>;
  steps: readonly Step[];
  kind: AddressKind;
}): boolean {
  return steps.some(({ channel }) => channels.find(channel)?.addressKind === kind);
}
