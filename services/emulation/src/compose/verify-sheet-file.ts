import { createJoseSeal } from '../adapters/signing/jose-seal';
import type { VerifyEvidenceOptions } from '../domain/sheets/evidence-file';
import { verifyEvidence } from '../domain/sheets/evidence-file';
import type { Judgement } from '../domain/sheets/verdict';

/**
 * Judges the sheet of an `emulation-evidence/1` file from the file alone: no server, no network, no clock.
 * @throws DomainError too_large, invalid `bad_document`, `bad_json` when the file itself cannot be read
 */
export const verifySheetFile = (file: Uint8Array, options: VerifyEvidenceOptions = {}): Promise<Judgement> =>
  verifyEvidence(file, options, createJoseSeal());
