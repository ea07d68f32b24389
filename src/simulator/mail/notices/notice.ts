import type { Original } from '../message/original.ts';

/** What every mail that follows a message is made of. */
export type NoticeInput = {
  /** Unique: the id of the message, of the recipient and of the reaction. */
  id: string;
  /** When it is sent. */
  at: number;
  /** When the message was accepted. */
  acceptedAt: number;
  /** The recipient of the message, from whom or about whom the notice is. */
  to: string;
  /** The envelope sender of the message. */
  mailFrom: string;
  original: Original;
};

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Returns the host that receives the mail of an address. */
export const hostOf = (address: string): string => `mx.${domainOf(address)}`;
