import type { Step } from '../../../domain/campaign/step.ts';
import type { Silence } from '../../../domain/campaign/silence.ts';
import type { Price } from '../../../domain/cost/rate.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Outlook } from '../../../rules/person/outlook.ts';

/** A contact whose next step is due. */
export type Candidate = {
  enrollment: Enrollment;
  person: Person;
  contact: Contact;
  /** The step that is due. */
  step: Step;
  /** Why the step has no content for this contact; null if it has content. */
  silence: Silence | null;
  /** Whether the contact can be reached for the step, and at which address. */
  outlook: Outlook;
};

/**
 * A candidate with the sender that was chosen for its attempt; null for a channel without senders. `takeBack` records that
 * the sender was not used. `price`: what its attempt costs; without it there is no rate.
 */
export type MintCandidate = Candidate & { sender: string | null; takeBack?: () => void; price?: Price };
