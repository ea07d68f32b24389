import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Clock } from '../../types.ts';
import type { Mailboxes } from '../mailboxes/mailboxes.ts';
import type { Reception } from '../reception/reception.ts';
import { capabilities } from './commands/any-state.ts';
import { createCommandReader, type RawCommand } from './reader.ts';
import { runCommand } from './run-command.ts';
import { passStage, type Session, unselect } from './session.ts';

export type ImapListener = {
  host: string;
  port: number;
  connections: () => number;
  /** Drops every connection, as a server that crashes does. */
  drop: () => void;
  /** Stops listening and drops every connection. */
  close: () => Promise<void>;
};

export type ImapListenerNeeds = {
  mailboxes: Mailboxes;
  reception: Pick<Reception, 'login' | 'stage'>;
  clock: Clock;
  host: string;
  /** 0: any free port. */
  port: number;
};

/** Listens for IMAP4rev1 (RFC 3501) with IDLE, ID, NAMESPACE, LITERAL+ and SPECIAL-USE. Rejects if the port is not available. */
export async function listenForImap({ host, port, ...needs }: ImapListenerNeeds): Promise<ImapListener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Clients that break the connection are what this server is for.
    socket.on('error', () => undefined);
    void serve({ ...needs, socket });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host: address.address,
    port: address.port,
    connections: () => sockets.size,
    drop,
    async close() {
      drop();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** Serves one connection until it ends. */
async function serve({
  socket,
  mailboxes,
  reception,
  clock,
}: Pick<ImapListenerNeeds, 'mailboxes' | 'reception' | 'clock'> & { socket: Socket }): Promise<void> {
  const lines = createLines();
  const write = (data: string | Buffer): void => {
    if (socket.writable) socket.write(data);
  };
  const end = (): void => void socket.end();
  const session: Session = {
    mailboxes,
    reception,
    now: clock.now,
    user: null,
    selected: null,
    write,
    nextLine: lines.next,
    end,
  };
  socket.on('close', () => unselect(session));
  const read = createCommandReader({
    onCommand: lines.push,
    onLiteral: () => write('+ send the literal\r\n'),
  });
  socket.on('data', (bytes: Buffer) => {
    try {
      read(bytes);
    } catch (error) {
      write(`* BYE ${error instanceof Error ? error.message : 'the command is not valid'}\r\n`);
      end();
    }
  });
  try {
    await passStage(session, 'imap-connect');
  } catch {
    write('* BYE the server is not available\r\n');
    return end();
  }
  write(`* OK [CAPABILITY ${capabilities}] mail SIMULATOR ready\r\n`);
  while (await runCommand(await lines.next(), session));
  end();
}

/** The lines of a client in their order: each is handled when the one before it is done. */
function createLines(): { push: (line: RawCommand) => void; next: () => Promise<RawCommand> } {
  const waiting: RawCommand[] = [];
  let wanted: ((line: RawCommand) => void) | null = null;
  return {
    push(line) {
      if (wanted) wanted(line);
      else waiting.push(line);
      wanted = null;
    },
    next: () =>
      new Promise((resolve) => {
        const line = waiting.shift();
        if (line) resolve(line);
        else wanted = resolve;
      }),
  };
}
