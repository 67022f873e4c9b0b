import { parseBenchArguments } from './bench-arguments';

describe('parseBenchArguments', () => {
  it('takes all goals in the quick form by default', () => {
    const all = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C9', 'C10', 'E1'];
    expect(parseBenchArguments([])).toEqual({ goals: all, form: 'quick', help: false });
  });

  it('takes goals in any case, a form and a file', () => {
    expect(parseBenchArguments(['c2', 'C4', '--full', '--json', 'out.json'])).toEqual({
      goals: ['C2', 'C4'],
      form: 'full',
      help: false,
      jsonFile: 'out.json',
    });
  });

  it('refuses what it does not know', () => {
    expect(parseBenchArguments(['C8'])).toEqual({ problem: 'unknown argument C8' });
    expect(parseBenchArguments(['--json'])).toEqual({ problem: '--json needs a file' });
  });
});
