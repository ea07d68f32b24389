import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { secretOf } from '../../../src/integrations/outgoing-webhooks/sending/signature.ts';

/** How the bots of the example behave: see examples/bot-server/bot-server.js. */
export type ServerBehaviour = {
  warmMs?: number;
  warm?: 'ready' | 'fail' | 'hang' | 'garble';
  stream?: 'talk' | 'refuse' | 'drop';
  talkMs?: number;
};

type Create = (input: { secret: string; size?: number; behaviour?: ServerBehaviour; now?: () => number }) => {
  server: Server;
  sessions: ReadonlyMap<string, { token: string }>;
  counts: Readonly<Record<'warmed' | 'released' | 'conversations' | 'most', number>>;
};

export type RunningBots = Omit<ReturnType<Create>, 'server'> & {
  port: number;
  secret: string;
  endpoint: string;
  stream: string;
  behaviour: ServerBehaviour;
};

/** Starts the bot server of the examples. It is closed when the test ends. `now`: the clock that signatures are checked by. */
export async function startBotServer({
  behaviour = {},
  ...input
}: Omit<Parameters<Create>[0], 'secret'> = {}): Promise<RunningBots> {
  const { createBotServer } = (await import(resolve('examples/bot-server/bot-server.js'))) as {
    createBotServer: Create;
  };
  const secret = secretOf(new Uint8Array(32).fill(7));
  const { server, ...running } = createBotServer({ secret, behaviour, ...input });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    ...running,
    port,
    secret,
    behaviour,
    endpoint: `http://${host}/bots/`,
    stream: `ws://${host}/stream`,
  };
}
