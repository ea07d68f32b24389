import { html } from 'hono/html';
import type { RingmasterError } from '../../domain/errors.ts';
import type { Page, PageRequest } from '../contract.ts';
import type { WriteDocument } from '../layout/document.ts';
import { refusalNotice } from '../layout/problem.ts';
import { attentionRegion } from '../regions/attention.ts';
import { campaignStripsRegion } from '../regions/campaign-strips.ts';
import { callsAtOnceRegion } from '../regions/operations/calls-at-once.ts';
import { emergencyStopsRegion } from '../regions/operations/emergency-stops.ts';
import { instancesRegion } from '../regions/operations/instances.ts';
import { placeRegions } from '../regions/region.ts';
import { statusOf } from './problem-status.ts';
import { stopOrders } from './stop-orders.ts';

/**
 * Returns the first page (what needs a person, what every campaign does, which instances run, the emergency stop) and
 * the handlers of emergency stops.
 */
export function nowPages({ write }: { write: WriteDocument }): Page[] {
  const show = async ({ api, viewer, url }: PageRequest, problem?: RingmasterError): Promise<Response> => {
    const input = { api, viewer, about: '' };
    const regions = [
      attentionRegion,
      campaignStripsRegion,
      callsAtOnceRegion,
      instancesRegion,
      emergencyStopsRegion,
    ];
    const [attention, strips, atOnce, instances, stops] = await placeRegions(regions, input);
    const main = html`<h1>Now</h1>
      ${refusalNotice(problem)}
      <section aria-labelledby="attention">
        <h2 id="attention">Needs you</h2>
        ${attention}
      </section>
      <section aria-labelledby="running">
        <h2 id="running">Campaigns</h2>
        ${strips}
      </section>
      <section aria-labelledby="at-once">
        <h2 id="at-once">At once</h2>
        ${atOnce}
      </section>
      <section aria-labelledby="instances">
        <h2 id="instances">Instances</h2>
        ${instances}
      </section>
      <section aria-labelledby="stops">
        <h2 id="stops">Emergency stop</h2>
        ${stops}
      </section>`;
    const sources = [
      { path: '/v1/attention', cli: 'attention' },
      { path: '/v1/campaigns', cli: 'list' },
      { path: '/v1/limits' },
      { path: '/v1/instances' },
      { path: '/v1/stops', cli: 'stops' },
    ];
    return write({ title: 'Now', main, viewer, url, status: problem ? statusOf(problem) : 200, sources });
  };
  return [
    { method: 'get', path: '/', handle: (request) => show(request) },
    ...stopOrders({ path: '/ui/stops', to: () => '/#stops', refused: show }),
  ];
}
