import { singleCallPrefix } from '../../domain/campaign/campaign.ts';

/** The first text, in the order of both stores, after all identities of contacts of single calls. */
export const afterSingleCalls = `${singleCallPrefix}\uffff`;
