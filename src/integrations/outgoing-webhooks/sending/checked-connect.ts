import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { plainHost } from '../../../platform/addresses/private-addresses.ts';
import { portOf, refusalOf } from './endpoint-url.ts';
import type { AddressRules } from './endpoint-url.ts';

/** Resolves with the addresses of a name, in the order in which they are tried. */
export type LookUp = (host: string) => Promise<readonly string[]>;

const systemLookUp: LookUp = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/**
 * Creates the function that opens the connections of webhooks. It looks a name up, refuses it if any of its addresses is
 * private, and connects to exactly the addresses that it has checked: the name is not looked up again, so that a second answer
 * of a name server changes nothing. The certificate is checked for the name.
 */
export function createCheckedConnect({
  timeoutMs,
  rules,
  lookUp = systemLookUp,
}: {
  timeoutMs: number;
  rules: AddressRules;
  lookUp?: LookUp | undefined;
}): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });

  const addressesOf = async (options: buildConnector.Options): Promise<readonly string[]> => {
    const { hostname, protocol } = options;
    const host = plainHost(hostname);
    const found = isIP(host) > 0 ? [host] : await lookUp(host);
    if (found.length === 0) throw new Error(`${host} has no address`);
    for (const address of found) {
      const refusal = refusalOf({ address, port: portOf(options), protocol }, rules);
      if (refusal !== null) throw new Error(`${host} was refused: ${refusal}`);
    }
    return found;
  };
  const connectTo = (options: buildConnector.Options): ReturnType<typeof connected> =>
    connected(connect, options);

  return (options, done) => {
    const open = async () => {
      const servername = options.servername ?? plainHost(options.hostname);
      let failure: unknown;
      for (const address of await addressesOf(options)) {
        try {
          const names = isIP(servername) > 0 ? {} : { servername };
          return await connectTo({ ...options, ...names, hostname: address });
        } catch (error) {
          failure = error;
        }
      }
      throw failure;
    };
    void answer(open(), done);
  };
}

/** Hands the result of a promise to a callback. */
async function answer(opening: Promise<Socket>, done: buildConnector.Callback): Promise<void> {
  let socket: Socket;
  try {
    socket = await opening;
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)), null);
  }
  done(null, socket);
}

type Socket = Exclude<Parameters<buildConnector.Callback>[1], null>;

function connected(connect: buildConnector.connector, options: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connect(options, (error, socket) => (socket ? resolve(socket) : reject(error ?? new Error('no socket'))));
  });
}
