/**
 * Local parts of mailboxes that several contacts read. An address with one of them does not show that two contacts are
 * one person.
 */
export const roleMailboxes: ReadonlySet<string> = new Set([
  'accounts',
  'admin',
  'billing',
  'bookings',
  'buero',
  'contact',
  'donotreply',
  'enquiries',
  'hello',
  'help',
  'helpdesk',
  'hr',
  'info',
  'inquiries',
  'jobs',
  'kontakt',
  'mail',
  'marketing',
  'no-reply',
  'noreply',
  'office',
  'orders',
  'post',
  'postmaster',
  'press',
  'reception',
  'sales',
  'service',
  'support',
  'team',
  'webmaster',
]);

/** Whether several contacts may read the mailbox. `email` is in lower case. */
export function isRoleMailbox(email: string): boolean {
  return roleMailboxes.has(email.slice(0, email.indexOf('@')));
}
