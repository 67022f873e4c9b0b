import { findPeriod } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import { blocText, codeText, decimalText, exactText, instantText, memberText, sha256Text } from '../documents/fields';
import type { Reader } from '../documents/strict-json';
import { integerOf, listOf, literalOf, objectOf, objectWith, orNull, textOf, yesOrNo } from '../documents/strict-json';

/** One figure of the member, for every indicator × breakdown of the criteria's catalogue; decimals as text, null where there is none. */
export interface SheetFigure {
  readonly indicator: string;
  /** '' is the total. */
  readonly breakdown: string;
  /** Part of the figure's identity: another unit is another figure. */
  readonly unit: string;
  readonly actual: string | null;
  readonly lastYear: string | null;
  /** The whole year's, also where the scored period is shorter. */
  readonly yearPlan: string | null;
  /** Of the published summary that says the figure's actual value; null where none does. */
  readonly summarySha256: string | null;
}

/** An operand of a rule as it was signed; `value` is a decimal, or `p/q` where it never ends. */
export interface SheetOperand {
  readonly name: string;
  /** `actual:INV.ATTRACT.CAP:FDI`; refers to a figure of the sheet, a constant, or the leader's records. */
  readonly ref: string;
  readonly value: string | null;
  readonly of?: string;
  readonly num?: string;
  readonly den?: string;
  readonly actual?: string;
  readonly lastYear?: string;
  readonly yearPlan?: string;
  readonly criteria?: readonly string[];
}

export interface SheetEvidence {
  readonly ref: string;
  /** Of the file; null where the reference is all there is. */
  readonly sha256: string | null;
}

export interface SheetCriterion {
  readonly code: string;
  readonly operands: readonly SheetOperand[];
  /** Points with two decimals; null where nothing can be computed. */
  readonly computed: string | null;
  readonly self: string | null;
  readonly evidence: readonly SheetEvidence[];
  /** The member's claim; the leader decides. */
  readonly notApplicable: boolean;
}

/** `emulation-sheet/1`: what a member signs. Verified values, penalties, vetoes, steps and roles are the leader's. */
export interface EmulationSheet {
  readonly format: typeof SHEET_FORMAT;
  readonly bloc: string;
  readonly member: string;
  readonly year: number;
  readonly period: string;
  readonly criteriaVersion: string;
  /** Of the canonical form of the criteria file. */
  readonly criteriaSha256: string;
  /** 1, 2, … */
  readonly revision: number;
  /** Of the canonical form of the revision before; null for the first. */
  readonly previousSha256: string | null;
  /** The instant the figures stand at. */
  readonly asOf: Instant;
  readonly signedAt: Instant;
  readonly figures: readonly SheetFigure[];
  readonly criteria: readonly SheetCriterion[];
}

export const SHEET_FORMAT = 'emulation-sheet/1';
/** What a sheet may weigh as JWS, in bytes. A whole bloc's catalogue takes some tens of thousands. */
export const MAX_SHEET_BYTES = 1_048_576;

const figure: Reader<SheetFigure> = objectOf({
  indicator: codeText,
  breakdown: textOf({ max: 120 }),
  unit: codeText,
  actual: orNull(decimalText),
  lastYear: orNull(decimalText),
  yearPlan: orNull(decimalText),
  summarySha256: orNull(sha256Text),
});

const operand: Reader<SheetOperand> = objectWith(
  { name: codeText, ref: textOf({ max: 300 }), value: orNull(exactText) },
  {
    of: exactText,
    num: exactText,
    den: exactText,
    actual: exactText,
    lastYear: exactText,
    yearPlan: exactText,
    criteria: listOf(codeText, { max: 100, keyOf: (one) => one }),
  },
);

const criterion: Reader<SheetCriterion> = objectOf({
  code: codeText,
  operands: listOf(operand, { max: 40, keyOf: (one) => one.name }),
  computed: orNull(decimalText),
  self: orNull(decimalText),
  evidence: listOf(objectOf({ ref: textOf({ max: 200 }), sha256: orNull(sha256Text) }), { max: 50 }),
  notApplicable: yesOrNo,
});

export const figureKey = ({ indicator, breakdown, unit }: Pick<SheetFigure, 'indicator' | 'breakdown' | 'unit'>): string =>
  `${indicator}:${breakdown}:${unit}`;

/**
 * A sheet from its parsed JSON: exactly the members of the format, each of its form and size.
 * @throws DomainError invalid `bad_document` naming the first place that is not
 */
export const readSheet = (value: unknown): EmulationSheet => sheet(value, '');

const sheet: Reader<EmulationSheet> = objectOf({
  format: literalOf(SHEET_FORMAT),
  bloc: blocText,
  member: memberText,
  year: integerOf({ from: 1900, to: 2199 }),
  period: textOf({ max: 20, isValid: (text) => findPeriod(text) !== undefined }),
  criteriaVersion: codeText,
  criteriaSha256: sha256Text,
  revision: integerOf({ from: 1, to: 1_000_000 }),
  previousSha256: orNull(sha256Text),
  asOf: instantText,
  signedAt: instantText,
  figures: listOf(figure, { max: 5_000, keyOf: figureKey }),
  criteria: listOf(criterion, { max: 1_000, keyOf: (one) => one.code }),
});
