/** What a caller may do, from least to most: read; order; change clients and stop everything. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];
