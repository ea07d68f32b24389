import { familyOfStatus, RingmasterError } from '../../domain/errors.ts';
import type { ApiRequest, CallApi, Problem } from '../contract.ts';

/**
 * Calls the API and returns the JSON of the answer, whose shape is that of the route in the API documents. Throws the error of
 * the API as a RingmasterError with the same code, message and hint.
 */
export async function readJson<Answer>(api: CallApi, request: ApiRequest): Promise<Answer> {
  const response = await api(request);
  if (response.status === 204) return undefined as Answer;
  const value: unknown = await response.json();
  if (!response.ok) throw errorOf(value as Problem);
  return value as Answer;
}

/** Passes a file of the API on to the browser. Throws the error of the API as `readJson` does. */
export async function passFile(api: CallApi, path: string): Promise<Response> {
  const response = await api({ path });
  if (!response.ok) throw errorOf((await response.json()) as Problem);
  const headers = ['content-type', 'content-disposition'].flatMap((name): [string, string][] => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return new Response(response.body, { headers });
}

function errorOf({ status, code, detail, hint, ...others }: Problem): RingmasterError {
  const { title: _title, requestId: _id, ...details } = others;
  return new RingmasterError({
    code,
    family: familyOfStatus(status),
    message: detail,
    ...(hint !== undefined && { hint }),
    details,
  });
}
