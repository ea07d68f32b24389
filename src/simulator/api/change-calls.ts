import type { Hono } from 'hono';
import { drawUuid } from '../draws.ts';
import { type ApiContext, type ApiEnv, type ApiNeeds, callOf, refuse } from './needs.ts';

/** Adds the routes that change calls: hang-up, cancel, transfer, and those for answered calls. */
export function addChangeRoutes(api: Hono<ApiEnv>, needs: ApiNeeds): void {
  const { calls, lifecycle, placement } = needs;

  api.delete('/:authId/Call/:callUuid', (c) => {
    const call = callOf(c, needs);
    if (!call || call.state === 'ended') return refuse(c, 404, 'call not found');
    if (call.state !== 'queued' || !placement.cancel(call)) lifecycle.hangUp(call);
    return c.body(null, 204);
  });

  api.delete('/:authId/Request/:requestUuid', (c) => {
    const { authId } = c.get('account');
    const wanted = c.req.param('requestUuid');
    const call = calls
      .open(authId)
      .find(({ requestUuid, state }) => requestUuid === wanted && state === 'queued');
    if (!call || !placement.cancel(call))
      return refuse(c, 404, 'request not found, or its call has already started');
    return c.body(null, 204);
  });

  api.post('/:authId/Call/:callUuid', (c) => {
    const call = callOf(c, needs);
    if (call?.state !== 'in-progress') return refuse(c, 404, 'call not found');
    const { legs = 'aleg', aleg_url: url, aleg_method: method } = c.get('parameters');
    if (legs !== 'aleg' && legs !== 'both')
      return refuse(c, 400, 'legs: only aleg and both can be transferred here');
    if (typeof url !== 'string' || !URL.canParse(url))
      return refuse(c, 400, 'aleg_url parameter must be a valid URL');
    lifecycle.transfer(call, { url, method: method === 'GET' ? 'GET' : 'POST' });
    return c.json({ api_id: c.get('apiId'), call_uuids: [call.callUuid], message: 'transfer executed' }, 202);
  });

  for (const feature of features) addFeature(api, needs, feature);
}

type Feature = {
  path: string;
  required: string;
  message: string;
  more?: (subject: string) => Record<string, string>;
};

const features: readonly Feature[] = [
  {
    path: 'Record',
    required: '',
    message: 'call recording started',
    more: (id) => ({ recording_id: id, url: `https://media.plivo.com/Recording/${id}.mp3` }),
  },
  { path: 'Speak', required: 'text', message: 'speak started' },
  { path: 'Play', required: 'urls', message: 'play started' },
  { path: 'DTMF', required: 'digits', message: 'digits sent' },
  {
    path: 'Stream',
    required: 'service_url',
    message: 'audio streaming started',
    more: (id) => ({ stream_id: id }),
  },
];

/** Adds a route that answers as the carrier does, without an effect on the call. */
function addFeature(api: Hono<ApiEnv>, needs: ApiNeeds, { path, required, message, more }: Feature): void {
  const talking = (c: ApiContext) => {
    const call = callOf(c, needs);
    return call?.state === 'in-progress' ? call : null;
  };
  api.post(`/:authId/Call/:callUuid/${path}`, (c) => {
    const call = talking(c);
    if (!call) return refuse(c, 404, 'call not found');
    if (required && !c.get('parameters')[required])
      return refuse(c, 400, `${required} is a mandatory parameter`);
    const id = drawUuid({ seed: needs.seed, subject: `${path}|${call.callUuid}` });
    return c.json({ api_id: c.get('apiId'), message, ...more?.(id) }, 202);
  });
  for (const suffix of ['', '/:id']) {
    api.delete(`/:authId/Call/:callUuid/${path}${suffix}`, (c) =>
      talking(c) ? c.body(null, 204) : refuse(c, 404, 'call not found'),
    );
  }
}
