/** A command that is valid and cannot be carried out: `NO`. */
export class ImapNo extends Error {}

/** A command that breaks the syntax, or is not allowed in this state: `BAD`. */
export class ImapBad extends Error {}
