import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import { dueClasses } from '../domain/contact/enrollment.ts';
import type { DueClass, Enrollment } from '../domain/contact/enrollment.ts';

/** The steps of a campaign, and what is known of their channels. */
export type Sequence = Pick<CampaignDefinition, 'steps'> & { channels: Pick<Channels, 'stepContacts'> };

/** Whether this step contacts nobody; false for a step that the definition does not have. */
export function isNote({ steps, channels }: Sequence, step: number): boolean {
  const found = steps[step];
  return found !== undefined && !channels.stepContacts(found);
}

export function contactsAnybody({ steps, channels }: Sequence): boolean {
  return steps.some((step) => channels.stepContacts(step));
}

/**
 * The class in which a contact is due: at a step that contacts nobody `note`, or `new` from the list; at any other as
 * the event says that moved it.
 */
export function dueClassOf(
  sequence: Sequence,
  { step, dueClass }: Pick<Enrollment, 'step' | 'dueClass'>,
): DueClass {
  if (dueClass === dueClasses.new) return dueClass;
  if (isNote(sequence, step)) return dueClasses.note;
  return dueClass === dueClasses.note ? dueClasses.again : dueClass;
}

/** The classes of due contacts by what holds them back. */
export type Lanes = {
  /** Everyone is at a step that contacts nobody: no limit, quota or fair share is in the way. */
  notes: readonly DueClass[];
  /** The others. */
  touches: readonly DueClass[];
};

const again = [dueClasses.callback, dueClasses.again] as const;

export function lanesOf(sequence: Sequence): Lanes {
  if (isNote(sequence, 0)) return { notes: [dueClasses.note, dueClasses.new], touches: again };
  const hasNotes = sequence.steps.some((_, step) => isNote(sequence, step));
  return { notes: hasNotes ? [dueClasses.note] : [], touches: [...again, dueClasses.new] };
}
