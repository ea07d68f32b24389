export { type MailOutcome, mailOutcomes, selectedOutcome } from './behaviour/outcomes.ts';
export { type MailFault, type MailFaultInput, mailFaultSchema, type MailFaults } from './faults.ts';
export { inspectMail } from './inspect-mail.ts';
export { auditMailJournal, type Double, type MailAudit } from './journal/audit.ts';
export type { AcceptedEntry, MailEntry, ReceivedEntry, VisitEntry } from './journal/entries.ts';
export { createMailSimulator, type MailSimulator, type MailSimulatorNeeds } from './mail-simulator.ts';
export { type MailOptions, type MailOptionsInput, mailOptionsSchema } from './options.ts';
export { type MailScenario, type MailScenarioInput, mailScenarioSchema } from './scenario.ts';
export { type MailServer, serveMailSimulator, type ServeMailNeeds } from './serve-mail.ts';
