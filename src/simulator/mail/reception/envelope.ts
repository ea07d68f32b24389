/** What the server knows of a message before its content. Addresses are in lower case. */
export type Envelope = { user: string | null; mailFrom: string | null; recipients: readonly string[] };
