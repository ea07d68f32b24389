import type { Clock, SystemClock } from '../../platform/clock.ts';
import type { inspectMail as inspect, MailEntry, MailServer } from '../../simulator/mail/index.ts';
import { portError } from '../errors.ts';
import { unwritable } from '../folder/file-errors.ts';

/** A mail simulator of this process. */
export type SimulatedMail = Pick<MailServer, 'smtp' | 'imap' | 'close'> & {
  /** What the control API of the carrier shows of it. */
  inspection: ReturnType<typeof inspect>;
};

export type SimulatedMailInput = {
  smtpPort: number;
  imapPort: number;
  /** The file of its journal. Default: in memory. */
  journal: string | undefined;
  host?: string;
  clock: Clock;
  system: SystemClock;
  seed: number;
};

/** Starts a mail simulator. It is loaded only here, so that other verbs start faster. `close` closes its journal too. */
export async function serveSimulatedMail({
  smtpPort,
  imapPort,
  journal: path,
  ...needs
}: SimulatedMailInput): Promise<SimulatedMail> {
  const [{ serveMailSimulator, inspectMail }, { createFileJournal, createMemoryJournal }] = await Promise.all(
    [import('../../simulator/mail/index.ts'), import('../../simulator/index.ts')],
  );
  const open = () => {
    if (path === undefined) return createMemoryJournal<MailEntry>();
    try {
      return createFileJournal<MailEntry>({ path });
    } catch (error) {
      throw unwritable(path, error);
    }
  };
  const journal = open();
  const server = await serveMailSimulator({ ...needs, smtpPort, imapPort, journal }).catch(
    (error: unknown) => {
      journal.close();
      const { port = smtpPort } = error instanceof Error ? (error as Error & { port?: number }) : {};
      throw portError({ error, port, hint: 'Choose another with --smtp-port or --imap-port.' });
    },
  );
  return {
    ...server,
    inspection: inspectMail(server.simulator),
    async close() {
      await server.close();
      journal.close();
    },
  };
}
