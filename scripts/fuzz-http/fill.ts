import type { FuzzedService } from './start-service.ts';

/** The campaign that the examples of the document name: with contacts, so that paths lead somewhere. */
export async function fill({ url, secret }: Pick<FuzzedService, 'url' | 'secret'>): Promise<void> {
  const send = async (path: string, type: string, body: string): Promise<void> => {
    const headers = { 'x-api-key': secret, 'content-type': type };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  };
  const flow = [{ gather: { speak: 'Press 1.', on: { '1': 'confirmed' } } }];
  const steps = [{ id: 'reminder', channel: 'voice', from: '+12025550100', flow }];
  const definition = { name: 'spring-checkup', keepOpen: true, contacts: { country: 'US' }, steps };
  await send('/v1/campaigns', 'application/json', JSON.stringify(definition));
  const rows = Array.from({ length: 40 }, (_, index) => `Person ${index},+12125550${100 + index}`);
  await send('/v1/campaigns/spring-checkup/contacts', 'text/csv', `name,phone\n${rows.join('\n')}\n`);
  await send('/v1/campaigns/spring-checkup/start', 'application/json', '{}');
}
