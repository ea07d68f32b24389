import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { signature, signedText } from '../../../simulator/index.ts';
import { urlUnder } from '../../../platform/url-under.ts';

const timeoutMs = 8_000;
const path = '/webhooks/plivo/check';
const longestBody = 100_000;

const answerSchema = z.object({
  proof: z.string(),
  host: z.string().nullable(),
  forwardedProto: z.string().nullable(),
});
const problemSchema = z.object({ code: z.string() });

/** A request signed as Plivo signs a callback to the public URL. Its path is used once. */
export type Check = { id: string; search: string; headers: Readonly<Record<string, string>>; body: string };

/** What came back: from a Ringmaster with the same token (`ours`), from another one (`problem`), or from anything else. */
export type CheckReply =
  | { kind: 'ours'; host: string | null; forwardedProto: string | null }
  | { kind: 'problem'; status: number; code: string }
  | { kind: 'other'; status: number; location: string | null }
  | { kind: 'none'; code: string };

/** Creates a check as if Plivo called back: signed over the URL that Plivo is given. */
export function createCheck({ publicUrl, authToken }: { publicUrl: string; authToken: string }): Check {
  const id = randomUUID();
  const fields = { Event: 'Check', CallUUID: id };
  const search = `?id=${id}`;
  const url = `${urlUnder(publicUrl, path).href}${search}`;
  const nonce = randomUUID();
  const text = signedText({ method: 'POST', url, body: fields, nonce });
  return {
    id,
    search,
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'ringmaster doctor',
      'x-plivo-signature-v3': signature({ token: authToken, text }),
      'x-plivo-signature-v3-nonce': nonce,
    },
  };
}

/** The answer of the service to a check, if it has the token. */
export function proofOf({ id, authToken }: { id: string; authToken: string }): string {
  return signature({ token: authToken, text: `check ${id}` });
}

/** Sends a check to a base address. Follows no redirect, as Plivo does not. */
export async function sendCheck({
  check: { id, search, headers, body },
  base,
  authToken,
}: {
  check: Check;
  base: string;
  authToken: string;
}): Promise<CheckReply> {
  try {
    const response = await fetch(`${urlUnder(base, path).href}${search}`, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status } = response;
    const content = readJson((await response.text()).slice(0, longestBody));
    const answer = answerSchema.safeParse(content).data;
    if (status === 200 && answer?.proof === proofOf({ id, authToken })) return { kind: 'ours', ...answer };
    const isProblem = /problem\+json/.test(response.headers.get('content-type') ?? '');
    const problem = isProblem ? problemSchema.safeParse(content).data : undefined;
    if (problem) return { kind: 'problem', status, code: problem.code };
    return { kind: 'other', status, location: response.headers.get('location') };
  } catch (error) {
    return { kind: 'none', code: codeOf(error) };
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The code of the error of the connection, which `fetch` keeps as a cause. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'TIMEOUT';
  const { cause } = error;
  if (cause instanceof AggregateError) return codeOf(cause.errors[0]);
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
