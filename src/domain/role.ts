/**
 * What a caller may do, from the fewest rights to the most: read; command campaigns and contacts; change clients and
 * order emergency stops.
 */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];
