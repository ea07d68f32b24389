import { createMailSimulator, type MailSimulator, type MailSimulatorNeeds } from './mail-simulator.ts';
import { listenForSmtp, type SmtpListener, type SmtpTls } from './smtp/smtp-server.ts';

export type MailServer = {
  simulator: MailSimulator;
  /** Where clients send messages. */
  smtp: SmtpListener;
  /** Stops listening, drops open connections and stops the simulator. */
  close: () => Promise<void>;
};

export type ServeMailNeeds = MailSimulatorNeeds & {
  /** Default: 127.0.0.1. */
  host?: string;
  /** 0, the default: any free port. */
  smtpPort?: number;
  /** Default: no TLS. */
  tls?: SmtpTls | null;
};

/** Serves a mail simulator over TCP. Rejects if a port is not available. */
export async function serveMailSimulator({
  host = '127.0.0.1',
  smtpPort = 0,
  tls = null,
  ...needs
}: ServeMailNeeds): Promise<MailServer> {
  const simulator = await createMailSimulator(needs);
  const { reception, options } = simulator;
  const smtp = await listenForSmtp({ ...options, reception, host, port: smtpPort, tls });
  return {
    simulator,
    smtp,
    async close() {
      simulator.close();
      await smtp.close();
    },
  };
}
