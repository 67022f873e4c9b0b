import { summaryDifferences } from './differences';

const row = (indicator: string, value: string | null, last_year: string | null = null) => ({
  indicator,
  breakdown: '',
  unit: 'project',
  value,
  plan: null,
  last_year,
});

describe('what differs between two revisions', () => {
  it('names each figure that came, went or changed, and nothing else', () => {
    const before = [row('A.N', '1'), row('B.N', '2'), row('C.N', '3', '5')];
    const after = [row('A.N', '1'), row('C.N', '4', '6'), row('D.N', '7')];
    const name = { breakdown: '', unit: 'project' };
    expect(summaryDifferences(before, after)).toEqual([
      { indicator: 'B.N', ...name, field: 'value', before: '2', after: null },
      { indicator: 'C.N', ...name, field: 'value', before: '3', after: '4' },
      { indicator: 'C.N', ...name, field: 'last_year', before: '5', after: '6' },
      { indicator: 'D.N', ...name, field: 'value', before: null, after: '7' },
    ]);
    expect(summaryDifferences(before, before)).toEqual([]);
  });
});
