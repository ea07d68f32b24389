import { request } from 'node:http';

/** An answer over HTTP. `bytes` is what went over the network. */
export type Answer = {
  status: number;
  location: string | undefined;
  firstByteMs: number;
  bytes: number;
  /** Empty if the answer was compressed. */
  text: string;
};

/** Asks for a page as a browser does. With a form, the form is sent as a POST. */
export function ask(
  url: string,
  { compressed, form }: { compressed: boolean; form?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const headers = {
    accept: 'text/html',
    ...(compressed && { 'accept-encoding': 'gzip' }),
    ...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin }),
  };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const sent = request(url, { headers, method: form ? 'POST' : 'GET' }, (answer) => {
      const chunks: Buffer[] = [];
      // A redirection has no body: its first byte is that of its head.
      let firstByteMs = performance.now() - startedAt;
      answer.on('data', (chunk: Buffer) => {
        if (chunks.length === 0) firstByteMs = performance.now() - startedAt;
        chunks.push(chunk);
      });
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        const text = compressed ? '' : body.toString('utf8');
        const { statusCode: status = 0, headers: answered } = answer;
        resolve({ status, location: answered.location, firstByteMs, bytes: body.length, text });
      });
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(form && new URLSearchParams(form).toString());
  });
}
