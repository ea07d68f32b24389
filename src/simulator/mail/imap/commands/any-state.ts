import { ImapBad, ImapNo } from '../answers.ts';
import type { Arguments } from '../arguments.ts';
import { announceArrivals, applyAnswer, type Session, unselect } from '../session.ts';

export const capabilities = 'IMAP4rev1 ID IDLE NAMESPACE LITERAL+ SASL-IR AUTH=PLAIN SPECIAL-USE UNSELECT';

export function capability(given: Arguments, { write }: Session): void {
  given.end();
  write(`* CAPABILITY ${capabilities}\r\n`);
}

/** RFC 2971. */
export function id(given: Arguments, { write }: Session): void {
  given.any();
  given.end();
  write('* ID ("name" "Ringmaster mail simulator")\r\n');
}

export function noop(given: Arguments, session: Session): void {
  given.end();
  announceArrivals(session);
}

export function logout(given: Arguments, session: Session): void {
  given.end();
  unselect(session);
  session.write('* BYE logging out\r\n');
}

export async function login(given: Arguments, session: Session): Promise<string> {
  const [user, password] = [given.text(), given.text()];
  given.end();
  return logIn({ session, user, password });
}

/** RFC 4616, with or without an initial response (RFC 4959). */
export async function authenticate(given: Arguments, session: Session): Promise<string> {
  if (given.keyword() !== 'PLAIN') throw new ImapNo('[CANNOT] this server offers only PLAIN');
  let response = given.hasMore() ? given.text() : null;
  given.end();
  if (response === null) {
    session.write('+ \r\n');
    const [line] = await session.nextLine();
    response = String(line);
  }
  if (response === '*') throw new ImapBad('the client cancelled the authentication');
  const [, user, password] = Buffer.from(response, 'base64').toString('utf8').split('\0');
  if (!user || password === undefined) throw new ImapBad('the response is not that of PLAIN');
  return logIn({ session, user, password });
}

async function logIn({
  session,
  user,
  password,
}: {
  session: Session;
  user: string;
  password: string;
}): Promise<string> {
  const mailbox = user.toLowerCase();
  const answer = await session.reception.login({ user: mailbox, password, stage: 'imap-login' });
  await applyAnswer(session, answer);
  session.user = mailbox;
  return `[CAPABILITY ${capabilities}]`;
}
