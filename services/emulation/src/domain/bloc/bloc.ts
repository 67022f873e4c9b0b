import type { LocalizedText, Period, PlainDate } from '@kcn/kernel';
import type { RoleName, StepName } from '../criteria/criteria';
import type { Fraction } from '@kcn/kernel/fraction';

/** How many flags: a share of all members, vetoed ones too, rounded half-up, or a number. */
export type FlagQuota = { readonly share: Fraction } | { readonly number: number };

export interface BlocMember {
  readonly id: string;
  readonly name: LocalizedText;
  readonly province: { readonly code: string; readonly name: string };
  /** The day on which each step was done; a step that is absent or null was not done. */
  readonly steps: ReadonlyMap<StepName, PlainDate>;
}

export type TieBreak =
  | { readonly key: string; readonly kind: 'group'; readonly code: string }
  | { readonly key: string; readonly kind: 'criterion'; readonly code: string }
  | { readonly key: string; readonly kind: 'penalties' }
  | { readonly key: string; readonly kind: 'ballot' };

export interface CrossCheckPair {
  readonly checker: string;
  readonly member: string;
}

/** The content of an `emulation-bloc/1` file: one year of one bloc. */
export interface Bloc {
  readonly id: string;
  readonly name: LocalizedText;
  readonly year: number;
  readonly period: Period;
  /** The part of the year's plan of a flow that the scored period has to reach, 1 for the whole year. */
  readonly planShare: Fraction;
  readonly theme?: LocalizedText;
  readonly ministry?: LocalizedText;
  readonly leader: string;
  readonly deputy?: string;
  readonly host?: string;
  readonly criteriaVersion: string;
  readonly quota: { readonly flags: FlagQuota; readonly certificates: number };
  readonly thresholds: { readonly flag: Fraction; readonly certificate: Fraction };
  readonly electors: number;
  /** Share of the electors whose ballots make the vote count. */
  readonly quorum: Fraction;
  readonly deadlines: ReadonlyMap<StepName, PlainDate>;
  readonly tieBreaks: readonly TieBreak[];
  readonly crossChecks: readonly CrossCheckPair[];
  readonly members: readonly BlocMember[];
}

/** The roles of the year that a member holds. */
export function rolesOf(bloc: Bloc, member: string): readonly RoleName[] {
  return (['leader', 'deputy', 'host'] as const).filter((role) => bloc[role] === member);
}

/** Who may check a member's sheet: the member drawn for it, the leader or the deputy, never the member itself. */
export function isCheckerOf(bloc: Bloc, { checker, member }: CrossCheckPair): boolean {
  if (checker === member) return false;
  return (
    checker === bloc.leader ||
    checker === bloc.deputy ||
    bloc.crossChecks.some((pair) => pair.checker === checker && pair.member === member)
  );
}
