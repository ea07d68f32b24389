import type { Silence } from '../../../domain/campaign/silence.ts';
import type { WaitReason } from '../../../domain/contact/enrollment.ts';
import type { Bar } from '../../../domain/contact/reach.ts';
import { attemptCapsOf, attemptCountsOf } from '../../../rules/person/attempt-caps.ts';
import type { SkipReason } from '../../../rules/person/outlook.ts';
import { placeDue, waitFrom } from '../../../rules/retry.ts';
import { busyUntil } from '../../../rules/person/same-minute.ts';
import type { Deciding } from '../steps.ts';
import type { Candidate } from './candidate.ts';

/** The result of the second check of a candidate, at the instant of its start. */
export type Verdict =
  | { kind: 'mint' }
  | { kind: 'closed' }
  | { kind: 'suppressed'; bar: Bar }
  | { kind: 'unreachable'; reason: SkipReason }
  | { kind: 'silent'; silence: Silence }
  | { kind: 'defer'; dueAt: number; waitReason: WaitReason };

/** Checks a candidate again at the instant of its start: suppression, content, other touches, the window, the caps. */
export function lastCheck({ set, kit, client }: Deciding, candidate: Candidate, startAt: number): Verdict {
  const { enrollment, person, silence, outlook } = candidate;
  if (person.optOut !== null) return { kind: 'suppressed', bar: { reason: person.optOut, until: null } };
  if (outlook.type === 'suppressed') return { kind: 'suppressed', bar: outlook };
  if (outlook.type === 'skip') return { kind: 'unreachable', reason: outlook.reason };
  if (silence) return { kind: 'silent', silence };
  const isContact = kit.channels.stepContacts(candidate.step);
  const busy = isContact ? busyUntil({ person, campaign: set.record.id, startAt, at: set.at }) : null;
  if (busy !== null) return { kind: 'defer', dueAt: busy, waitReason: 'person.busy' };
  const window = set.memory.windowOf(enrollment.calendar);
  if (!window.isOpen(startAt)) return { kind: 'closed' };
  if (!isContact) return { kind: 'mint' };
  const counts = attemptCountsOf(person, candidate.step.channel);
  const caps = attemptCapsOf({ retry: set.record.definition.retry, client, place: window.caps });
  if (waitFrom({ at: startAt, window, counts, caps }) === null) return { kind: 'mint' };
  return { kind: 'defer', ...placeDue({ dueAt: startAt, reason: 'retry.waiting', window, counts, caps }) };
}
