import type { LocalizedText } from '@kcn/kernel';
import type { Fraction } from '@kcn/kernel/fraction';
import { compare, fraction } from '@kcn/kernel/fraction';

/** What an agency says of a nominee. `none`: asked, not yet answered. */
export type Opinion = 'agrees' | 'objects' | 'none';

/** A form of award for enterprises or persons, with what it asks; data of the board, dated by its legal basis. */
export interface AwardForm {
  readonly code: string;
  readonly name: LocalizedText;
  /** Least points on the enterprise criteria, which are an `emulation-criteria/1` file of their own. */
  readonly threshold: Fraction;
  /** Conditions that must hold, such as no debt to the budget. */
  readonly conditions: readonly { readonly code: string; readonly name: LocalizedText }[];
  /** Agencies whose opinion is needed: tax, customs, environment, insurance, police. */
  readonly opinions: readonly string[];
}

export interface Nomination {
  readonly nominee: string;
  /** The achievement is rewarded once: the forms already given for it. */
  readonly alreadyGiven: readonly string[];
  readonly total: Fraction;
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
  readonly code: 'below_threshold' | 'condition_not_met' | 'agency_objects' | 'already_given' | 'condition_unknown' | 'opinion_missing';
  readonly subject: string;
}

const OPEN: ReadonlySet<Ground['code']> = new Set(['condition_unknown', 'opinion_missing']);

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
  return form.opinions.flatMap((agency): readonly Ground[] => {
    const opinion = opinions.get(agency) ?? 'none';
    if (opinion === 'agrees') return [];
    if (opinion === 'objects')
      return [{ code: 'agency_objects', subject: agency, vi: `Cơ quan ${agency} không đồng ý`, en: `The agency ${agency} objects` }];
    return [{ code: 'opinion_missing', subject: agency, vi: `Chưa có ý kiến của ${agency}`, en: `No opinion of ${agency} yet` }];
  });
}

/** Decides on a nomination and names every ground, those that refuse and those that are still open. */
export function decideNomination(form: AwardForm, nomination: Nomination): NominationDecision {
  const grounds: Ground[] = [...conditionGrounds(form, nomination), ...opinionGrounds(form, nomination)];
  if (compare(nomination.total, form.threshold) < 0)
    grounds.push({ code: 'below_threshold', subject: nomination.nominee, vi: 'Chưa đủ điểm tối thiểu', en: 'Below the least points' });
  if (nomination.alreadyGiven.includes(form.code))
    grounds.push({
      code: 'already_given',
      subject: form.code,
      vi: 'Một thành tích chỉ khen một lần',
      en: 'One achievement is rewarded once',
    });
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
