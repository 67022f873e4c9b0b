import { operandsOf, ruleOf } from '../../spec-support/rules';
import { findFraction } from '@kcn/kernel/fraction';
import { formatHundredths, toHundredths } from '../figures/points';
import { computePoints, printQuotients } from './compute-points';

const figure = { kind: 'actual', indicator: 'X' };
const plan = { kind: 'plan', indicator: 'X' };

/** Points as printed, quotients and flags, of a rule with these operands. */
function computed(
  rule: object,
  max: string | undefined,
  operands: Readonly<Record<string, string>>,
): readonly [string | null, string | null, string] {
  const bound = max === undefined ? undefined : findFraction(max);
  const { points, quotients, flags } = computePoints({
    rule: ruleOf(rule),
    operands: operandsOf(operands),
    ...(bound ? { max: bound } : {}),
  });
  return [points ? formatHundredths(toHundredths(points)) : null, printQuotients(quotients), flags.join(' ')];
}

const ratio = { kind: 'ratio', a: figure, b: plan };
const floored = { ...ratio, floor: '0.5' };
const half = { weight: '0.5', a: figure, b: plan };
const halves = { kind: 'ratio', parts: [half, half] };
const thirds = {
  kind: 'ratio',
  parts: [
    { ...half, weight: '0.2' },
    { ...half, weight: '0.3' },
    { ...half, weight: '0.5' },
  ],
};

describe('ratio', () => {
  it.each([
    ['at most the maximum', ratio, '40', { a: '494', b: '350' }, ['40.00', '247/175', '']],
    ['69 of 80 parks with a plant', ratio, '30', { a: '69', b: '80' }, ['25.88', '0.8625', '']],
    ['70 of 71 tasks on time', ratio, '40', { a: '70', b: '71' }, ['39.44', '70/71', '']],
    ['never below 0', ratio, '40', { a: '-3', b: '10' }, ['0.00', '-0.3', '']],
    ['0 of something is 0, not unscored', ratio, '40', { a: '0', b: '10' }, ['0.00', '0', '']],
    ['just below the floor', floored, '25', { a: '49.99', b: '100' }, ['0.00', '0.4999', '']],
    ['on the floor', floored, '25', { a: '50', b: '100' }, ['12.50', '0.5', '']],
    ['without a plan', ratio, '40', { a: '5', b: 'missing-plan' }, [null, null, 'missing-plan']],
    ['without the figure', ratio, '40', { a: 'missing-value', b: '5' }, [null, null, 'missing-value']],
    ['divisor 0', ratio, '40', { a: '5', b: '0' }, [null, null, 'zero-divisor']],
    // 0.5 × 1 + 0.5 × 598/676.1: 20 + 20 × 0.88448… = 37.6897…
    [
      'each part is capped before the mean',
      halves,
      '40',
      { '1.a': '500', '1.b': '222.2', '2.a': '598', '2.b': '676.1' },
      ['37.69', '2500/1111; 5980/6761', ''],
    ],
    // Ha Noi's two capitals: 40 × (1106/1111 + 5980/6761) ÷ 2 = 37.5997…
    ['two capitals', halves, '40', { '1.a': '221.2', '1.b': '222.2', '2.a': '598', '2.b': '676.1' }, ['37.60', '1106/1111; 5980/6761', '']],
    [
      'a part without a plan gives its weight on',
      halves,
      '40',
      { '1.a': '3', '1.b': '4', '2.a': '9', '2.b': 'missing-plan' },
      ['30.00', '0.75', 'missing-plan'],
    ],
    [
      'a part with divisor 0 gives its weight on',
      halves,
      '15',
      { '1.a': '4', '1.b': '5', '2.a': '0', '2.b': '0' },
      ['12.00', '0.8', 'zero-divisor'],
    ],
    // Weights 0.2 and 0.5 remain: 100 × (0.2 × 1 + 0.5 × 0.3) ÷ 0.7 = 50
    [
      'the others take it in proportion',
      thirds,
      '100',
      { '1.a': '1', '1.b': '1', '2.a': '1', '2.b': '0', '3.a': '3', '3.b': '10' },
      ['50.00', '1; 0.3', 'zero-divisor'],
    ],
    [
      'no part is left',
      halves,
      '40',
      { '1.a': '3', '1.b': 'missing-plan', '2.a': '9', '2.b': '0' },
      [null, null, 'missing-plan zero-divisor'],
    ],
    [
      'a part without its figure leaves the criterion open',
      halves,
      '40',
      { '1.a': 'missing-value', '1.b': '4', '2.a': '9', '2.b': '9' },
      [null, '1', 'missing-value'],
    ],
  ])('%s', (_, rule, max, operands, expected) => {
    expect(computed(rule, max, operands)).toEqual(expected);
  });
});

const growthBand = {
  kind: 'band',
  a: { kind: 'growth', indicator: 'X' },
  steps: [
    { from: '10', points: '10' },
    { from: '5', points: '7' },
    { from: '0', points: '4' },
  ],
};
const rankBand = {
  kind: 'band',
  a: figure,
  steps: [
    { to: '3', points: '30' },
    { to: '7', points: '25' },
    { to: '14', points: '15' },
    { above: '14', points: '5' },
  ],
};

describe('band', () => {
  it.each([
    [growthBand, '10', '10.00'],
    // 9.999… % rounds to 10.00 but is below the step.
    [growthBand, '99999999/10000000', '7.00'],
    [growthBand, '5', '7.00'],
    [growthBand, '0', '4.00'],
    [growthBand, '-1/1000000', '0.00'],
    [rankBand, '3', '30.00'],
    [rankBand, '7', '25.00'],
    [rankBand, '14', '15.00'],
    [rankBand, '15', '5.00'],
    [{ kind: 'band', a: figure, steps: [{ above: '0', points: '5' }] }, '0', '0.00'],
    [{ kind: 'band', a: figure, steps: [{ below: '95', points: '5' }] }, '95', '0.00'],
    [{ kind: 'band', a: figure, steps: [{ below: '95', points: '5' }] }, '9499/100', '5.00'],
  ])('%j at %s gives %s', (rule, value, points) => {
    expect(computed(rule, '30', { a: value })[0]).toBe(points);
  });

  it('is unscored without last year', () => {
    expect(computed(growthBand, '10', { a: 'missing-last-year' })).toEqual([null, null, 'missing-last-year']);
  });
});

const onTime = { kind: 'linear-down', a: figure, per: '3', from: '100', zeroBelow: '95' };
const twoParts = {
  kind: 'linear-down',
  parts: [
    { a: figure, per: '10' },
    { a: figure, per: '5' },
  ],
};

describe('linear-down', () => {
  it.each([
    // 30 − 3 × (100 − 53500/539)
    ['535 of 539 on time', onTime, '30', { a: '53500/539' }, '27.77'],
    // 475 of 480: 98.9583… never ends, the points do: 26.875
    ['475 of 480 on time', onTime, '30', { a: '47500/480' }, '26.88'],
    ['exactly 95', onTime, '30', { a: '95' }, '15.00'],
    ['just below 95', onTime, '30', { a: '9499/100' }, '0.00'],
    ['never above the maximum', onTime, '30', { a: '101' }, '30.00'],
    ['two findings', { kind: 'linear-down', a: figure, per: '2' }, '10', { a: '2' }, '6.00'],
    ['never below 0', { kind: 'linear-down', a: figure, per: '5' }, '10', { a: '3' }, '0.00'],
    ['parts add up', twoParts, '20', { '1.a': '1', '2.a': '1' }, '5.00'],
  ])('%s', (_, rule, max, operands, points) => {
    expect(computed(rule, max, operands)[0]).toBe(points);
  });

  it('is unscored when one part has no figure', () => {
    expect(computed(twoParts, '20', { '1.a': '1', '2.a': 'missing-value' })).toEqual([null, null, 'missing-value']);
  });
});

const bySteps = { kind: 'count', n: figure, each: '10', cap: '30' };
const legal = {
  kind: 'count',
  parts: [
    { n: figure, each: '3', cap: '6' },
    { n: figure, each: '1', cap: '5' },
    { n: figure, each: '4' },
  ],
  cap: '15',
};

describe('count, yesno and manual', () => {
  it.each([
    ['two steps', bySteps, '30', { n: '2' }, '20.00'],
    ['up to the cap', bySteps, '30', { n: '7' }, '30.00'],
    ['each part within its own cap', legal, '15', { '1.n': '9', '2.n': '9', '3.n': '1' }, '15.00'],
    ['parts below their caps', legal, '15', { '1.n': '1', '2.n': '2', '3.n': '0' }, '5.00'],
    ['a penalty without a cap', { kind: 'count', n: figure, each: '30' }, undefined, { n: '4' }, '120.00'],
    ['a penalty with one', { kind: 'count', n: { kind: 'declared' }, each: '2', cap: '10' }, undefined, { n: '6' }, '10.00'],
    ['yes', { kind: 'yesno', a: figure, yesWhen: '0' }, '10', { a: '0' }, '10.00'],
    ['no', { kind: 'yesno', a: figure, yesWhen: '0' }, '10', { a: '1' }, '0.00'],
    ['manual', { kind: 'manual' }, '10', {}, null],
  ])('%s', (_, rule, max, operands, points) => {
    expect(computed(rule, max, operands as Record<string, string>)[0]).toBe(points);
  });
});
