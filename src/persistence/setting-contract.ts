import type { Hold } from '../domain/hold.ts';
import type { RequestKey } from '../domain/request-key.ts';

/** A client's settings, as JSON that has passed its schema. */
export type ClientRecord = { client: string; settings: Readonly<Record<string, unknown>>; updatedAt: number };

/** Emergency stops, and what clients have set. */
export type SettingStore = {
  /** Adds an emergency stop; false, and the one there is stays, where that client is stopped already. */
  putHold: (hold: Hold, request?: RequestKey) => Promise<boolean>;
  /** False where that client is not stopped. */
  removeHold: (client: string, request?: RequestKey) => Promise<boolean>;
  listHolds: () => Promise<readonly Hold[]>;

  readClient: (client: string) => Promise<ClientRecord | null>;
  /** Adds or replaces a client's settings and resolves with them. */
  putClient: (record: ClientRecord, request?: RequestKey) => Promise<ClientRecord>;
  listClients: () => Promise<readonly ClientRecord[]>;
};
