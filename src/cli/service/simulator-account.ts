/** The account of every simulated carrier of ours. It opens nothing: it is no secret. */
export const simulatorAccount = { authId: 'MASIMULATED', authToken: 'simulated-and-no-secret' };
