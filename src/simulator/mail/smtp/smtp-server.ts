import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Envelope } from '../reception/envelope.ts';
import type { Reception } from '../reception/reception.ts';
import type { Answer, SmtpStage } from '../reception/answer.ts';

export type SmtpListener = {
  host: string;
  port: number;
  /** The number of connections. */
  connections: () => number;
  /** Drops every connection, as a server that crashes does. */
  drop: () => void;
  /** Stops listening and drops every connection. */
  close: () => Promise<void>;
};

/**
 * How the server offers TLS: after STARTTLS, or from the first byte. Without a certificate (PEM) it has the public one of
 * smtp-server, which no client trusts.
 */
export type SmtpTls = { mode: 'starttls' | 'implicit'; key?: string; cert?: string };

export type SmtpListenerNeeds = {
  reception: Reception;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Null: neither STARTTLS nor TLS. */
  tls: SmtpTls | null;
  login: 'required' | 'optional';
  maxBytes: number;
  maxRecipients: number;
};

type Refusal = Error & { responseCode: number };
type Done = (refusal: Refusal | null, text?: string) => void;

/**
 * Listens for SMTP (RFC 5321) with PIPELINING, 8BITMIME, SMTPUTF8, SIZE, AUTH, and DSN (RFC 3461). Rejects if the port is
 * not available.
 */
export async function listenForSmtp(needs: SmtpListenerNeeds): Promise<SmtpListener> {
  const sockets = new Map<string, Socket>();
  const apply = createApply((session) => sockets.get(session.id)?.destroy());
  const server = new SMTPServer({
    ...serverOptions(needs),
    ...createHandlers({ reception: needs.reception, apply }),
    onClose: ({ id }) => void sockets.delete(id),
  });
  guardConnections({ server, sockets, reception: needs.reception, apply });
  // Clients that break the protocol or the connection are what this server is for.
  server.on('error', () => undefined);
  server.listen(needs.port, needs.host);
  await once(server.server, 'listening');
  const { address: host, port } = server.server.address() as AddressInfo;
  const drop = (): void => {
    for (const socket of sockets.values()) socket.destroy();
  };
  return {
    host,
    port,
    connections: () => server.connections.size,
    drop,
    async close() {
      drop();
      await new Promise<void>((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function serverOptions({ tls, login, maxBytes, maxRecipients }: SmtpListenerNeeds) {
  return {
    name: 'mail.simulator.test',
    banner: 'Ringmaster mail SIMULATOR: no message leaves this machine',
    disableReverseLookup: true,
    logger: false,
    // The texts of the answers contain their enhanced status codes.
    hideENHANCEDSTATUSCODES: true,
    hideDSN: false,
    authOptional: login === 'optional',
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    size: maxBytes,
    rejectOversized: true,
    maxRecipients,
    hideSTARTTLS: tls?.mode !== 'starttls',
    secure: tls?.mode === 'implicit',
    ...(tls?.key && { key: tls.key }),
    ...(tls?.cert && { cert: tls.cert }),
    closeTimeout: 1,
    noDelay: true,
  };
}

/** Carries out an answer as soon as it is known: calls `done`, or hangs up, or does nothing at all. */
type Apply = (session: SMTPServerSession, decided: Promise<Answer>, done: Done) => void;

function createApply(hangUp: (session: SMTPServerSession) => void): Apply {
  const apply = async (session: SMTPServerSession, decided: Promise<Answer>, done: Done): Promise<void> => {
    const answer = await decided;
    if (answer.kind === 'close') hangUp(session);
    if (answer.kind === 'accept') done(null, answer.text);
    if (answer.kind === 'refuse') done(errorOf(answer));
  };
  return (...given) => void apply(...given);
}

function errorOf({ code, text }: { code: number; text: string }): Refusal {
  return Object.assign(new Error(text), { responseCode: code });
}

/** Returns what is known of a message. smtp-server decodes the domains; case does not matter here. */
function envelopeOf({ user, envelope }: SMTPServerSession): Envelope {
  return {
    user: typeof user === 'string' ? user : null,
    mailFrom: envelope.mailFrom ? envelope.mailFrom.address.toLowerCase() : null,
    recipients: envelope.rcptTo.map(({ address }) => address.toLowerCase()),
  };
}

function createHandlers({ reception, apply }: { reception: Reception; apply: Apply }) {
  return {
    onConnect(session: SMTPServerSession, done: Done) {
      apply(session, reception.stage('connect', envelopeOf(session)), done);
    },
    onAuth(
      auth: { username?: string | undefined; password?: string | null | undefined },
      session: SMTPServerSession,
      done: (refusal: Error | null, response?: { user?: string }) => void,
    ) {
      const user = (auth.username ?? '').toLowerCase();
      const decided = reception.login({ user, password: auth.password ?? '', stage: 'auth' });
      apply(session, decided, (refusal) => (refusal ? done(refusal) : done(null, { user })));
    },
    onMailFrom({ address }: { address: string }, session: SMTPServerSession, done: Done) {
      const envelope = { ...envelopeOf(session), mailFrom: address.toLowerCase() };
      apply(session, reception.stage('mail', envelope), done);
    },
    onRcptTo({ address }: { address: string }, session: SMTPServerSession, done: Done) {
      apply(session, reception.recipient(address.toLowerCase(), envelopeOf(session)), done);
    },
    onData(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => void (stream.sizeExceeded || parts.push(part)));
      // The client went away before the end of the message.
      stream.on('error', () => undefined);
      stream.on('end', () => {
        // smtp-server answers with 552.
        if (stream.sizeExceeded) return done(null);
        apply(session, reception.message({ envelope: envelopeOf(session), raw: Buffer.concat(parts) }), done);
      });
    },
  };
}

/** Adds the stages for which smtp-server has no handler, and remembers the socket of each connection. */
function guardConnections({
  server,
  sockets,
  reception,
  apply,
}: {
  server: SMTPServer;
  sockets: Map<string, Socket>;
  reception: Reception;
  apply: Apply;
}): void {
  const connect = server.connect.bind(server);
  server.connect = (socket, options) => {
    connect(socket, options);
    const connection = [...server.connections].at(-1);
    if (!connection) return;
    sockets.set(connection.id, socket);
    const guarded =
      <Command>(stage: SmtpStage, handle: (command: Command, callback: () => void) => void) =>
      (command: Command, callback: () => void): void => {
        apply(connection.session, reception.stage(stage, envelopeOf(connection.session)), (refusal) => {
          if (!refusal) return handle(command, callback);
          connection.send(refusal.responseCode, refusal.message);
          callback();
        });
      };
    connection.handler_EHLO = guarded('helo', connection.handler_EHLO.bind(connection));
    connection.handler_HELO = guarded('helo', connection.handler_HELO.bind(connection));
    connection.handler_DATA = guarded('data', connection.handler_DATA.bind(connection));
  };
}
