import type { Criteria, Criterion, Rule } from '../criteria/criteria';
import type { Fraction } from '@kcn/kernel/fraction';
import { divide, multiply, reduce, sumOf } from '@kcn/kernel/fraction';

/** Every number of points in a rule, times a factor: steps, deductions, points a piece and caps follow the new maximum. */
function scaleRule(rule: Rule, factor: Fraction): Rule {
  const scaled = (points: Fraction): Fraction => reduce(multiply(points, factor));
  switch (rule.kind) {
    case 'band':
      return { ...rule, steps: rule.steps.map((step) => ({ ...step, points: scaled(step.points) })) };
    case 'linear-down':
      return { ...rule, parts: rule.parts.map((part) => ({ ...part, per: scaled(part.per) })) };
    case 'count':
      return {
        ...rule,
        parts: rule.parts.map((part) => ({ ...part, each: scaled(part.each), ...(part.cap ? { cap: scaled(part.cap) } : {}) })),
        ...(rule.cap ? { cap: scaled(rule.cap) } : {}),
      };
    case 'ratio':
    case 'yesno':
    case 'manual':
      return rule;
  }
}

/**
 * The same criteria with other maximum points for some of them; sections, groups and the whole follow. A capped group keeps
 * its cap. A new version name keeps the two apart.
 */
export function reweigh(
  criteria: Criteria,
  { version, maxima }: { readonly version: string; readonly maxima: ReadonlyMap<string, Fraction> },
): Criteria {
  const weighed = criteria.criteria.map((criterion): Criterion => {
    const max = maxima.get(criterion.code);
    return max ? { ...criterion, max, rule: scaleRule(criterion.rule, divide(max, criterion.max)) } : criterion;
  });
  const sumWhere = (belongs: (criterion: Criterion) => boolean): Fraction =>
    sumOf(weighed.filter(belongs).map((criterion) => criterion.max));
  const groups = criteria.groups.map((group) => ({
    ...group,
    max: group.capped ? group.max : sumWhere((criterion) => criterion.group === group.code),
    sections: group.sections.map((section) => ({
      ...section,
      max: sumWhere((one) => one.group === group.code && one.section === section.code),
    })),
  }));
  return { ...criteria, version, totalMax: sumOf(groups.map((group) => group.max)), groups, criteria: weighed };
}
