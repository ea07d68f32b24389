import { busChannels, payloadOf } from './channels.ts';
import type { BusChannel } from './channels.ts';

type Json = Readonly<Record<string, unknown>>;

export type AsyncApi = { asyncapi: '3.0.0' } & Json;

const parameters: Readonly<Record<string, Json>> = {
  prefix: { description: 'NATS_PREFIX', default: 'ringmaster' },
  client: { description: 'the client that owns the campaign' },
  campaign: { description: 'the id of the campaign' },
  instance: { description: 'the id of the instance that receives the message, as one token' },
};

/** Returns the AsyncAPI 3.0 document of the subjects on NATS, generated from the schemas of their messages. */
export function asyncApiOf({ version }: { version: string }): AsyncApi {
  const byName = busChannels.flatMap(({ messages }) =>
    messages.map((message) => [message.name, message] as const),
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ringmaster on NATS',
      version,
      description: 'What an installation with BUS=nats sends and receives. Times are RFC 3339 in UTC.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(busChannels.map((channel) => [channel.id, channelOf(channel)])),
    operations: Object.fromEntries(
      busChannels.map(({ id, action, what }) => [
        `${action}${id[0]?.toUpperCase()}${id.slice(1)}`,
        { action, channel: { $ref: `#/channels/${id}` }, summary: what },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        byName.map(([name]) => [name, { name, payload: { $ref: `#/components/schemas/${name}` } }]),
      ),
      schemas: Object.fromEntries(byName.map(([name, message]) => [name, payloadOf(message)])),
    },
  };
}

function channelOf({ subject, what, messages }: BusChannel): Json {
  const address = `{prefix}.${subject}`;
  const used = [...address.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    address,
    description: what,
    parameters: Object.fromEntries(used.map((name) => [name, parameters[name]])),
    messages: Object.fromEntries(
      messages.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
  };
}
