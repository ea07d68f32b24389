import type { FolderName, Mailboxes, StoredMail } from '../mailboxes/mailboxes.ts';
import type { Reception } from '../reception/reception.ts';
import type { Answer, ImapStage } from '../reception/answer.ts';
import { ImapNo } from './answers.ts';
import type { RawCommand } from './reader.ts';

/** One connection of a client, and what it has selected. */
export type Session = {
  mailboxes: Mailboxes;
  now: () => number;
  reception: Pick<Reception, 'login' | 'stage'>;
  /** The mailbox of the user who logged in. */
  user: string | null;
  selected: Selected | null;
  write: (data: string | Buffer) => void;
  /** Resolves with the next line of the client. */
  nextLine: () => Promise<RawCommand>;
  /** Ends the connection. */
  end: () => void;
};

/** A folder as the client knows it. Sequence numbers are the places in `view`, which only grows when the client is told. */
export type Selected = { name: FolderName; readOnly: boolean; view: StoredMail[]; unwatch: () => void };

/** Applies the faults of a stage. */
export async function passStage(session: Session, stage: ImapStage): Promise<void> {
  const { user, reception } = session;
  await applyAnswer(session, await reception.stage(stage, { user, mailFrom: null, recipients: [] }));
}

/** Throws an `ImapNo` for a refusal. Never resolves for a hang or a close. */
export async function applyAnswer(session: Session, answer: Answer): Promise<void> {
  if (answer.kind === 'accept') return;
  if (answer.kind === 'refuse') throw new ImapNo(answer.text);
  if (answer.kind === 'close') session.end();
  await new Promise(() => undefined);
}

/** Tells the client about mails that have arrived since it was last told. */
export function announceArrivals({ mailboxes, user, selected, write }: Session): void {
  if (user === null || selected === null) return;
  const { mails } = mailboxes.folder(user, selected.name);
  if (mails.length === selected.view.length) return;
  selected.view = [...mails];
  write(`* ${selected.view.length} EXISTS\r\n`);
}

/** Leaves the selected folder, if there is one. */
export function unselect(session: Session): void {
  session.selected?.unwatch();
  session.selected = null;
}
