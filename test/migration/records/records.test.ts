import { describe } from 'vitest';
import { openMemoryStore } from '../../../src/persistence/registry.ts';
import { recordTests } from './record-suite.ts';

describe('records of an earlier program, in the embedded store', () => {
  recordTests({ open: openMemoryStore });
});
