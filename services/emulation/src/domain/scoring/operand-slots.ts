import type { OperandRule, Rule } from '../criteria/criteria';

export interface OperandSlot {
  readonly name: string;
  readonly rule: OperandRule;
}

/** `a` of a rule written without parts, `2.a` of its second part. */
export const operandName = (single: boolean, index: number, name: string): string => (single ? name : `${String(index + 1)}.${name}`);

/** The names that a rule's operands carry, in order, each with what it is taken from. */
export function operandSlots(rule: Rule): readonly OperandSlot[] {
  switch (rule.kind) {
    case 'ratio':
      return rule.parts.flatMap((part, i) => [
        { name: operandName(rule.single, i, 'a'), rule: part.a },
        { name: operandName(rule.single, i, 'b'), rule: part.b },
      ]);
    case 'linear-down':
      return rule.parts.map((part, i) => ({ name: operandName(rule.single, i, 'a'), rule: part.a }));
    case 'count':
      return rule.parts.map((part, i) => ({ name: operandName(rule.single, i, 'n'), rule: part.n }));
    case 'band':
    case 'yesno':
      return [{ name: 'a', rule: rule.a }];
    case 'manual':
      return [];
  }
}
