import { compare, ONE, ZERO } from '@kcn/kernel/fraction';
import type { BandStep, CountPart, DownPart, RatioPart, Rule } from './criteria';
import type { ObjectReader } from './object-reader';
import { readOperand } from './parse-operand';

const BOUNDS = ['from', 'above', 'to', 'below'] as const;

function readRatioPart(reader: ObjectReader, weighted: boolean): RatioPart | undefined {
  if (weighted) reader.onlyFields(['weight', 'a', 'b']);
  const weight = weighted ? reader.decimal('weight', { above: ZERO, max: ONE }) : ONE;
  const [a, b] = [readOperand(reader, 'a'), readOperand(reader, 'b')];
  return weight && a && b && { weight, a, b };
}

function readDownPart(reader: ObjectReader, alone: boolean): DownPart | undefined {
  if (!alone) reader.onlyFields(['a', 'per']);
  const [a, per] = [readOperand(reader, 'a'), reader.decimal('per', { above: ZERO })];
  return a && per && { a, per };
}

function readCountPart(reader: ObjectReader, alone: boolean): CountPart | undefined {
  if (!alone) reader.onlyFields(['n', 'each', 'cap']);
  const [n, each] = [readOperand(reader, 'n'), reader.decimal('each', { above: ZERO })];
  // The cap beside a single n is the rule's own.
  const cap = alone ? undefined : reader.decimal('cap', { optional: true, above: ZERO });
  return n && each && { n, each, ...(cap ? { cap } : {}) };
}

/** The parts of a rule, or the rule itself as its only part; undefined when any of them is faulty. */
function readParts<Part>(
  reader: ObjectReader,
  readPart: (reader: ObjectReader, alone: boolean) => Part | undefined,
): readonly Part[] | undefined {
  if (!reader.has('parts')) {
    const part = readPart(reader, true);
    return part && [part];
  }
  const items = reader.objects('parts');
  if (items?.length === 0)
    reader.fault('parts', { code: 'no_parts', vi: 'Danh sách phần không được trống', en: 'The list of parts must not be empty' });
  const parts = items?.map((item) => readPart(item, false));
  return parts?.length && parts.every((part) => part !== undefined) ? parts : undefined;
}

function readStep(reader: ObjectReader): BandStep | undefined {
  reader.onlyFields([...BOUNDS, 'points']);
  const given = BOUNDS.filter((bound) => reader.has(bound));
  const [bound] = given;
  const points = reader.decimal('points', { min: ZERO });
  if (given.length !== 1 || bound === undefined) {
    reader.fault(undefined, {
      code: 'step_bound',
      vi: 'Mỗi bậc có đúng một trong from, above, to, below',
      en: 'A step has exactly one of from, above, to, below',
    });
    return undefined;
  }
  const value = reader.decimal(bound);
  return value && points && { bound, value, points };
}

/**
 * Two steps that look the same way are in order when the harder one gives more: a step that gives no more than an easier one
 * can never decide anything, so it is a slip of the pen.
 */
function checkStepOrder(reader: ObjectReader, steps: readonly BandStep[]): void {
  for (const upward of [true, false]) {
    const sameWay = steps.filter((step) => (step.bound === 'from' || step.bound === 'above') === upward);
    // At one value "above" is harder than "from", "below" harder than "to".
    const strict = (step: BandStep): number => (step.bound === 'above' || step.bound === 'below' ? 1 : 0);
    const byHardness = [...sameWay].sort((x, y) => compare(x.value, y.value) * (upward ? 1 : -1) || strict(x) - strict(y));
    if (byHardness.some((step, i) => i > 0 && compare(step.points, byHardness[i - 1]?.points ?? ZERO) <= 0))
      reader.fault('steps', {
        code: 'band_order',
        vi: 'Các bậc không theo thứ tự: bậc khó hơn phải nhiều điểm hơn',
        en: 'The steps are not in order: a harder step must give more points',
      });
  }
}

function readBand(reader: ObjectReader): Rule | undefined {
  const a = readOperand(reader, 'a');
  const items = reader.objects('steps');
  if (items?.length === 0) reader.fault('steps', { code: 'no_steps', vi: 'Cần ít nhất một bậc', en: 'At least one step is needed' });
  const steps = items?.flatMap((item) => readStep(item) ?? []) ?? [];
  checkStepOrder(reader, steps);
  return a && { kind: 'band', a, steps };
}

function readRatio(reader: ObjectReader): Rule | undefined {
  const single = !reader.has('parts');
  const parts = readParts(reader, (part, alone) => readRatioPart(part, !alone));
  const floor = reader.decimal('floor', { optional: true, min: ZERO });
  return parts && { kind: 'ratio', single, parts, ...(floor ? { floor } : {}) };
}

function readLinearDown(reader: ObjectReader): Rule | undefined {
  const single = !reader.has('parts');
  const parts = readParts(reader, readDownPart);
  const [from, zeroBelow] = [reader.decimal('from', { optional: true }), reader.decimal('zeroBelow', { optional: true })];
  return parts && { kind: 'linear-down', single, parts, ...(from ? { from } : {}), ...(zeroBelow ? { zeroBelow } : {}) };
}

function readCount(reader: ObjectReader): Rule | undefined {
  const single = !reader.has('parts');
  const parts = readParts(reader, readCountPart);
  const cap = reader.decimal('cap', { optional: true, above: ZERO });
  return parts && { kind: 'count', single, parts, ...(cap ? { cap } : {}) };
}

function readYesNo(reader: ObjectReader): Rule | undefined {
  const [a, yesWhen] = [readOperand(reader, 'a'), reader.decimal('yesWhen')];
  return a && yesWhen && { kind: 'yesno', a, yesWhen };
}

/** Fields of each kind, written with one part and with `parts`. */
const FIELDS: Readonly<Record<Rule['kind'], { readonly alone: readonly string[]; readonly parts?: readonly string[] }>> = {
  ratio: { alone: ['a', 'b', 'floor'], parts: ['parts'] },
  band: { alone: ['a', 'steps'] },
  'linear-down': { alone: ['a', 'per', 'from', 'zeroBelow'], parts: ['parts'] },
  yesno: { alone: ['a', 'yesWhen'] },
  count: { alone: ['n', 'each', 'cap'], parts: ['parts', 'cap'] },
  manual: { alone: [] },
};

const READERS: Readonly<Record<Rule['kind'], (reader: ObjectReader) => Rule | undefined>> = {
  ratio: readRatio,
  band: readBand,
  'linear-down': readLinearDown,
  yesno: readYesNo,
  count: readCount,
  manual: () => ({ kind: 'manual' }),
};

const isRuleKind = (kind: string): kind is Rule['kind'] => Object.hasOwn(FIELDS, kind);

/** The rule at the field `rule`; undefined, with its faults reported, when it is none. */
export function readRule(owner: ObjectReader): Rule | undefined {
  const reader = owner.object('rule');
  const kind = reader?.text('kind');
  if (!reader || kind === undefined) return undefined;
  if (!isRuleKind(kind)) {
    reader.fault('kind', { code: 'unknown_rule', vi: `Không có cách tính điểm "${kind}"`, en: `There is no rule kind "${kind}"` });
    return undefined;
  }
  const fields = FIELDS[kind];
  reader.onlyFields(['kind', ...(reader.has('parts') && fields.parts ? fields.parts : fields.alone)]);
  return READERS[kind](reader);
}
