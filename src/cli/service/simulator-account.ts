/** The account of every simulated carrier. It is not a secret. */
export const simulatorAccount = { authId: 'MASIMULATED', authToken: 'simulated-and-no-secret' };
