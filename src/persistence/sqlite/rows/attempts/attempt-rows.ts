import type { Attempt } from '../../../../domain/attempt/attempt.ts';
import { attemptStateCode, dispositionCode } from '../codes.ts';
import { boolean, code, integer, joined, json, nullable, openCode, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/**
 * An attempt is read together with its campaign, for the id of the campaign. The column `campaign` is the number of
 * that campaign. `idOf` and `positionOf` of `open-attempts.ts` rely on the order of the first columns.
 */
export const attempts = declareTable<Attempt>({
  table: 'attempts',
  fields: {
    campaign: joined('campaigns.id', text({ personal: null })),
    id: text({ personal: null }),
    position: integer(),
    contact: text({ personal: null }),
    step: integer(),
    number: integer(),
    stepNumber: integer(),
    channel: text({ personal: null }),
    address: text({ personal: 'address' }),
    sender: nullable(text({ personal: null })),
    mintedAt: integer(),
    state: code(attemptStateCode),
    progress: nullable(text({ personal: null })),
    disposition: nullable(openCode(dispositionCode)),
    outcome: nullable(text({ personal: null })),
    evidence: integer(),
    placed: boolean(),
    receipt: nullable(text({ personal: null })),
    providerId: nullable(text({ personal: null })),
    cause: nullable(json({ personal: null })),
    fault: nullable(text({ personal: null })),
    counts: boolean(),
    placedAt: nullable(integer()),
    reachedAt: nullable(integer()),
    endedAt: nullable(integer()),
    checkAt: nullable(integer()),
    searchUntil: nullable(integer()),
    permitUntil: nullable(integer()),
    surplusId: nullable(text({ personal: null })),
    endWanted: boolean(),
    details: nullable(json({ personal: 'content' })),
    callBackAt: nullable(integer()),
    correction: nullable(json({ personal: 'content' })),
    callbacks: nullable(json({ personal: 'content' })),
    price: nullable(json({ personal: null })),
  },
  own: { key: integer(), campaign: integer() },
});

/** The columns of the progress of an attempt that are set when it is minted. */
const bareKeys = [
  'state',
  'evidence',
  'placed',
  'counts',
  'checkAt',
  'searchUntil',
  'permitUntil',
  'endWanted',
] as const;

/**
 * The columns of an attempt that are set when it is minted: those that do not change, and some of its progress. All
 * others are null then, which halves the bytes to write.
 */
export const mintedFields = attempts.pick(
  'id',
  'position',
  'contact',
  'step',
  'number',
  'stepNumber',
  'channel',
  'address',
  'sender',
  'mintedAt',
  ...bareKeys,
);

const laterKeys = [
  'progress',
  'disposition',
  'outcome',
  'receipt',
  'providerId',
  'cause',
  'fault',
  'placedAt',
  'reachedAt',
  'endedAt',
  'surplusId',
  'details',
  'callBackAt',
  'correction',
  'callbacks',
  'price',
] as const;

/** The columns that change after an attempt was minted. */
export const progressFields = attempts.pick(...bareKeys, ...laterKeys);

/** Returns whether only `mintedFields` of an attempt are set. */
export function isBare(attempt: Attempt): boolean {
  return laterKeys.every((key) => attempt[key] === null);
}

/** The tables from which an attempt is read. */
export const attemptSource = 'attempts JOIN campaigns ON campaigns.number = attempts.campaign';
