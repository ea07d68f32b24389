import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailServerAccount } from '../../../domain/mailbox/mailbox.ts';
import type { Permit } from '../../contract.ts';
import type { BuiltMessage } from '../message/build-message.ts';

/** The maximum times of the stages of a session, in milliseconds of system time. */
export type SmtpTimeouts = {
  resolve: number;
  connect: number;
  greet: number;
  /** Without a byte from the server, for all other stages. RFC 5321 4.5.3.2.6 asks for ten minutes after the message. */
  silence: number;
};
export const usualTimeouts: SmtpTimeouts = {
  resolve: 5_000,
  connect: 10_000,
  greet: 10_000,
  silence: 60_000,
};

/** An answer of a mail server with a code from 400 to 599: the message was not accepted. */
export type SmtpRefusal = { code: number; text: string };

/** What became of one message. */
export type Delivery =
  /** The server has accepted it. */
  | { kind: 'accepted'; answer: string }
  /** The permit was void, and no byte of the message was sent. */
  | { kind: 'expired' }
  /** `stage`: the sender, the recipient, or the message was refused. */
  | ({ kind: 'refused'; stage: 'sender' | 'recipient' | 'message' } & SmtpRefusal)
  /** The connection ended without an answer. `begun`: the message was under way, and may have been accepted. */
  | { kind: 'lost'; begun: boolean; detail: string };

export type MailConnection = {
  /** Sends one message once. Does not throw. One at a time. */
  deliver: (message: BuiltMessage, permit: Permit) => Promise<Delivery>;
  isUsable: () => boolean;
  close: () => void;
};

/** Why no connection is open: no server, or one that refuses the connection or the login. */
export type OpenFailure = {
  kind: 'failed';
  stage: 'connect' | 'login';
  refusal: SmtpRefusal | null;
  detail: string;
};
export type Opened = { kind: 'open'; connection: MailConnection } | OpenFailure;

type SmtpError = Error & {
  response?: string | undefined;
  responseCode?: number | false | undefined;
  command?: string | undefined;
};

/** Connects, encrypts and logs in. Certificates are checked. Does not throw. */
export function openConnection({
  server: { host, port, security, user, password },
  timeouts = usualTimeouts,
}: {
  server: MailServerAccount;
  timeouts?: SmtpTimeouts;
}): Promise<Opened> {
  const smtp = new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    ...(security === 'starttls' && { requireTLS: true }),
    ...(security === 'none' && { ignoreTLS: true }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(isIP(host) === 0 && { servername: host }) },
    dnsTimeout: timeouts.resolve,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greet,
    socketTimeout: timeouts.silence,
    socketCloseTimeout: 0,
  });
  let isOver = false;
  return new Promise((resolve) => {
    let stage: OpenFailure['stage'] = 'connect';
    const fail = (error?: SmtpError | null): void => {
      isOver = true;
      const detail = error?.message ?? 'the connection ended';
      resolve({ kind: 'failed', stage, refusal: refusalOf(error), detail });
      smtp.close();
    };
    const opened = (): void =>
      resolve({ kind: 'open', connection: connectionOf({ smtp, isOver: () => isOver }) });
    smtp.on('error', fail);
    smtp.once('end', () => fail());
    smtp.connect((error) => {
      if (error) return fail(error);
      if (user === undefined) return opened();
      stage = 'login';
      smtp.login({ user, pass: password }, (refused) => (refused ? fail(refused) : opened()));
    });
  });
}

function connectionOf({ smtp, isOver }: { smtp: SMTPConnection; isOver: () => boolean }): MailConnection {
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
    smtp.close();
  };
  /** Ends the transaction of a refused message, so that the connection can be used again. */
  const reset = (): Promise<void> =>
    new Promise((resolve) => {
      smtp.once('end', resolve);
      smtp.reset((error) => {
        smtp.off('end', resolve);
        if (error) close();
        resolve();
      });
    });
  return {
    isUsable: () => !isClosed && !isOver(),
    close,
    async deliver(message, permit) {
      if (isClosed || isOver()) return { kind: 'lost', begun: false, detail: 'the connection has ended' };
      const delivery = await deliverOver(smtp, message, permit);
      if (delivery.kind === 'expired' || delivery.kind === 'lost') close();
      if (delivery.kind === 'refused') await reset();
      return delivery;
    },
  };
}

/**
 * Sends one message. With PIPELINING (RFC 2920) the command DATA travels with the envelope, so the permit is used when the
 * server has answered it with 354, immediately before the first byte of the message. Without that byte nothing is accepted.
 */
function deliverOver(
  smtp: SMTPConnection,
  { raw, envelope }: BuiltMessage,
  permit: Permit,
): Promise<Delivery> {
  return new Promise((resolve) => {
    let isBegun = false;
    const content = new Readable({
      read() {
        if (isBegun) return;
        if (!permit.use()) {
          resolve({ kind: 'expired' });
          smtp.close();
          return;
        }
        isBegun = true;
        content.push(raw);
        content.push(null);
      },
    });
    const lost = (): void => resolve({ kind: 'lost', begun: isBegun, detail: 'the connection ended' });
    smtp.once('end', lost);
    const dsn = { ret: 'HDRS' as const, notify: ['FAILURE', 'DELAY'] };
    smtp.send({ ...envelope, size: raw.length, use8BitMime: true, dsn }, content, (error, info) => {
      smtp.off('end', lost);
      if (!error) resolve({ kind: 'accepted', answer: info?.response ?? '' });
      else resolve(failureOf(error, isBegun));
    });
  });
}

function failureOf(error: SmtpError, isBegun: boolean): Delivery {
  const refusal = refusalOf(error);
  const isAnswer = error.command !== 'CONN';
  if (!refusal || (isBegun && !isAnswer)) {
    // The size that the server has announced is too small: nothing was sent.
    const isTooLarge = !isBegun && error.command === 'MAIL FROM';
    if (isTooLarge) return { kind: 'refused', stage: 'message', code: 552, text: `5.3.4 ${error.message}` };
    return { kind: 'lost', begun: isBegun, detail: error.message };
  }
  if (isBegun || error.command === 'DATA') return { kind: 'refused', stage: 'message', ...refusal };
  return { kind: 'refused', stage: error.command === 'RCPT TO' ? 'recipient' : 'sender', ...refusal };
}

const longestText = 500;

/** The answer of the server in an error; null if there is none. */
function refusalOf(error: SmtpError | null | undefined): SmtpRefusal | null {
  const code = error?.responseCode;
  if (typeof code !== 'number' || code < 400 || code > 599) return null;
  return { code, text: (error?.response ?? '').replace(/^\d{3}[ -]?/, '').slice(0, longestText) };
}
