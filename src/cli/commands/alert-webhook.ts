import { randomBytes } from 'node:crypto';
import { pathPart } from '../api/path-part.ts';
import { usageError } from '../errors.ts';
import { shortTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';

type WebhookView = { client: string; url: string; updatedAt: string };

const secretBytes = 32;

export const alertWebhook: Verb = {
  name: 'alert-webhook',
  takes: '<client>',
  summary: 'Where the alerts of a client are sent: set, remove or show',
  description:
    'Each alert is a POST with JSON, signed with the secret. The client * stands for the alerts of every client and instance. Without --secret a new one is made and printed once.',
  options: [
    { flags: '--url <url>', what: 'the https address that receives the alerts' },
    { flags: '--secret <secret>', what: 'the secret that signs them; at least 16 characters' },
    { flags: '--remove', what: 'send the alerts nowhere' },
  ],
  examples: [
    {
      line: 'ringmaster alert-webhook northwind --url https://hooks.example.com/ringmaster',
      what: 'prints the new secret',
    },
    { line: 'ringmaster alert-webhook northwind', what: 'the address in force' },
    { line: 'ringmaster alert-webhook northwind --remove', what: 'no more webhooks' },
  ],
  async run({ args: [client = ''], output, options, connect }) {
    const path = `/v1/clients/${pathPart(client)}/alert-webhook`;
    const url = options.text('url');
    const given = options.text('secret');
    if (options.flag('remove')) {
      if (url !== undefined) throw usageError('--remove and --url exclude each other.');
      const service = await connect({ reads: false });
      await service.delete(path);
      output.document({ client, removed: true });
      return output.result(`The alerts of ${client} are sent nowhere.`);
    }
    if (url === undefined) {
      if (given !== undefined) throw usageError('--secret requires --url.');
      const service = await connect({ reads: false });
      const found = await service.get<WebhookView>(path);
      output.document(found);
      return output.result(`${found.url}, since ${shortTime(found.updatedAt)} UTC`);
    }
    const secret = given ?? randomBytes(secretBytes).toString('base64url');
    const service = await connect({ reads: false });
    const found = await service.put<WebhookView>(path, { body: { url, secret } });
    output.document(given === undefined ? { ...found, secret } : found);
    output.result(`The alerts of ${client} are sent to ${found.url}.`);
    if (given === undefined) output.result(`Secret, shown only now: ${secret}`);
  },
};
