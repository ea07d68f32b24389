import type { Hono } from 'hono';
import { type ApiEnv, refuse } from './needs.ts';

const named = /^([0-9a-f-]{36})\.(mp3|wav)$/;
const samples = 8_000;

/**
 * Adds the routes of recordings (plivo.com/docs/voice/api/recording): one second of silence for each, until it is deleted. Real
 * recordings are at another host; a program under test asks for them here.
 */
export function addRecordingRoutes(api: Hono<ApiEnv>): void {
  const deleted = new Set<string>();
  api.get('/:authId/Recording/:file', (c) => {
    const [, id = ''] = named.exec(c.req.param('file')) ?? [];
    if (id === '' || deleted.has(id)) return refuse(c, 404, 'recording not found');
    return c.body(silence(), 200, { 'content-type': 'audio/wav' });
  });
  api.delete('/:authId/Recording/:id', (c) => {
    const id = c.req.param('id');
    if (deleted.has(id)) return refuse(c, 404, 'recording not found');
    deleted.add(id);
    return c.body(null, 204);
  });
}

/** A WAV file with one second of 8-bit silence at 8 kHz (RIFF, PCM). */
function silence(): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(44 + samples, 0x80);
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(36 + samples, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(samples, 24);
  bytes.writeUInt32LE(samples, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(samples, 40);
  return new Uint8Array(bytes);
}
