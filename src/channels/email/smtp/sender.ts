import type { MailServerAccount } from '../../../domain/mailbox/mailbox.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import type { Permit, PlaceOutcome } from '../../contract.ts';
import type { BuiltMessage } from '../message/build-message.ts';
import { createServerBreaker } from './breaker.ts';
import { openConnection } from './connection.ts';
import type { OpenFailure, SmtpTimeouts } from './connection.ts';
import { createConnectionPool } from './pool.ts';
import { refusedOutcome, unopenedOutcome, unreachable } from './refusal.ts';

type NotSent = Extract<PlaceOutcome, { kind: 'not-placed' | 'barred' }>;

/** Sends messages over the mail servers of mailboxes. */
export type SmtpSender = {
  /** Opens a connection to one of the servers. Returns why there is none. */
  warm: (servers: readonly MailServerAccount[]) => Promise<NotSent | null>;
  /**
   * Sends one message at most once. The next server is tried only with proof that the one before does not have the message:
   * no connection, or a refusal before the message was sent.
   */
  send: (input: {
    servers: readonly MailServerAccount[];
    message: BuiltMessage;
    permit: Permit;
  }) => Promise<PlaceOutcome>;
  close: () => void;
};

export function createSmtpSender({
  clock,
  timeouts,
}: {
  clock: SystemClock;
  timeouts?: SmtpTimeouts;
}): SmtpSender {
  const lines = createLines({ clock, timeouts });

  /** Tries the servers in order until one has decided. */
  const inOrder = async <Result>(
    servers: readonly MailServerAccount[],
    attempt: (line: Line) => Promise<{ decided: Result } | { next: NotSent }>,
  ): Promise<Result | NotSent> => {
    let last: NotSent = unreachable('the mailbox has no mail server that answers');
    for (const server of servers) {
      const line = lines.of(server);
      if (!line.breaker.mayTry()) continue;
      const result = await attempt(line);
      if ('decided' in result) return result.decided;
      last = result.next;
    }
    return last;
  };

  return {
    warm: (servers) =>
      inOrder<null>(servers, async ({ pool, breaker }) => {
        const failure = await pool.warm();
        if (failure) return { next: failed(breaker, failure) };
        breaker.noteWorks();
        return { decided: null };
      }),
    send: ({ servers, message, permit }) =>
      inOrder<PlaceOutcome>(servers, async ({ pool, breaker }) => {
        const taken = await pool.take();
        if (taken === null) return { next: busy };
        if ('kind' in taken) return { next: failed(breaker, taken) };
        const delivery = await taken.deliver(message, permit);
        pool.giveBack(taken);
        switch (delivery.kind) {
          case 'accepted':
            breaker.noteWorks();
            return { decided: { kind: 'accepted', receipt: delivery.answer.slice(0, longestReceipt) } };
          case 'expired':
            return { decided: expired };
          case 'lost':
            breaker.noteFails();
            if (delivery.begun) return { decided: { kind: 'ambiguous', detail: delivery.detail } };
            return { next: unreachable(delivery.detail) };
          case 'refused': {
            breaker.noteWorks();
            const outcome = refusedOutcome(delivery);
            const isOfSender = outcome.kind === 'not-placed' || outcome.kind === 'barred';
            return isOfSender ? { next: outcome } : { decided: outcome };
          }
        }
      }),
    close: lines.close,
  };
}

const longestReceipt = 200;

const expired: NotSent = {
  kind: 'not-placed',
  reason: 'expired',
  retryAfterMs: null,
  detail: 'the permit has run out',
};

const busy: NotSent = { ...expired, detail: 'every connection to the mail server is in use' };

function failed(breaker: ReturnType<typeof createServerBreaker>, failure: OpenFailure): NotSent {
  breaker.noteFails();
  return unopenedOutcome(failure);
}

type Line = {
  pool: ReturnType<typeof createConnectionPool>;
  breaker: ReturnType<typeof createServerBreaker>;
};

/** The connections and the breaker of each account at a mail server. Changed credentials are another account. */
function createLines({ clock, timeouts }: { clock: SystemClock; timeouts: SmtpTimeouts | undefined }) {
  const lines = new Map<string, Line>();
  return {
    of(server: MailServerAccount): Line {
      const key = JSON.stringify(server);
      const known = lines.get(key);
      if (known) return known;
      const open = () => openConnection({ server, ...(timeouts && { timeouts }) });
      const line = {
        pool: createConnectionPool({ open, clock }),
        breaker: createServerBreaker({ monotonic: clock.monotonic }),
      };
      lines.set(key, line);
      return line;
    },
    close: (): void => {
      for (const { pool } of lines.values()) pool.close();
      lines.clear();
    },
  };
}
