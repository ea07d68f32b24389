import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createPipe } from './pipe.ts';
import type { Pipe } from './pipe.ts';

/** From the side that opens connections, from the other side, or both. */
export type Way = 'there' | 'back' | 'both';

/**
 * What a network does to the connections between two processes. `cut` ends them and refuses new ones. `delay` delivers
 * everything `ms` later. `half-open` delivers nothing, and no end of a connection either, in one or both ways. Then it
 * delivers what it kept, or ends the connections.
 */
export type LinkFault =
  | { kind: 'cut' }
  | { kind: 'delay'; ms: number }
  | { kind: 'half-open'; way: Way; afterwards: 'deliver' | 'reset' };

/** A TCP proxy between two processes, which can suffer faults. */
export type Link = {
  /** The port to connect to. */
  port: number;
  /** Sets the port that it leads to; null if nothing listens there. */
  leadTo: (port: number | null) => void;
  suffer: (fault: LinkFault) => void;
  heal: () => void;
  close: () => Promise<void>;
};

/** Changes or reads the bytes of one way of one connection. */
export type Transform = (bytes: Buffer) => Buffer;

export type LinkInput = {
  target?: number | null;
  /** Creates the transform of what the other side sends back, for each connection. */
  back?: () => Transform;
  /** Creates the transform of what the opening side sends, for each connection. */
  there?: () => Transform;
};

type Connection = { there: Pipe; back: Pipe; destroy: () => void };

const asIs = (): Transform => (bytes) => bytes;

/** Opens a link on a free port of the loopback interface. */
export async function openLink({ target = null, there = asIs, back = asIs }: LinkInput): Promise<Link> {
  const connections = new Set<Connection>();
  let leadsTo = target;
  let fault: LinkFault | null = null;

  const apply = (connection: Connection): void => {
    const isHeld = (way: Way): boolean => fault?.kind === 'half-open' && [way, 'both'].includes(fault.way);
    const delayMs = fault?.kind === 'delay' ? fault.ms : 0;
    connection.there.set({ isHeld: isHeld('there'), delayMs });
    connection.back.set({ isHeld: isHeld('back'), delayMs });
  };
  const destroyAll = (): void => {
    for (const { destroy } of connections) destroy();
  };
  const accept = (from: Socket): void => {
    if (leadsTo === null || fault?.kind === 'cut') {
      from.resetAndDestroy();
      return;
    }
    const to = connect({ host: '127.0.0.1', port: leadsTo, noDelay: true, allowHalfOpen: true });
    from.setNoDelay(true);
    const connection: Connection = {
      there: createPipe({ from, to, transform: there() }),
      back: createPipe({ from: to, to: from, transform: back() }),
      destroy() {
        connections.delete(connection);
        from.resetAndDestroy();
        to.resetAndDestroy();
        connection.there.close();
        connection.back.close();
      },
    };
    connections.add(connection);
    apply(connection);
    const forget = (): void => {
      if (from.destroyed && to.destroyed) connections.delete(connection);
    };
    from.on('close', forget);
    to.on('close', forget);
  };

  const server = createServer({ allowHalfOpen: true }, accept).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => void (leadsTo = port),
    suffer(next) {
      fault = next;
      if (next.kind === 'cut') destroyAll();
      else connections.forEach(apply);
    },
    heal() {
      const was = fault;
      fault = null;
      if (was?.kind === 'half-open' && was.afterwards === 'reset') destroyAll();
      else connections.forEach(apply);
    },
    async close() {
      destroyAll();
      server.close();
      await once(server, 'close');
    },
  };
}
