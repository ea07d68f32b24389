/** Something to correct before a start. `command` is the command to begin with. */
export type PreflightItem = { code: string; detail: string; hint: string | null };
