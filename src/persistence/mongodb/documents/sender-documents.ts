import type { Sender } from '../../../domain/sender/sender.ts';
import type { SenderSlice } from '../../../domain/sender/sender-outcomes.ts';

export type SenderDoc = Omit<Sender, 'client' | 'address'> & { _id: { client: string; address: string } };
/** `_id.campaign`: the number of the campaign whose attempts they are, so that its turns conflict with no other. */
export type SenderOutcomesDoc = {
  _id: { client: string; at: number; address: string; campaign: number };
} & Omit<SenderSlice, 'at'>;
