import { RingmasterError } from '../../domain/errors.ts';
import { mediaTypeOf, readBytes, unsupportedMediaType } from '../requests/request-body.ts';

const uploadType = 'multipart/form-data';
/** A form with a file is read into memory. The script of the pages sends a file as a stream, without this limit. */
const maxUploadBytes = 16_777_216;

/**
 * Reads a form with a file. Throws `request.media-type`, the errors of `readBytes`, and `request.malformed-form`.
 */
export async function readUpload(request: Request): Promise<FormData> {
  const found = mediaTypeOf(request.headers);
  if (found !== uploadType) throw unsupportedMediaType({ found, wanted: [uploadType] });
  const bytes = await readBytes({ request, limit: maxUploadBytes });
  const type = request.headers.get('content-type') ?? '';
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  } catch (cause) {
    throw new RingmasterError({
      code: 'request.malformed-form',
      family: 'invalid',
      message: 'The form could not be read.',
      hint: 'Choose the file again and send the form again.',
      cause,
    });
  }
}
