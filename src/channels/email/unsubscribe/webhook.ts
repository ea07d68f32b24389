import { RingmasterError } from '../../../domain/errors.ts';
import type { ChannelWebhook, WebhookPorts } from '../../contract.ts';
import { escapeHtml } from '../message/render-message.ts';
import { isOwnLink, readUnsubscribeUrl, unsubscribePath } from './link.ts';

const largestBody = 10_000;

/**
 * The page to unsubscribe. GET only shows it, because mail programs and scanners request links by themselves. POST
 * suppresses the contact for the client, also without the page (one-click, RFC 8058). A repeated POST changes nothing.
 */
export function createUnsubscribeWebhook({
  keyOf,
  ports,
}: {
  /** The key of a client; null if it has none. */
  keyOf: (client: string) => Promise<string | null>;
  ports: Pick<WebhookPorts, 'receive'>;
}): ChannelWebhook {
  return {
    path: unsubscribePath,
    methods: ['get', 'post'],
    bodyLimit: largestBody,
    summary: 'Unsubscribe from the email of a client',
    description:
      'The link is signed. GET shows a page with a button and changes nothing. POST suppresses the contact for the client and ends what is open; mail programs send it for one click (RFC 8058).',
    bodyType: 'application/x-www-form-urlencoded',
    replies: { 200: 'the page, or the confirmation', 404: 'the link is not one of this service' },
    async handle({ method, url }) {
      const link = readUnsubscribeUrl(url);
      const key = link && (await keyOf(link.client));
      if (!link || key === null || !isOwnLink({ key, link })) throw unknownLink();
      if (method !== 'POST') return page({ title: 'Unsubscribe', body: formOf(new URL(url).search) });
      const { campaign, attempt } = link;
      await ports.receive({
        id: `evt_unsubscribe_${attempt}`,
        campaign,
        attempt,
        providerId: null,
        evidence: [{ kind: 'responded', outcome: 'opt-out', stage: 'unsubscribed', providerId: null }],
      });
      return page({
        title: 'Unsubscribed',
        body: '<p>You will get no further messages from this sender.</p>',
      });
    },
  };
}

function formOf(search: string): string {
  return `<p>Do you want to get no further messages from this sender?</p>
<form method="post" action="${escapeHtml(unsubscribePath + search)}"><button type="submit">Unsubscribe</button></form>`;
}

function page({ title, body }: { title: string; body: string }): Response {
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${title}</title><h1>${title}</h1>${body}</html>
`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  });
}

function unknownLink(): RingmasterError {
  return new RingmasterError({
    code: 'unsubscribe.link-unknown',
    family: 'not-found',
    message: 'This link to unsubscribe is not one of this service, or a part of it is missing.',
    hint: 'Copy the whole link from the message, or answer the message.',
  });
}
