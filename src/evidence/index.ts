export { compareEvidence } from './compare.ts';
export type { EvidenceLine } from './lines.ts';
export { createProofWriter } from './proof-writer.ts';
export type { Fault } from './read.ts';
export { verifyEvidence } from './verify.ts';
export type { EvidenceVerification } from './verify.ts';
export { evidenceVersion } from './lines.ts';
export { writeEvidence } from './write.ts';
