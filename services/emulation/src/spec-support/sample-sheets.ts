import { instant } from '@kcn/kernel';
import type { SheetScope } from '../domain/sheets/judge-sheet';
import { createCheckPoints } from '../domain/sheets/check-points';
import type { ComposeSheetInput } from '../domain/sheets/compose-sheet';
import { composeSheet } from '../domain/sheets/compose-sheet';
import type { EmulationSheet } from '../domain/sheets/sheet';
import { readSample, sampleInput } from './bloc-sample';
import { seal } from './sheets';

const { criteria, bloc, figures, rows, workingDays } = sampleInput();

export const criteriaText = readSample('criteria.json');
export const blocText = readSample('bloc.json');
export const criteriaSha256 = seal.sha256(seal.canonicalText(JSON.parse(criteriaText)));
export const checkSamplePoints = createCheckPoints({ criteria, bloc, workingDays });

export const sampleScope = (member: string): SheetScope => ({
  bloc: bloc.id,
  member,
  year: bloc.year,
  period: bloc.period,
  criteriaVersion: criteria.version,
  criteriaSha256,
});

/** A member's sheet as it follows from the sample's files. */
export function sampleSheet(memberId: string, changes: Partial<ComposeSheetInput> = {}): EmulationSheet {
  const member = bloc.members.find(({ id }) => id === memberId);
  const own = figures.get(memberId);
  if (!member || !own) throw new Error(`no member ${memberId}`);
  return composeSheet({
    ...{ criteria, criteriaSha256, bloc, member, figures: own, rows, workingDays },
    asOf: instant('2019-07-01T00:00:00Z'),
    signedAt: instant('2019-07-02T03:00:00Z'),
    ...changes,
  });
}

export const sampleMembers: readonly string[] = bloc.members.map(({ id }) => id);
