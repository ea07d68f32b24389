import { createMailSimulator, type MailSimulator, type MailSimulatorNeeds } from './mail-simulator.ts';
import { type ImapListener, listenForImap } from './imap/imap-server.ts';
import { listenForSmtp, type SmtpListener, type SmtpTls } from './smtp/smtp-server.ts';

export type MailServer = {
  simulator: MailSimulator;
  /** Where clients send messages. */
  smtp: SmtpListener;
  /** Where clients read the mailboxes of senders. */
  imap: ImapListener;
  /** Stops listening, drops open connections and stops the simulator. */
  close: () => Promise<void>;
};

export type ServeMailNeeds = MailSimulatorNeeds & {
  /** Default: 127.0.0.1. */
  host?: string;
  /** 0, the default: any free port. */
  smtpPort?: number;
  imapPort?: number;
  /** Default: no TLS. */
  tls?: SmtpTls | null;
};

/** Serves a mail simulator over TCP. Rejects if a port is not available. */
export async function serveMailSimulator({
  host = '127.0.0.1',
  smtpPort = 0,
  imapPort = 0,
  tls = null,
  ...needs
}: ServeMailNeeds): Promise<MailServer> {
  const simulator = await createMailSimulator(needs);
  const { reception, options, mailboxes } = simulator;
  const smtp = await listenForSmtp({ ...options, reception, host, port: smtpPort, tls });
  const imap = await listenForImap({ mailboxes, reception, clock: needs.clock, host, port: imapPort }).catch(
    async (error: unknown) => {
      simulator.close();
      await smtp.close();
      throw error;
    },
  );
  return {
    simulator,
    smtp,
    imap,
    async close() {
      simulator.close();
      await Promise.all([smtp.close(), imap.close()]);
    },
  };
}
