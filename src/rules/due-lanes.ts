import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { contactsSomebody } from '../domain/campaign/channel-facts.ts';
import { dueClasses } from '../domain/contact/enrollment.ts';
import type { DueClass, Enrollment } from '../domain/contact/enrollment.ts';

type Steps = Pick<CampaignDefinition, 'steps'>;

/** Whether this step contacts nobody; false for a step that the definition does not have. */
export function isNote({ steps }: Steps, step: number): boolean {
  const found = steps[step];
  return found !== undefined && !contactsSomebody(found);
}

export function contactsAnybody({ steps }: Steps): boolean {
  return steps.some(contactsSomebody);
}

/**
 * The class in which a contact is due: at a step that contacts nobody `note`, or `new` from the list; at any other as
 * the event says that moved it.
 */
export function dueClassOf(
  definition: Steps,
  { step, dueClass }: Pick<Enrollment, 'step' | 'dueClass'>,
): DueClass {
  if (dueClass === dueClasses.new) return dueClass;
  if (isNote(definition, step)) return dueClasses.note;
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

export function lanesOf(definition: Steps): Lanes {
  if (isNote(definition, 0)) return { notes: [dueClasses.note, dueClasses.new], touches: again };
  const hasNotes = definition.steps.some((_, step) => isNote(definition, step));
  return { notes: hasNotes ? [dueClasses.note] : [], touches: [...again, dueClasses.new] };
}
