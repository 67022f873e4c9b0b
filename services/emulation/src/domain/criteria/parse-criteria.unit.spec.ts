import { sampleCriteria } from '../../spec-support/bloc-sample';
import { smallCriteriaFile } from '../../spec-support/small-bloc';
import type { Edits } from '../../spec-support/spoil';
import { spoil } from '../../spec-support/spoil';
import { formatFraction } from '@kcn/kernel/fraction';
import { parseCriteria } from './parse-criteria';

const ACTUAL = { kind: 'actual', indicator: 'FLOW' };
const PLAN = { kind: 'plan', indicator: 'FLOW' };

/** The faults of the small file after a change, as `code path`. */
function faultsOf(edits: Edits): readonly string[] {
  const reading = parseCriteria(JSON.stringify(spoil(smallCriteriaFile, edits)));
  return reading.ok ? [] : reading.faults.map((fault) => `${fault.code} ${fault.path}`);
}

describe('reading criteria', () => {
  it('reads the sample whole', () => {
    const criteria = sampleCriteria();
    expect([criteria.criteria.length, criteria.penalties.length, criteria.vetoes.length, criteria.indicators.length]).toEqual([
      58, 8, 5, 96,
    ]);
    expect(criteria.groups.map((group) => [group.code, formatFraction(group.max), group.capped])).toEqual([
      ['I', '600', false],
      ['II', '200', false],
      ['III', '150', false],
      ['IV', '50', true],
    ]);
  });

  it('reads the small file without a fault', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it('a maximum may have decimals, however it is written', () => {
    expect(faultsOf({ 'criteria.0.max': '39.50', 'criteria.1.max': '30.5' })).toEqual([]);
  });

  it.each<[string, Edits, readonly string[]]>([
    ['another format', { format: 'emulation-criteria/2' }, ['unknown_format /format']],
    ['an unknown field', { 'criteria.0.weight': '1' }, ['unknown_field /criteria/0/weight']],
    ['a field missing', { 'criteria.0.evidence': undefined }, ['missing_field /criteria/0/evidence']],
    ['a float where a decimal belongs', { totalMax: 160 }, ['bad_type /totalMax']],
    ['a decimal comma', { 'criteria.2.rule.per': '3,5' }, ['bad_type /criteria/2/rule/per']],
    ['no English name', { 'penalties.1.name.en': undefined }, ['missing_field /penalties/1/name/en']],
    ['a blank Vietnamese name', { 'vetoes.0.name.vi': ' ' }, ['bad_type /vetoes/0/name/vi']],
    ['no legal basis', { legalBasis: [] }, ['no_legal_basis /legalBasis']],
    ['groups that do not add up', { totalMax: '150' }, ['sum_of_max /totalMax']],
    ['criteria that do not add up', { 'criteria.3.max': '21' }, ['sum_of_max /groups/1/max']],
    [
      'sections that do not add up',
      { 'groups.0.sections.0.max': '60' },
      ['sum_of_max /groups/0/sections', 'sum_of_max /groups/0/sections'],
    ],
    ['a code twice', { 'penalties.0.code': 'II-2' }, ['duplicate_code /penalties/0/code']],
    [
      'an indicator twice',
      { 'indicators.1.code': 'FLOW' },
      ['duplicate_code /indicators/1/code', 'bad_ratio_part /indicators/4/num', 'unknown_indicator /criteria/1/rule'],
    ],
    ['an unknown group', { 'criteria.3.group': 'V' }, ['sum_of_max /groups/1/max', 'unknown_group /criteria/3/group']],
    ['a section that its group does not have', { 'criteria.3.section': 'I.1' }, ['unknown_section /criteria/3/section']],
    [
      'no section where the group has some',
      { 'criteria.0.section': undefined },
      ['sum_of_max /groups/0/sections', 'unknown_section /criteria/0/section'],
    ],
    ['an unknown rule', { 'criteria.4.rule.kind': 'committee' }, ['unknown_rule /criteria/4/rule/kind']],
    ['an unknown operand', { 'criteria.2.rule.a.kind': 'guess' }, ['unknown_operand /criteria/2/rule/a/kind']],
    ['a field of another rule', { 'criteria.3.rule.floor': '0.5' }, ['unknown_field /criteria/3/rule/floor']],
    ['an unknown indicator', { 'criteria.0.rule.a.indicator': 'FLOWS' }, ['unknown_indicator /criteria/0/rule']],
    ['an unknown breakdown', { 'criteria.0.rule.b.breakdown': 'FDI' }, ['unknown_breakdown /criteria/0/rule']],
    ['a criterion that is no ratio', { 'criteria.6.rule.a.criteria': ['I-1', 'II-1'] }, ['unknown_criterion /criteria/6/rule']],
    [
      'weights that are not 1',
      {
        'criteria.0.rule': {
          kind: 'ratio',
          parts: [0.5, 0.4].map((weight) => ({ weight: String(weight), a: ACTUAL, b: PLAN })),
        },
        'criteria.6.rule.a.criteria': ['I-2'],
      },
      ['weights /criteria/0/rule'],
    ],
    ['no parts', { 'penalties.1.rule': { kind: 'count', parts: [] } }, ['no_parts /penalties/1/rule/parts']],
    [
      'steps without order',
      {
        'criteria.3.rule.steps': [
          { from: '10', points: '8' },
          { from: '0', points: '20' },
        ],
      },
      ['band_order /criteria/3/rule/steps'],
    ],
    ['a step with two bounds', { 'criteria.3.rule.steps.0.above': '3' }, ['step_bound /criteria/3/rule/steps/0']],
    ['a step above the maximum', { 'criteria.3.rule.steps.0.points': '21' }, ['step_above_max /criteria/3/rule']],
    ['a cap above the maximum', { 'criteria.7.rule.cap': '6' }, ['cap_above_max /criteria/7/rule']],
    [
      'a penalty that needs a maximum',
      { 'penalties.1.rule': { kind: 'yesno', a: ACTUAL, yesWhen: '0' } },
      ['not_a_penalty_rule /penalties/1/rule'],
    ],
    ['declared units in a criterion', { 'criteria.7.rule.n': { kind: 'declared' } }, ['declared_outside_penalty /criteria/7/rule']],
    ['an unknown role', { 'criteria.7.rule.n.points.guest': '1' }, ['unknown_field /criteria/7/rule/n/points/guest']],
    ['a ratio without its divisor', { 'indicators.4.den': undefined }, ['missing_field /indicators/4/den']],
    ['a ratio of a ratio', { 'indicators.4.num': ['RATE'] }, ['bad_ratio_part /indicators/4/num']],
    ['sums in a flow', { 'indicators.0.num': ['DONE'] }, ['not_a_ratio /indicators/0']],
    ['an unknown indicator kind', { 'indicators.5.kind': 'turns' }, ['unknown_indicator_kind /indicators/5/kind']],
    ['rollUp of another kind', { 'indicators.5.rollUp': 'sum' }, ['bad_roll_up /indicators/5/rollUp']],
    ['an indicator without a unit', { 'indicators.5.units': {} }, ['no_unit /indicators/5/units']],
    [
      'a maximum of three decimals',
      { 'criteria.0.max': '39.995', 'criteria.1.max': '30.005' },
      ['too_precise /criteria/0/max', 'too_precise /criteria/1/max'],
    ],
    ['an unknown veto', { 'vetoes.0.rule.kind': 'reported' }, ['unknown_rule /vetoes/0/rule/kind']],
    [
      'a group without a criterion',
      { 'groups.3': { code: 'V', max: '5', capped: true, name: { vi: 'V', en: 'V' } }, totalMax: '165' },
      ['empty_group /groups/3/code'],
    ],
  ])('names %s', (_, edits, faults) => {
    expect(faultsOf(edits)).toEqual(faults);
  });

  it('names every fault at once, in Vietnamese and English', () => {
    const spoilt = { ...smallCriteriaFile, status: 3, totalMax: '1', extra: true };
    const reading = parseCriteria(JSON.stringify(spoilt));
    expect(reading.ok).toBe(false);
    if (reading.ok) return;
    expect(reading.faults.map((fault) => fault.code).sort()).toEqual(['bad_type', 'sum_of_max', 'unknown_field']);
    for (const fault of reading.faults) {
      expect(fault.vi).not.toBe('');
      expect(fault.en).not.toBe('');
    }
  });

  it('refuses a key twice', () => {
    const text = JSON.stringify(smallCriteriaFile).replace('"version":"small-1"', '"version":"small-1","version":"small-2"');
    const reading = parseCriteria(text);
    expect(reading.ok ? [] : reading.faults.map((fault) => `${fault.code} ${fault.path}`)).toEqual(['duplicate_key /version']);
  });
});
