import type { LocalizedText } from '@kcn/kernel';
import type { Fraction } from '@kcn/kernel/fraction';
import { compare, fraction } from '@kcn/kernel/fraction';

/** What an agency says of a nominee. `none`: asked, not yet answered. */
export type Opinion = 'agrees' | 'objects' | 'none';

export type NomineeKind = 'enterprise' | 'person';

/** A form of award for enterprises or persons, with what it asks; data of the board, dated by its legal basis. */
export interface AwardForm {
  readonly code: string;
  readonly name: LocalizedText;
  /** Who may get it. */
  readonly recipients: readonly NomineeKind[];
  /** Least points on the enterprise criteria, which are an `emulation-criteria/1` file of their own; absent: without points. */
  readonly threshold?: Fraction;
  /** Conditions that must hold, such as no debt to the budget. */
  readonly conditions: readonly { readonly code: string; readonly name: LocalizedText }[];
  /** Agencies whose opinion is needed: tax, customs, environment, insurance, police. */
  readonly opinions: readonly { readonly code: string; readonly name: LocalizedText }[];
}

export interface Nomination {
  readonly nominee: string;
  /** One achievement is rewarded once, in whatever form: those already given for it. */
  readonly alreadyGiven: readonly string[];
  readonly total: Fraction;
  /** Criteria without points for want of a figure or of the committee's points. */
  readonly unscored: readonly string[];
  /** Whether each condition holds; absent where nobody has looked. */
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly opinions: ReadonlyMap<string, Opinion>;
}

export interface NominationDecision {
  readonly nominee: string;
  /** `incomplete`: something is still unknown, and nothing known speaks against it. */
  readonly outcome: 'recommended' | 'incomplete' | 'refused';
  readonly grounds: readonly Ground[];
}

export interface Ground extends LocalizedText {
  readonly code:
    | 'below_threshold'
    | 'condition_not_met'
    | 'agency_objects'
    | 'already_given'
    | 'condition_unknown'
    | 'opinion_missing'
    | 'criterion_unscored';
  readonly subject: string;
}

const OPEN: ReadonlySet<Ground['code']> = new Set(['condition_unknown', 'opinion_missing', 'criterion_unscored']);

function conditionGrounds(form: AwardForm, { conditions }: Nomination): readonly Ground[] {
  return form.conditions.flatMap(({ code, name }): readonly Ground[] => {
    const met = conditions.get(code);
    if (met === true) return [];
    if (met === false)
      return [{ code: 'condition_not_met', subject: code, vi: `Không đạt điều kiện: ${name.vi}`, en: `Condition not met: ${name.en}` }];
    return [
      { code: 'condition_unknown', subject: code, vi: `Chưa xác minh điều kiện: ${name.vi}`, en: `Condition not looked at: ${name.en}` },
    ];
  });
}

function opinionGrounds(form: AwardForm, { opinions }: Nomination): readonly Ground[] {
  return form.opinions.flatMap(({ code: agency, name }): readonly Ground[] => {
    const opinion = opinions.get(agency) ?? 'none';
    if (opinion === 'agrees') return [];
    if (opinion === 'objects')
      return [{ code: 'agency_objects', subject: agency, vi: `${name.vi} không đồng ý`, en: `${name.en} objects` }];
    return [{ code: 'opinion_missing', subject: agency, vi: `Chưa có ý kiến: ${name.vi}`, en: `No opinion yet: ${name.en}` }];
  });
}

/** Too few points refuse only once all criteria have theirs; until then what is missing is named. */
function pointGrounds({ threshold }: AwardForm, { nominee, total, unscored }: Nomination): readonly Ground[] {
  if (!threshold || compare(total, threshold) >= 0) return [];
  if (unscored.length === 0)
    return [{ code: 'below_threshold', subject: nominee, vi: 'Chưa đủ điểm tối thiểu', en: 'Below the least points' }];
  return unscored.map((criterion) => ({
    code: 'criterion_unscored',
    subject: criterion,
    vi: `Chưa có điểm tiêu chí ${criterion}`,
    en: `No points on ${criterion} yet`,
  }));
}

/** Decides on a nomination and names every ground, those that refuse and those that are still open. */
export function decideNomination(form: AwardForm, nomination: Nomination): NominationDecision {
  const grounds: Ground[] = [
    ...conditionGrounds(form, nomination),
    ...opinionGrounds(form, nomination),
    ...pointGrounds(form, nomination),
    ...nomination.alreadyGiven.map(
      (given): Ground => ({
        code: 'already_given',
        subject: given,
        vi: 'Một thành tích chỉ khen một lần',
        en: 'One achievement is rewarded once',
      }),
    ),
  ];
  const refused = grounds.some((ground) => !OPEN.has(ground.code));
  return { nominee: nomination.nominee, outcome: refused ? 'refused' : grounds.length > 0 ? 'incomplete' : 'recommended', grounds };
}

/** Whether direct workers are at least the given share of the individuals rewarded; true where nobody is. */
export function directWorkersReach(
  share: Fraction,
  { direct, individuals }: { readonly direct: number; readonly individuals: number },
): boolean {
  return individuals === 0 || compare(fraction(BigInt(direct), BigInt(individuals)), share) >= 0;
}
