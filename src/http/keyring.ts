import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../domain/caller.ts';
import { everyClient } from '../domain/contact/party.ts';
import type { ApiKey } from './caller.ts';

/** The callers that the configured API keys stand for. */
export type Keyring = {
  /**
   * Returns the caller of a secret; null if no key has it. Every key is compared in constant time, so that the time shows
   * nothing about the keys.
   */
  find: (secret: string | null) => Caller | null;
  /** Returns the caller with this name in logs, such as `key:ops`; null if there is no such key. */
  named: (by: string) => Caller | null;
};

export function createKeyring(apiKeys: readonly ApiKey[]): Keyring {
  const keys = apiKeys.map((key) => ({
    digest: Buffer.from(key.hash, 'hex'),
    caller: { by: `key:${key.id}`, role: key.role, client: key.client === everyClient ? null : key.client },
  }));
  return {
    find(secret) {
      if (secret === null) return null;
      const digest = createHash('sha256').update(secret).digest();
      let found: Caller | null = null;
      for (const key of keys) {
        if (key.digest.length === digest.length && timingSafeEqual(key.digest, digest)) found = key.caller;
      }
      return found;
    },
    named: (by) => keys.find(({ caller }) => caller.by === by)?.caller ?? null,
  };
}
