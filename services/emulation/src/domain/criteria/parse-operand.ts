import { ONE, ZERO } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { OperandRule, RoleName } from './criteria';
import type { ObjectReader } from './object-reader';

const ROLES: readonly RoleName[] = ['leader', 'deputy', 'host'];

const FIELDS: Readonly<Record<OperandRule['kind'], readonly string[]>> = {
  actual: ['indicator', 'breakdown'],
  plan: ['indicator', 'breakdown'],
  lastYear: ['indicator', 'breakdown'],
  growth: ['indicator', 'breakdown'],
  constant: ['value'],
  reached: ['a', 'from'],
  exceeded: ['criteria', 'by'],
  lateWorkingDays: ['steps', 'notDone'],
  stepsLate: ['steps'],
  role: ['points'],
  declared: [],
};

const isOperandKind = (kind: string): kind is OperandRule['kind'] => Object.hasOwn(FIELDS, kind);

function readRolePoints(reader: ObjectReader | undefined): ReadonlyMap<RoleName, Fraction> {
  reader?.onlyFields(ROLES);
  const points = new Map<RoleName, Fraction>();
  for (const role of ROLES) {
    const held = reader?.decimal(role, { optional: true, min: ZERO });
    if (held) points.set(role, held);
  }
  return points;
}

/** The operand at a field of a rule; undefined, with its faults reported, when it is none. */
export function readOperand(rule: ObjectReader, field: string): OperandRule | undefined {
  const reader = rule.object(field);
  const kind = reader?.text('kind');
  if (!reader || kind === undefined) return undefined;
  if (!isOperandKind(kind)) {
    reader.fault('kind', { code: 'unknown_operand', vi: `Không có loại toán hạng "${kind}"`, en: `There is no operand kind "${kind}"` });
    return undefined;
  }
  reader.onlyFields(['kind', ...FIELDS[kind]]);
  switch (kind) {
    case 'actual':
    case 'plan':
    case 'lastYear':
    case 'growth': {
      const indicator = reader.text('indicator');
      const breakdown = reader.raw('breakdown') === '' ? '' : (reader.text('breakdown', { optional: true }) ?? '');
      return indicator === undefined ? undefined : { kind, indicator, breakdown };
    }
    case 'constant': {
      const value = reader.decimal('value');
      return value && { kind, value };
    }
    case 'reached': {
      const [a, from] = [readOperand(reader, 'a'), reader.decimal('from')];
      return a && from && { kind, a, from };
    }
    case 'exceeded': {
      const [criteria, by] = [reader.texts('criteria'), reader.decimal('by', { above: ZERO })];
      return criteria && by && { kind, criteria, by };
    }
    case 'lateWorkingDays': {
      const [steps, notDone] = [reader.texts('steps'), reader.decimal('notDone', { min: ONE })];
      return steps && notDone && { kind, steps, notDone };
    }
    case 'stepsLate': {
      const steps = reader.texts('steps');
      return steps && { kind, steps };
    }
    case 'role':
      return { kind, points: readRolePoints(reader.object('points')) };
    case 'declared':
      return { kind };
  }
}
