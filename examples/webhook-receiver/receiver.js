/**
 * A receiver of webhooks that verifies signatures and prints each event once.
 *
 *   SECRET=whsec_... node examples/webhook-receiver/receiver.js
 *
 * Start the service with WEBHOOK_ALLOW=127.0.0.1:8080, and create the webhook with
 * `ringmaster webhooks add http://127.0.0.1:8080/`.
 */
import { createServer } from 'node:http';
import { stdout } from 'node:process';
import { text } from 'node:stream/consumers';
import { isGenuine } from './verify.js';

const { SECRET: secret = '', PORT: port = '8080' } = process.env;
if (!secret.startsWith('whsec_')) throw new Error('Set SECRET to the secret of the webhook: whsec_...');

/** The ids that were processed. A real receiver keeps them where its data is, in the same transaction. */
const seen = new Set();

const receive = async (request, response) => {
  const body = await text(request);
  if (!isGenuine({ headers: request.headers, body, secret, now: Date.now() })) {
    stdout.write('refused: the signature or the time is wrong\n');
    return response.writeHead(401).end();
  }
  const { id, type, timestamp, data } = JSON.parse(body);
  // A delivery can arrive twice, with the same id.
  if (!seen.has(id)) {
    seen.add(id);
    stdout.write(`${timestamp} ${type} ${JSON.stringify(data)}\n`);
  }
  response.writeHead(204).end();
};

const server = createServer((request, response) => void receive(request, response));

server.listen(Number(port), '127.0.0.1', () => {
  stdout.write(`receiving at http://127.0.0.1:${server.address().port}/
`);
});
