/**
 * A server with bots that play silence and say goodbye.
 *
 *   SECRET=whsec_... node examples/bot-server/server.js
 *
 * Start the service with WEBHOOK_ALLOW=127.0.0.1:8090, and make the pool with `ringmaster bots set support --endpoint
 * http://127.0.0.1:8090/ --stream ws://127.0.0.1:8090/stream --size 3`. WARM, WARM_MS, STREAM and TALK_MS choose how the bots
 * behave: see bot-server.js.
 */
import process, { stdout } from 'node:process';
import { createBotServer } from './bot-server.js';

const { SECRET: secret = '', PORT: port = '8090', SIZE: size = '3' } = process.env;
const {
  WARM: warm = 'ready',
  WARM_MS: warmMs = '500',
  STREAM: stream = 'talk',
  TALK_MS: talkMs = '5000',
} = process.env;
if (!secret.startsWith('whsec_')) throw new Error('Set SECRET to the secret of the pool: whsec_...');

const behaviour = { warm, warmMs: Number(warmMs), stream, talkMs: Number(talkMs) };
const { server } = createBotServer({ secret, size: Number(size), behaviour });
server.listen(Number(port), '127.0.0.1', () => {
  stdout.write(`bots at http://127.0.0.1:${server.address().port}/\n`);
});
