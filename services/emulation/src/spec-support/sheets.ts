import { instant } from '@kcn/kernel';
import type { DocumentSigner } from '../adapters/signing/document-signer';
import { createJoseSeal } from '../adapters/signing/jose-seal';
import type { SheetScope } from '../domain/sheets/judge-sheet';
import type { EmulationSheet } from '../domain/sheets/sheet';

export const seal = createJoseSeal();

const CRITERIA_SHA256 = 'c'.repeat(64);

export const scope: SheetScope = {
  bloc: 'bloc-red-river-delta',
  member: 'hai-duong',
  year: 2019,
  period: '2019-H1',
  criteriaVersion: 'dbsh-2019-1',
  criteriaSha256: CRITERIA_SHA256,
};

/** A small sheet: one ratio criterion, 26 of 21.5 planned, so 15 of 15 points. */
export function sheetOf(changes: Partial<EmulationSheet> = {}): EmulationSheet {
  return {
    format: 'emulation-sheet/1',
    ...scope,
    revision: 1,
    previousSha256: null,
    asOf: instant('2019-07-01T00:00:00Z'),
    signedAt: instant('2019-07-02T03:00:00Z'),
    figures: [
      {
        indicator: 'INV.NEW.N',
        breakdown: '',
        unit: 'project',
        actual: '26',
        lastYear: '20',
        yearPlan: '43',
        summarySha256: 'a'.repeat(64),
      },
      { indicator: 'INV.NEW.N', breakdown: 'FDI', unit: 'project', actual: '21', lastYear: null, yearPlan: null, summarySha256: null },
    ],
    criteria: [
      {
        code: 'I-1.3',
        operands: [
          { name: 'a', ref: 'actual:INV.NEW.N', value: '26' },
          { name: 'b', ref: 'plan:INV.NEW.N', value: '21.5', yearPlan: '43' },
        ],
        computed: '15.00',
        self: '15',
        evidence: [{ ref: 'BC-12/2019', sha256: 'b'.repeat(64) }],
        notApplicable: false,
      },
    ],
    ...changes,
  };
}

export interface SignedSheet {
  readonly sheet: EmulationSheet;
  readonly jws: Uint8Array;
  readonly sha256: string;
}

export async function signSheet(signer: DocumentSigner, changes: Partial<EmulationSheet> = {}): Promise<SignedSheet> {
  const sheet = sheetOf(changes);
  const { jws } = await signer.sign(sheet);
  return { sheet, jws, sha256: seal.sha256(seal.canonicalText(sheet)) };
}
