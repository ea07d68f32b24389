/** What a caller may do, from the least to the most: read; give orders; change clients and stop everything. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];
