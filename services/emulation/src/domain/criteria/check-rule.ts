import type { Fraction } from '@kcn/kernel/fraction';
import { compare, equals, ONE, sumOf } from '@kcn/kernel/fraction';
import { operandSlots } from '../scoring/operand-slots';
import type { Indicator, OperandRule, Rule } from './criteria';
import type { FileFault } from './fault';
import type { ObjectReader } from './object-reader';

export interface RuleCheck {
  readonly rule: Rule;
  /** The criterion or penalty, at whose field `rule` the faults are reported. */
  readonly owner: ObjectReader;
  readonly code: string;
  /** Absent for a penalty. */
  readonly max?: Fraction;
  /** Absent where an entry could not be read: references are then not judged. */
  readonly catalogue?: ReadonlyMap<string, Indicator>;
  readonly rules?: ReadonlyMap<string, Rule>;
}

type Report = (fault: Omit<FileFault, 'path'>) => void;

function checkOperand(operand: OperandRule, check: RuleCheck, report: Report): void {
  switch (operand.kind) {
    case 'actual':
    case 'plan':
    case 'lastYear':
    case 'growth': {
      if (!check.catalogue) return;
      const indicator = check.catalogue.get(operand.indicator);
      if (!indicator)
        report({
          code: 'unknown_indicator',
          vi: `Không có chỉ tiêu "${operand.indicator}"`,
          en: `There is no indicator "${operand.indicator}"`,
        });
      else if (!indicator.units.has(operand.breakdown))
        report({
          code: 'unknown_breakdown',
          vi: `Chỉ tiêu ${operand.indicator} không có phân tổ "${operand.breakdown}"`,
          en: `The indicator ${operand.indicator} has no breakdown "${operand.breakdown}"`,
        });
      return;
    }
    case 'reached':
      checkOperand(operand.a, check, report);
      return;
    case 'exceeded':
      for (const code of operand.criteria) {
        const rule = check.rules?.get(code);
        if (!check.rules) break;
        if (rule?.kind !== 'ratio' || !rule.single || code === check.code)
          report({
            code: 'unknown_criterion',
            vi: `"${code}" không phải là tiêu chí tỷ lệ a ÷ b`,
            en: `"${code}" is no criterion with a ratio a ÷ b`,
          });
      }
      if (new Set(operand.criteria).size < operand.criteria.length)
        report({ code: 'duplicate_code', vi: 'Một tiêu chí được đếm hai lần', en: 'A criterion is counted twice' });
      return;
    case 'declared':
      if (check.max)
        report({ code: 'declared_outside_penalty', vi: '"declared" chỉ dùng cho điểm trừ', en: '"declared" is only for penalties' });
      return;
    case 'role':
      if (operand.points.size === 0) report({ code: 'no_role', vi: 'Không vai trò nào có điểm', en: 'No role has points' });
      return;
    case 'constant':
    case 'lateWorkingDays':
    case 'stepsLate':
      return;
  }
}

function checkBounds({ rule, max }: RuleCheck, report: Report): void {
  if (rule.kind === 'ratio' && !equals(sumOf(rule.parts.map((part) => part.weight)), ONE))
    report({ code: 'weights', vi: 'Tổng trọng số các phần phải bằng 1', en: "The parts' weights must add up to 1" });
  if (!max) return;
  const above = (points: Fraction | undefined): boolean => points !== undefined && compare(points, max) > 0;
  if (rule.kind === 'band' && rule.steps.some((step) => above(step.points)))
    report({ code: 'step_above_max', vi: 'Một bậc cho nhiều hơn điểm tối đa', en: 'A step gives more than the maximum' });
  if (rule.kind === 'count' && (above(rule.cap) || rule.parts.some((part) => above(part.cap))))
    report({ code: 'cap_above_max', vi: 'Mức trần cao hơn điểm tối đa', en: 'A cap is above the maximum' });
}

/** Names what is wrong with a rule in its file: references, weights, caps, and kinds that a penalty cannot have. */
export function checkRule(check: RuleCheck): void {
  const report: Report = (fault) => check.owner.fault('rule', fault);
  if (!check.max && check.rule.kind !== 'count' && check.rule.kind !== 'band')
    report({ code: 'not_a_penalty_rule', vi: 'Điểm trừ chỉ tính theo count hoặc band', en: 'A penalty is counted by count or band only' });
  for (const slot of operandSlots(check.rule)) checkOperand(slot.rule, check, report);
  checkBounds(check, report);
}
