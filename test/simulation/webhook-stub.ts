import { createPlivoCallbacks, outcomeOf, withOutcome } from '../../src/channels/voice/plivo/callbacks.ts';
import { readForm } from '../../src/channels/voice/plivo/signature.ts';
import { callbackUrl } from '../../src/channels/voice/plivo/urls.ts';
import { flowXml, hangUpXml } from '../../src/channels/voice/flow.ts';
import { renderTemplate } from '../../src/contacts/template.ts';
import type { EngineService } from '../../src/compose.ts';
import type { Store } from '../../src/persistence/contract.ts';
void outcomeOf;
export function stub({
  service,
  store,
  publicUrl,
  authToken,
}: {
  service: EngineService;
  store: Store;
  publicUrl: string;
  authToken: string;
}) {
  const cb = createPlivoCallbacks({ authTokens: [authToken], publicUrl });
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const kind = url.pathname.split('/').at(-1) as 'answer' | 'ring' | 'hangup' | 'machine';
    const params = readForm(await request.text());
    if (!cb.authentic({ method: request.method, url: request.url, headers: request.headers, params }))
      return new Response('', { status: 403 });
    const read = cb.read({ kind, query: url.searchParams, params });
    if (!read) return new Response('', { status: 404 });
    const [attempt] = await store.readAttempts([read.attempt]);
    if (!attempt) return new Response(hangUpXml(), { status: 200 });
    const touch = await service.runtime.readTouch(attempt);
    const done = touch.step.channel === 'voice' ? withOutcome({ callback: read, step: touch.step }) : read;
    const verdict = await service.engine.receive({
      id: done.key,
      campaign: done.campaign,
      attempt: done.attempt,
      callId: done.callId,
      evidence: done.evidence,
    });
    if (done.resumeAt === null) return new Response('', { status: 200 });
    if (verdict !== 'current') return new Response(hangUpXml(), { status: 200 });
    const xml = flowXml({
      touch: touch as never,
      from: done.resumeAt,
      urls: {
        gather: (node: number) =>
          callbackUrl({
            publicUrl,
            kind: 'answer',
            attempt: done.attempt,
            campaign: done.campaign,
            gather: node,
          }),
      },
      render: (text, variables) => renderTemplate({ text, contact: variables, campaign: {} }).text,
    });
    return new Response(xml, { status: 200, headers: { 'content-type': 'application/xml' } });
  };
}
