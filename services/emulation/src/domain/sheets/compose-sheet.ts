import type { Instant } from '@kcn/kernel';
import type { Bloc, BlocMember } from '../bloc/bloc';
import type { ScoreRow } from '../bloc/score-rows';
import type { Criteria } from '../criteria/criteria';
import type { WorkingDays } from '../cycle/working-days';
import { formatHundredths } from '../figures/points';
import type { MemberFigures } from '../figures/member-figures';
import { printOperand } from '../scoring/operand';
import { scoreMember } from '../scoring/score-member';
import type { KnownRevision } from './history';
import type { EmulationSheet, SheetEvidence } from './sheet';
import { SHEET_FORMAT } from './sheet';
import { toSheetFigures } from './sheet-figures';

export interface ComposeSheetInput {
  readonly criteria: Criteria;
  readonly criteriaSha256: string;
  readonly bloc: Bloc;
  readonly member: BlocMember;
  readonly figures: MemberFigures;
  /** The member's own: self-scores, evidence and claims; verified values in them are the leader's and stay out. */
  readonly rows: readonly ScoreRow[];
  readonly workingDays: WorkingDays;
  /** The revision before, for all but the first. */
  readonly previous?: KnownRevision;
  readonly asOf: Instant;
  readonly signedAt: Instant;
  /** The published summary that says a figure; null where none does. */
  readonly summarySha256Of?: (indicator: string, breakdown: string) => string | null;
  /** The file behind an evidence reference; null where only the reference is known. */
  readonly evidenceSha256Of?: (evidenceRef: string) => string | null;
  /** The files that were handed in for a criterion. */
  readonly evidenceFilesOf?: (code: string) => readonly SheetEvidence[];
}

/** The sheet that a member signs: its figures, and for each criterion the operands, the computed and the self-scored points. */
export function composeSheet(input: ComposeSheetInput): EmulationSheet {
  const { criteria, criteriaSha256, bloc, member, figures, rows, workingDays, previous, asOf, signedAt } = input;
  const { summarySha256Of = () => null, evidenceSha256Of = () => null, evidenceFilesOf = () => [] } = input;
  const own = rows.filter((row) => row.member === member.id);
  const rowOf = new Map(own.map((row) => [row.code, row]));
  const evidenceOf = (code: string, row: ScoreRow | undefined): readonly SheetEvidence[] => {
    const files = evidenceFilesOf(code);
    const ref = row?.evidenceRef;
    return ref === undefined || files.some((file) => file.ref === ref) ? files : [{ ref, sha256: evidenceSha256Of(ref) }, ...files];
  };
  const score = scoreMember({ criteria, bloc, member, figures, rows: own, workingDays });
  return {
    format: SHEET_FORMAT,
    bloc: bloc.id,
    member: member.id,
    year: bloc.year,
    period: bloc.period,
    criteriaVersion: criteria.version,
    criteriaSha256,
    revision: (previous?.revision ?? 0) + 1,
    previousSha256: previous?.sha256 ?? null,
    asOf,
    signedAt,
    figures: toSheetFigures(criteria, figures, summarySha256Of),
    criteria: score.criteria.map(({ code, operands, computed, self }) => ({
      code,
      operands: operands.map(printOperand),
      computed: computed === undefined ? null : formatHundredths(computed),
      self: self === undefined ? null : formatHundredths(self),
      evidence: evidenceOf(code, rowOf.get(code)),
      notApplicable: rowOf.get(code)?.notApplicable ?? false,
    })),
  };
}
