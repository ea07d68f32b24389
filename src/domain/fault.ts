/**
 * Whose fault an end was, where it was not the recipient's. Only the channel can tell, and reports it with its evidence.
 * `provider` counts for the circuit breaker; `throttled` uses up no attempt; `credit` and `configuration` need a person
 * and pause the campaign.
 */
export type Fault = 'provider' | 'throttled' | 'credit' | 'configuration';
