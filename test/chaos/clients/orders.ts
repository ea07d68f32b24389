import type { PatientClient } from '../../crash/patient-client.ts';
import type { Command, RateLimits } from './command-log.ts';

/** The orders of clients of the service. Each has a key, and is repeated on any instance until it is answered. */
export type Orders = {
  commands: readonly Command[];
  /** Sends an order and resolves with it when it is answered. */
  send: (order: Order) => Promise<Command>;
  /** Edits the limits of a campaign, and other parts. */
  edit: (campaign: { name: string; client: string }, limits: RateLimits, more?: object) => Promise<Command>;
  /** Reads the state of a campaign. */
  readState: (campaign: string) => Promise<string>;
};

export type Order = Pick<Command, 'name' | 'client' | 'campaign' | 'limits' | 'numbers'> & {
  method?: 'POST' | 'PATCH';
  path: string;
  body: string;
  type?: string;
};

/** Refusals that a correct client must expect: the state of the campaign or contact does not allow the order. */
const expectedRefusals = new Set(['campaign.command-refused', 'contact.command-refused']);

export function createOrders({
  client,
  now,
  onUnexpected,
}: {
  client: PatientClient;
  now: () => number;
  /** Called with an answer that no client can expect. */
  onUnexpected: (message: string) => void;
}): Orders {
  const commands: Command[] = [];
  const send: Orders['send'] = async ({ method = 'POST', path, body, type, ...order }) => {
    const command: Command = { ...order, sentAt: now(), answeredAt: Infinity, answer: null };
    const key = `${order.name}-${commands.push(command)}`;
    const answer = await client.insist({ method, path, body: () => body, key, ...(type && { type }) });
    Object.assign(command, { answer, answeredAt: now() });
    if (answer.status >= 300 && !expectedRefusals.has(String(answer.body['code'])))
      onUnexpected(`${method} ${path} was answered with ${answer.status} ${JSON.stringify(answer.body)}`);
    return command;
  };
  return {
    commands,
    send,
    edit({ name, client: owner }, { concurrent, perSecond }, more = {}) {
      const limits = { concurrent, perSecond };
      const body = JSON.stringify({ rateLimits: limits, ...more });
      const path = `/v1/campaigns/${name}`;
      return send({ name: 'edit', client: owner, campaign: name, method: 'PATCH', path, body, limits });
    },
    async readState(campaign) {
      const { body } = await client.insist({ method: 'GET', path: `/v1/campaigns/${campaign}` });
      return String(body['state']);
    },
  };
}
