import type { Journal } from '../../journal/journal.ts';
import type { Timers } from '../../timers.ts';
import type { Clock } from '../../types.ts';
import { isMailReaction, type MailReaction, type Reaction, type WebReaction } from '../behaviour/reaction.ts';
import type { AcceptedEntry, MailEntry, ReceivedEntry } from '../journal/entries.ts';
import { type FolderName, mailboxOf, type Mailboxes } from '../mailboxes/mailboxes.ts';
import { type Content, type Original, noContent, readContent, readOriginal } from '../message/original.ts';
import { renderAutomatic } from '../notices/automatic.ts';
import { renderBounce, renderDelay } from '../notices/bounce.ts';
import { renderComplaint } from '../notices/complaint.ts';
import type { NoticeInput } from '../notices/notice.ts';
import { renderReply } from '../notices/reply.ts';
import type { createVisits } from './visits.ts';

/** Carries out what follows accepted messages: mails to the sender, and requests to the web. */
export type Reactions = {
  /** Plans the reactions to a message that was just accepted. Resolves when they are planned. */
  start: (entry: AcceptedEntry) => Promise<void>;
  /** Fills the mailboxes again from a journal, and plans the reactions that are missing in it. */
  resume: (entries: readonly MailEntry[]) => Promise<void>;
  /** The number of requests to the web without an answer. */
  pending: () => number;
};

type Needs = {
  clock: Clock;
  timers: Pick<Timers, 'at'>;
  journal: Journal<MailEntry>;
  mailboxes: Mailboxes;
  visit: ReturnType<typeof createVisits>;
};

/** One reaction of one recipient to one message. */
type Due = {
  id: string;
  entry: AcceptedEntry;
  original: Original;
  content: Content;
  to: string;
  reaction: Reaction;
};

export function createReactions({ clock, timers, journal, mailboxes, visit }: Needs): Reactions {
  let pending = 0;

  const receive = (due: Due, reaction: MailReaction): void => {
    const { id, to, entry, original } = due;
    const user = senderOf({ user: entry.user, original });
    const folder: FolderName = reaction.kind === 'reply' ? reaction.folder : 'INBOX';
    const at = clock.now();
    const raw = render({ due, reaction, at });
    const { uidNext: uid } = mailboxes.folder(user, folder);
    journal.append({
      type: 'received',
      at,
      id,
      message: entry.id,
      from: to,
      kind: reaction.kind,
      user,
      folder,
      uid,
    });
    mailboxes.add(user, folder, { at, raw, uid });
  };

  const browse = async ({ id, original, content, to, entry }: Due, reaction: WebReaction): Promise<void> => {
    pending += 1;
    const visits = await visit({ reaction, original, content });
    pending -= 1;
    const common = {
      type: 'visit',
      at: clock.now(),
      id,
      message: entry.id,
      to,
      kind: reaction.kind,
    } as const;
    for (const one of visits) journal.append({ ...common, ...one });
    if (visits.length === 0)
      journal.append({ ...common, method: 'GET', url: null, status: null, result: 'no-link' });
  };

  const plan = (due: Due): void => {
    const { reaction, entry } = due;
    timers.at(entry.at + reaction.afterMs, () => {
      if (isMailReaction(reaction)) receive(due, reaction);
      else void browse(due, reaction);
    });
  };

  return {
    async start(entry) {
      for (const due of await dueOf(entry)) plan(due);
    },
    async resume(entries) {
      const received = new Map(
        entries.filter((entry) => entry.type === 'received').map((entry) => [entry.id, entry]),
      );
      const visited = new Set(entries.filter((entry) => entry.type === 'visit').map(({ id }) => id));
      const accepted = entries.filter((entry) => entry.type === 'accepted');
      const dues = (await Promise.all(accepted.map(dueOf))).flat();
      const known = new Map(dues.map((due) => [due.id, due]));
      for (const entry of received.values()) restore(entry, known.get(entry.id));
      for (const due of dues) if (!received.has(due.id) && !visited.has(due.id)) plan(due);
    },
    pending: () => pending,
  };

  function restore({ at, user, folder, uid }: ReceivedEntry, due: Due | undefined): void {
    if (!due || !isMailReaction(due.reaction)) return;
    mailboxes.add(user, folder, { at, uid, raw: render({ due, reaction: due.reaction, at }) });
  }
}

/** Returns the reactions to a message. Its content is read only if one of them needs it. */
async function dueOf(entry: AcceptedEntry): Promise<Due[]> {
  const all = entry.recipients.flatMap(({ to, plan }, index) =>
    plan.reactions.map((reaction, number) => ({ id: `${entry.id}.${index}.${number}`, to, reaction })),
  );
  if (all.length === 0) return [];
  const raw = Buffer.from(entry.raw ?? '', 'latin1');
  const original = readOriginal(raw);
  const needsContent = all.some(({ reaction }) => reaction.kind === 'reply' || !isMailReaction(reaction));
  const content = needsContent ? await readContent(raw) : noContent;
  return all.map((one) => ({ ...one, entry, original, content }));
}

/** Returns the mailbox to which answers go: that of the user who logged in, or of the From header. */
export function senderOf({
  user,
  original,
}: {
  user: string | null;
  original: Pick<Original, 'from'>;
}): string {
  return mailboxOf(user?.includes('@') ? user : original.from);
}

function render({ due, reaction, at }: { due: Due; reaction: MailReaction; at: number }): Buffer {
  const { id, entry, original, content, to } = due;
  const input: NoticeInput = { id, at, acceptedAt: entry.at, to, mailFrom: entry.mailFrom, original };
  switch (reaction.kind) {
    case 'bounce':
      return renderBounce({ input, reaction });
    case 'delay':
      return renderDelay({ input, reaction });
    case 'complaint':
      return renderComplaint({ input, reaction });
    case 'absence':
    case 'automatic':
      return renderAutomatic({ input, reaction });
    case 'reply':
      return renderReply({ input, reaction, content });
  }
}
