import type { PlainDate } from '@kcn/kernel';
import { invalid, period, plainDate } from '@kcn/kernel';
import type { Fraction } from '@kcn/kernel/fraction';
import { compare, findFraction, ONE, ZERO } from '@kcn/kernel/fraction';
import type { Bloc, BlocMember } from '../bloc/bloc';
import type { ScoreRow } from '../bloc/score-rows';
import type { Criteria } from '../criteria/criteria';
import type { WorkingDays } from '../cycle/working-days';
import type { Figure, MemberFigures } from '../figures/member-figures';
import { figureKey } from '../figures/member-figures';
import { fromHundredths } from '../figures/points';
import type { MemberScore } from '../scoring/member-score';
import { unscoredCodes } from '../scoring/member-score';
import { scoreMember } from '../scoring/score-member';
import type { AwardForms } from './award-forms';
import type { AwardForm, NomineeKind, NominationDecision } from './enterprise-awards';
import { decideNomination } from './enterprise-awards';

export interface Nominee {
  readonly kind: NomineeKind;
  /** Tax code of an enterprise; of a person what tells it from others, never an identity card's number. */
  readonly id: string;
  readonly name: string;
  readonly address?: string;
  readonly directWorker: boolean;
}

export interface NomineeFigure {
  readonly indicator: string;
  readonly part: 'actual' | 'lastYear';
  /** Exact decimal, in the unit of the criteria's catalogue. */
  readonly value: string;
}

/** Points that the committee sets on a criterion, in the place of computed ones. */
export interface NomineePoints {
  readonly criterion: string;
  readonly points: string;
  readonly reason: string;
  readonly evidence?: string;
}

export interface AgencyOpinion {
  readonly agency: string;
  readonly opinion: 'agrees' | 'objects';
  readonly document: { readonly number: string; readonly date: PlainDate };
  readonly note?: string;
}

export interface ConditionFinding {
  readonly condition: string;
  readonly met: boolean;
  /** What shows it. */
  readonly evidence: string;
}

export interface NominationContent {
  readonly form: string;
  readonly nominee: Nominee;
  readonly achievement: string;
  /** What the achievement is about, `regular` for a whole year's; nominee, year and topic are one achievement. */
  readonly topic: string;
  readonly figures: readonly NomineeFigure[];
  readonly points: readonly NomineePoints[];
}

export interface NominationRecord extends NominationContent {
  readonly board: string;
  readonly year: number;
  /** 1, 2, … in its board and year. */
  readonly number: number;
  readonly version: number;
  /** The last of each agency. */
  readonly opinions: readonly AgencyOpinion[];
  readonly conditions: readonly ConditionFinding[];
  readonly recordedBy: string;
}

/** The data by which enterprises and persons are awarded. */
export interface EnterpriseRules {
  readonly criteria: Criteria;
  readonly forms: AwardForms;
  readonly workingDays: WorkingDays;
}

/** `2026/7` */
export const nominationName = ({ year, number }: Pick<NominationRecord, 'year' | 'number'>): string =>
  `${year.toString()}/${number.toString()}`;

/** @throws DomainError invalid `unknown_form` */
export function formOf({ forms }: EnterpriseRules, code: string): AwardForm {
  const form = forms.forms.find((one) => one.code === code);
  if (form) return form;
  const known = forms.forms.map((one) => one.code).join(', ');
  throw invalid('unknown_form', {
    vi: `Không có hình thức khen "${code}"; có: ${known}`,
    en: `No award form "${code}"; there are: ${known}`,
  });
}

const refuse = (code: string, vi: string, en: string): Error => invalid(code, { vi, en });

/** @throws DomainError invalid `unknown_form`, `wrong_recipient`, `unknown_indicator`, `unknown_criterion`, `points_out_of_range` */
export function checkNomination(rules: EnterpriseRules, { form: code, nominee, figures, points }: NominationContent): void {
  const { criteria } = rules;
  if (!formOf(rules, code).recipients.includes(nominee.kind))
    throw refuse('wrong_recipient', 'Hình thức này không dành cho đối tượng này', 'This form is not for such a nominee');
  for (const { indicator } of figures)
    if (!criteria.indicators.some((one) => one.code === indicator))
      throw refuse('unknown_indicator', `Không có chỉ tiêu "${indicator}"`, `There is no indicator "${indicator}"`);
  for (const { criterion, points: text } of points) {
    const found = criteria.criteria.find((one) => one.code === criterion);
    if (!found) throw refuse('unknown_criterion', `Không có tiêu chí "${criterion}"`, `There is no criterion "${criterion}"`);
    const value = findFraction(text);
    if (!value || compare(value, ZERO) < 0 || compare(value, found.max) > 0)
      throw refuse('points_out_of_range', `${criterion}: điểm ngoài khoảng 0 đến tối đa`, `${criterion}: points outside 0 to the maximum`);
  }
}

const FIRST_DAY = plainDate('2000-01-01');

/** A nominee is scored as the one member of a bloc whose leader is the board. */
function roundOf({ board, year, nominee }: NominationRecord, criteria: Criteria): { readonly bloc: Bloc; readonly member: BlocMember } {
  const member: BlocMember = {
    id: nominee.id,
    name: { vi: nominee.name, en: nominee.name },
    province: { code: '', name: '' },
    // Whatever the criteria count from steps does not apply to enterprises.
    steps: new Map(criteria.vetoes.flatMap(({ rule }) => (rule.kind === 'stepMissing' ? [[rule.step, FIRST_DAY] as const] : []))),
  };
  const bloc: Bloc = {
    ...{ id: board, name: { vi: board, en: board }, year, period: period(year.toString()), planShare: ONE, leader: board },
    ...{ criteriaVersion: criteria.version, quota: { flags: { number: 0 }, certificates: 0 } },
    ...{ thresholds: { flag: ZERO, certificate: ZERO }, electors: 0, quorum: ONE, deadlines: new Map() },
    ...{ tieBreaks: [], crossChecks: [], members: [member] },
  };
  return { bloc, member };
}

/** The nominee's points on the enterprise criteria, to the last operand. */
export function scoreNominee(nomination: NominationRecord, { criteria, workingDays }: EnterpriseRules): MemberScore {
  const { bloc, member } = roundOf(nomination, criteria);
  const unitOf = (code: string): string => criteria.indicators.find((one) => one.code === code)?.units.get('') ?? '';
  const tableOf = (part: NomineeFigure['part']): ReadonlyMap<string, Figure> =>
    new Map(
      nomination.figures.flatMap(({ indicator, part: of, value: text }) => {
        const value: Fraction | undefined = of === part ? findFraction(text) : undefined;
        return value ? [[figureKey(indicator, ''), { value, unit: unitOf(indicator) }] as const] : [];
      }),
    );
  const figures: MemberFigures = { actual: tableOf('actual'), lastYear: tableOf('lastYear'), yearPlan: new Map() };
  const rows = nomination.points.map(({ criterion, points, reason, evidence }): ScoreRow => {
    const verified = findFraction(points);
    return {
      ...{ member: member.id, code: criterion, notApplicable: false, checkedBy: bloc.leader, reason },
      ...(verified ? { verified } : {}),
      ...(evidence === undefined ? {} : { evidenceRef: evidence }),
    };
  });
  return scoreMember({ criteria, bloc, member, figures, rows, workingDays });
}

export interface JudgedNomination {
  readonly score: MemberScore;
  readonly decision: NominationDecision;
}

/** @param alreadyGiven forms that the nominee was given for this achievement */
export function judgeNomination(nomination: NominationRecord, rules: EnterpriseRules, alreadyGiven: readonly string[]): JudgedNomination {
  const score = scoreNominee(nomination, rules);
  const decision = decideNomination(formOf(rules, nomination.form), {
    ...{ nominee: nomination.nominee.id, alreadyGiven, total: fromHundredths(score.total), unscored: unscoredCodes(score) },
    conditions: new Map(nomination.conditions.map(({ condition, met }) => [condition, met])),
    opinions: new Map(nomination.opinions.map(({ agency, opinion }) => [agency, opinion])),
  });
  return { score, decision };
}
