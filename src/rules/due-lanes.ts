import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import { dueClasses } from '../domain/contact/enrollment.ts';
import type { DueClass, Enrollment } from '../domain/contact/enrollment.ts';

/** The steps of a campaign and the facts about their channels. */
export type Sequence = Pick<CampaignDefinition, 'steps'> & { channels: Pick<Channels, 'stepContacts'> };

/**
 * Whether this step contacts no one (a step of the log channel). False for a step that the definition does not have.
 */
export function isWithoutContact({ steps, channels }: Sequence, step: number): boolean {
  const found = steps[step];
  return found !== undefined && !channels.stepContacts(found);
}

/** Whether any step contacts the contact. */
export function hasStepsWithContact({ steps, channels }: Sequence): boolean {
  return steps.some((step) => channels.stepContacts(step));
}

/**
 * Returns the class in which a contact is due. At a step that contacts no one it is `note`, or `new` if the contact
 * has not started; at other steps it is the class that the last event set.
 */
export function dueClassOf(
  sequence: Sequence,
  { step, dueClass }: Pick<Enrollment, 'step' | 'dueClass'>,
): DueClass {
  if (dueClass === dueClasses.new) return dueClass;
  if (isWithoutContact(sequence, step)) return dueClasses.withoutContact;
  return dueClass === dueClasses.withoutContact ? dueClasses.again : dueClass;
}

/** The classes of due contacts, by what limits them. */
export type Lanes = {
  /** Classes of steps that contact no one: limits, quotas and fair share do not apply. */
  withoutContact: readonly DueClass[];
  /** The other classes. */
  touches: readonly DueClass[];
};

const again = [dueClasses.callback, dueClasses.again] as const;

/** Returns the lanes of a campaign's steps. */
export function lanesOf(sequence: Sequence): Lanes {
  if (isWithoutContact(sequence, 0))
    return { withoutContact: [dueClasses.withoutContact, dueClasses.new], touches: again };
  const hasAny = sequence.steps.some((_, step) => isWithoutContact(sequence, step));
  return { withoutContact: hasAny ? [dueClasses.withoutContact] : [], touches: [...again, dueClasses.new] };
}
