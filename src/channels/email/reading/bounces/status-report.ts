import { addressesIn } from '../mime/addresses.ts';
import { readHeaders } from '../mime/headers.ts';
import type { Leaf } from '../mime/parse-mail.ts';
import { statusIn } from './status-code.ts';

/** One recipient of a delivery status notification (RFC 3464). */
export type ReportedRecipient = {
  address: string | null;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | '';
  status: string;
  diagnostic: string;
  /** Whether a local program failed: the diagnostic type of sendmail for exit codes. */
  isLocal: boolean;
};

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/**
 * Returns the recipients of the delivery status parts of a mail. Fields of two recipients are never mixed: each block
 * between blank lines is one recipient. Senders that write the fields into a text part are read as well.
 */
export function reportedRecipients(leaves: readonly Leaf[]): ReportedRecipient[] {
  const parts = leaves.filter(
    ({ type, text }) =>
      /^message\/(?:global-)?delivery-status$/.test(type) ||
      (!/^message\/|html/.test(type) &&
        /^(?:final|original)-recipient:/im.test(text) &&
        /^(?:action|status):/im.test(text)),
  );
  const found = parts.flatMap(({ text }) => text.split(/\n[ \t]*\n/).flatMap(recipientOf));
  const byAddress = new Map(found.map((one, index) => [one.address ?? index, one] as const));
  return [...byAddress.values()];
}

function recipientOf(block: string): ReportedRecipient[] {
  const fields = readHeaders(block.trim());
  const named =
    fields.get('final-recipient') || fields.get('original-recipient') || fields.get('x-actual-recipient');
  const action = /^[a-z]+/.exec(fields.get('action').toLowerCase())?.[0] ?? '';
  if (named === '' && (action === '' || fields.get('status') === '')) return [];
  const original = addressesIn(fields.get('original-recipient').replace(/^[^;]*;/, ''))[0];
  const address = addressesIn(named.replace(/^[^;]*;/, ''))[0];
  const diagnostic = fields
    .all('diagnostic-code')
    .join(' ')
    .replace(/^\s*[\w-]{1,30}\s*;\s*/, '');
  return [
    {
      address: address ?? original ?? null,
      action: actions.find((known) => known === action) ?? '',
      status: statusIn(fields.get('status')),
      diagnostic,
      isLocal: /^\s*x-unix\s*;/i.test(fields.get('diagnostic-code')),
    },
  ];
}
