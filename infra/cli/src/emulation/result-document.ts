/** The parts of `emulation-result/1` that are printed; the document itself is passed on untouched. */
export interface ResultDocument {
  readonly format: string;
  readonly bloc: string;
  readonly year: number;
  readonly period: string;
  readonly criteriaVersion: string;
  readonly errors: readonly unknown[];
  readonly ranking: readonly Place[];
  readonly ties: readonly {
    readonly total: string;
    readonly members: readonly { readonly member: string }[];
    readonly decidedBy: readonly string[];
  }[];
  readonly members: readonly MemberResult[];
  readonly missing?: readonly string[];
}

export interface Place {
  readonly rank: number | null;
  readonly member: string;
  readonly total: string | null;
  readonly award: string;
}

export interface MemberResult {
  readonly member: string;
  readonly rank: number | null;
  readonly total: string;
  readonly groups: Readonly<Record<string, { readonly max: string; readonly total: string }>>;
  readonly penaltyTotal: string;
  readonly award: string;
  readonly unscored: readonly string[];
  readonly criteria: readonly CriterionResult[];
}

export interface CriterionResult {
  readonly code: string;
  readonly max: string;
  readonly status: string;
  readonly flags: readonly string[];
  readonly computed: string | null;
  readonly self: string | null;
  readonly verified: string | null;
  readonly final: string | null;
}
