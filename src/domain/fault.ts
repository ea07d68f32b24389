/**
 * Whose fault an end was, if not the recipient's. Only the channel can know this; it reports it with its evidence.
 * `provider` counts for the circuit breaker; `throttled` uses up no attempt; `credit` and `configuration` pause the
 * campaign until an operator corrects them.
 */
export type Fault = 'provider' | 'throttled' | 'credit' | 'configuration';
