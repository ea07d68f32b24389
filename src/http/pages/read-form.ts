import { mediaTypeOf, readBytes, unsupportedMediaType } from '../requests/request-body.ts';

const formType = 'application/x-www-form-urlencoded';
const maxFormBytes = 1_048_576;

/** Reads the fields of a form. Throws `request.media-type`, and the errors of `readBytes`. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const found = mediaTypeOf(request.headers);
  if (found !== formType) throw unsupportedMediaType({ found, wanted: [formType] });
  const bytes = await readBytes({ request, limit: maxFormBytes });
  return new URLSearchParams(bytes.toString('utf8'));
}
