import type { Engine } from './engine-contract.ts';
import { createCallUseCases } from './use-cases/calls.ts';
import { createCampaignMaker, createCampaignUseCases } from './use-cases/campaigns.ts';
import { createImportUseCases } from './use-cases/imports.ts';
import type { UseCaseParts } from './use-cases/parts.ts';
import { createErasureUseCases } from './use-cases/erasure.ts';
import { createRecordingUseCases } from './use-cases/recordings.ts';
import { createRestoreUseCases } from './use-cases/restore.ts';
import { createStopUseCases } from './use-cases/stops.ts';
import { createTransfer } from './use-cases/transfer.ts';
import { createConsentUseCases } from './use-cases/consents.ts';
import { createSuppressionUseCases } from './use-cases/suppressions.ts';

/** Creates the engine: the use cases on top of a runtime and its store. */
export function createEngine(parts: UseCaseParts): Engine {
  const create = createCampaignMaker(parts);
  const { openPermanentImport, ...imports } = createImportUseCases(parts);
  return {
    ...createCampaignUseCases({ parts, create }),
    ...imports,
    transfer: createTransfer(parts),
    ...createCallUseCases({ parts, create, openImport: openPermanentImport }),
    ...createStopUseCases(parts),
    ...createConsentUseCases(parts),
    ...createSuppressionUseCases(parts),
    ...createRestoreUseCases(parts),
    ...createErasureUseCases(parts),
    ...createRecordingUseCases(parts),
  };
}
