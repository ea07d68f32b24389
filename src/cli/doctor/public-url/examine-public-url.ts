import type { Config } from '../../../config.ts';
import { isPrivateHost } from '../../../platform/addresses/private-addresses.ts';
import { listen } from '../../listener/listener.ts';
import type { Finding } from '../finding.ts';
import { carrierUrl } from '../carrier/ask-carrier.ts';
import { createCheck, proofOf, sendCheck } from './ask-check.ts';
import type { Check, CheckReply } from './ask-check.ts';
import { changesOf, explainReply } from './explain-reply.ts';

const what = 'webhooks';

/**
 * Checks that callbacks arrive: sends one to PUBLIC_URL, signed as Plivo does, and follows it to the service. If no service
 * runs here, this process listens at its port meanwhile. The request comes from this machine, not from the network of Plivo.
 * Without a real carrier there is nothing to check.
 */
export async function examinePublicUrl({
  config,
  serviceUrl,
}: {
  config: Config;
  /** The address of the service that runs with this data folder; null if none runs. */
  serviceUrl: string | null;
}): Promise<readonly Finding[]> {
  const { CARRIER, PUBLIC_URL: publicUrl, PLIVO_AUTH_TOKEN: authToken } = config;
  if (CARRIER !== 'plivo' || authToken === undefined) return [];
  if (publicUrl === undefined)
    return [{ what, ok: false, detail: 'PUBLIC_URL is not set: set it to where Plivo reaches this service' }];
  const { hostname, pathname } = new URL(publicUrl);
  if (isPrivateHost(hostname) && !isPrivateHost(new URL(carrierUrl(config)).hostname)) {
    const detail = `${hostname} is reached from this network only, and Plivo is on the internet: set PUBLIC_URL to a public address`;
    return [{ what, ok: false, detail }];
  }
  if (pathname !== '/')
    return [
      {
        what,
        ok: false,
        detail: `PUBLIC_URL=${publicUrl} has a path: set it to ${new URL(publicUrl).origin}`,
      },
    ];
  const check = createCheck({ publicUrl, authToken });
  const asked = { check, authToken };
  const listening = serviceUrl === null ? await listenMeanwhile({ config, check, authToken }) : null;
  try {
    const reply = await sendCheck({ ...asked, base: publicUrl });
    const isRefused = reply.kind === 'problem' && serviceUrl !== null;
    const direct = isRefused ? await sendCheck({ ...asked, base: serviceUrl }) : null;
    return [findingOf({ reply, direct, publicUrl })];
  } finally {
    await listening?.close();
  }
}

function findingOf({
  reply,
  direct,
  publicUrl,
}: {
  reply: CheckReply;
  direct: CheckReply | null;
  publicUrl: string;
}): Finding {
  const problem = explainReply({ reply, direct, publicUrl });
  if (problem !== null || reply.kind !== 'ours')
    return { what, ok: false, detail: `${publicUrl}: ${problem}` };
  const notes = changesOf({ reply, publicUrl });
  const arrives = `a signed callback to ${publicUrl} arrives; asked from this machine`;
  return { what, ok: true, detail: [arrives, ...notes].join('; ') };
}

/** Answers the check at the port of the service. Null if the port cannot be opened, which another check reports. */
async function listenMeanwhile({
  config: { HOST, PORT },
  check: { id, search },
  authToken,
}: {
  config: Config;
  check: Check;
  authToken: string;
}): Promise<{ close: () => Promise<void> } | null> {
  const listener = await listen({ host: HOST, port: PORT }).catch(() => null);
  if (listener === null) return null;
  listener.answerWith(async (request) => {
    if (new URL(request.url).search !== search) return new Response(null, { status: 404 });
    return Response.json({
      proof: proofOf({ id, authToken }),
      host: request.headers.get('host'),
      forwardedProto: request.headers.get('x-forwarded-proto'),
    });
  });
  return { close: () => listener.close({ graceMs: 0 }) };
}
