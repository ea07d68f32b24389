import type { CheckReply } from './ask-check.ts';

/** What is wrong on the way from the public URL to the service, and what to do; null if callbacks arrive. */
export function explainReply({
  reply,
  direct,
  publicUrl,
}: {
  reply: CheckReply;
  /** The answer of the service itself to the same check; null if it was not asked. */
  direct: CheckReply | null;
  publicUrl: string;
}): string | null {
  switch (reply.kind) {
    case 'ours':
      return null;
    case 'none':
      return explainNone(reply.code, publicUrl);
    case 'problem':
      return explainProblem({ ...reply, direct });
    case 'other':
      return explainOther({ ...reply, publicUrl });
  }
}

/** What a proxy changes without harm to callbacks, whose signatures are checked against the public URL. */
export function changesOf({
  reply: { host, forwardedProto },
  publicUrl,
}: {
  reply: Extract<CheckReply, { kind: 'ours' }>;
  publicUrl: string;
}): string[] {
  const { host: given, protocol } = new URL(publicUrl);
  const scheme = protocol.replace(':', '');
  const hostNote =
    host !== null && host !== given
      ? [
          `a proxy changes the host to ${host}: callbacks are accepted, but let it keep the Host header for the dashboard`,
        ]
      : [];
  const schemeNote =
    forwardedProto !== null && forwardedProto !== scheme
      ? [`a proxy says that the request came by ${forwardedProto}, and PUBLIC_URL begins with ${scheme}`]
      : [];
  const openNote = scheme === 'http' ? ['http is not encrypted: use https'] : [];
  return [...hostNote, ...schemeNote, ...openNote];
}

function explainNone(code: string, publicUrl: string): string {
  const { hostname, host } = new URL(publicUrl);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `the name ${hostname} is not in DNS: PUBLIC_URL is out of date, or its record is missing`;
  if (code === 'ECONNREFUSED')
    return `nothing listens at ${host}: start the proxy or tunnel, or correct PUBLIC_URL`;
  if (code === 'TIMEOUT' || code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return `no answer from ${host}: a firewall may block it. Open it for the addresses of Plivo`;
  if (/CERT|SSL|TLS|SIGNED|ALTNAME/i.test(code))
    return `the certificate of ${host} is not valid (${code}): Plivo refuses it. Renew it, with its whole chain`;
  return `${host} cannot be reached: ${code}`;
}

/** The signature was refused or the path is not known, by a Ringmaster. */
function explainProblem({
  status,
  code,
  direct,
}: Extract<CheckReply, { kind: 'problem' }> & { direct: CheckReply | null }): string {
  if (code !== 'webhook.forged')
    return `the service answers HTTP ${status} (${code}): a proxy changes the path. Let it pass /webhooks/plivo/ unchanged`;
  if (direct?.kind === 'ours')
    return 'the service refuses the signature of what arrives through PUBLIC_URL, and accepts it directly: a proxy changes the path or the query. Let it pass both unchanged';
  return 'the service that answers has another PUBLIC_URL or another PLIVO_AUTH_TOKEN: restart it with these settings, or correct PUBLIC_URL';
}

function explainOther({
  status,
  location,
  publicUrl,
}: Extract<CheckReply, { kind: 'other' }> & { publicUrl: string }): string {
  if (status >= 300 && status < 400) {
    const target = location === null ? null : originOf(location, publicUrl);
    const own = new URL(publicUrl).origin;
    return target === null || target === own
      ? `it redirects (HTTP ${status}), and Plivo does not follow: let the proxy answer /webhooks/plivo/ itself`
      : `it redirects to ${target}, and Plivo does not follow: set PUBLIC_URL=${target}`;
  }
  if (status === 401 || status === 403 || status === 407)
    return `a proxy refuses the request (HTTP ${status}): let it pass /webhooks/plivo/ without a login. Signatures protect it`;
  if (status === 404 || status === 405)
    return `another program answers (HTTP ${status}): the path /webhooks/plivo/ is blocked, or PUBLIC_URL is out of date`;
  if (status >= 500)
    return `the proxy answers HTTP ${status}: it does not reach this service. Check where it forwards to`;
  return `another program answers (HTTP ${status}): PUBLIC_URL is out of date, or belongs to another installation`;
}

function originOf(location: string, publicUrl: string): string | null {
  return URL.canParse(location, publicUrl) ? new URL(location, publicUrl).origin : null;
}
