import { number, scoreRow, smallBloc, smallBlocFile, smallFigures, smallInput } from '../../spec-support/small-bloc';
import type { ScoreRow } from '../bloc/score-rows';
import { plainDate } from '@kcn/kernel';
import { createWorkingCalendar } from '@kcn/vietnam';
import type { Bloc } from '../bloc/bloc';
import type { MemberFigures } from '../figures/member-figures';
import type { MemberInput } from './score-member';
import { scoreMember } from './score-member';
import type { MemberScore } from './member-score';

interface Given {
  readonly member?: string;
  readonly figures?: MemberFigures;
  readonly rows?: readonly ScoreRow[];
  readonly bloc?: Bloc;
  readonly workingDays?: MemberInput['workingDays'];
}

function score(given: Given = {}): MemberScore {
  const { criteria, workingDays } = smallInput();
  const bloc = given.bloc ?? smallBloc();
  const member = bloc.members.find((one) => one.id === (given.member ?? 'c'));
  if (!member) throw new Error('no such member');
  return scoreMember({
    criteria,
    bloc,
    member,
    figures: given.figures ?? smallFigures(),
    rows: given.rows ?? [],
    workingDays: given.workingDays ?? workingDays,
  });
}

const criterion = (scored: MemberScore, code: string) => scored.criteria.find((one) => one.code === code);
const group = (scored: MemberScore, code: string) => scored.groups.find((one) => one.code === code);
/** Bloc in which member c has these steps. */
const withSteps = (steps: object): Bloc =>
  smallBloc({
    members: smallBlocFile.members.map((member) => (member.id === 'c' ? { ...member, steps: { ...member.steps, ...steps } } : member)),
  });

describe('a member’s score', () => {
  it('adds the groups: 100 + (8 + 20) + 0', () => {
    const scored = score();
    expect(scored.groups.map((one) => one.total)).toEqual([10000n, 2800n, 0n]);
    expect(scored.total).toBe(12800n);
    expect(scored.errors).toEqual([]);
  });

  it('takes a flow’s plan × planShare, a whole year’s plan as it is', () => {
    const half = score({ figures: smallFigures({ yearPlan: { FLOW: '300' } }) });
    // 100 ÷ (300 × 0.5) × 40
    expect(criterion(half, 'I-1')?.computed).toBe(2667n);
    const year = score({ bloc: smallBloc({ period: '2026', planShare: '1' }), figures: smallFigures({ yearPlan: { FLOW: '300' } }) });
    expect(criterion(year, 'I-1')?.computed).toBe(1333n);
  });

  it.each([
    ['missing-plan', 'I-1', smallFigures({ yearPlan: {} })],
    ['missing-value', 'I-1', smallFigures({ actual: { DONE: '1', DUE: '1', MISSED: '0' } })],
    ['missing-last-year', 'II-1', smallFigures({ lastYear: {} })],
    ['zero-divisor', 'II-1', smallFigures({ lastYear: { FLOW: '0' } })],
    ['zero-divisor', 'I-2', smallFigures({ actual: { FLOW: '1', DONE: '0', DUE: '0', MISSED: '0' } })],
    ['zero-divisor', 'I-3', smallFigures({ actual: { FLOW: '1', DONE: '0', DUE: '0', MISSED: '0' } })],
  ])('flags %s on %s, leaves it unscored and its max in the group', (flag, code, figures) => {
    const scored = score({ figures });
    expect(criterion(scored, code)).toMatchObject({ status: 'unscored', flags: [flag, 'unverified'] });
    expect(criterion(scored, code)?.final).toBeUndefined();
    expect(group(scored, code.split('-')[0] ?? '')).toMatchObject({ notApplicable: 0n });
  });

  it('does not take a figure in another unit', () => {
    const figures = smallFigures();
    const other = { ...figures, actual: new Map([...figures.actual, ['FLOW|', { value: number('100'), unit: 'VND' }]]) };
    expect(criterion(score({ figures: other }), 'I-1')?.flags).toEqual(['missing-value', 'unverified']);
  });

  it('scales a group for what is not applicable, half-up', () => {
    const scored = score({
      rows: [scoreRow('c', 'I-2', { notApplicable: true })],
      figures: smallFigures({ actual: { FLOW: '97', DONE: '49', DUE: '50', MISSED: '0' } }),
    });
    // I-1: 0.97 × 40 = 38.80; I-3: 30 − 3 × 2 = 24; 62.80 ÷ 70 × 100 = 89.714…
    expect(group(scored, 'I')).toEqual({ code: 'I', max: 10000n, notApplicable: 3000n, sum: 6280n, total: 8971n });
    expect(criterion(scored, 'I-2')).toMatchObject({ status: 'not-applicable', flags: [] });
  });

  it('names a group that is wholly not applicable', () => {
    const rows = ['II-1', 'II-2', 'II-3'].map((code) => scoreRow('c', code, { notApplicable: true }));
    expect(score({ rows }).errors).toMatchObject([{ code: 'group_not_applicable', member: 'c', criterion: 'II' }]);
  });

  it('takes the verified value, never the self-score', () => {
    expect(criterion(score({ rows: [scoreRow('c', 'I-1', { self: '12' })] }), 'I-1')?.final).toBe(4000n);
    const verified = score({ rows: [scoreRow('c', 'I-1', { self: '40', verified: '12.5', checkedBy: 'a', reason: 'đối chiếu' })] });
    expect(criterion(verified, 'I-1')).toMatchObject({ computed: 4000n, self: 4000n, verified: 1250n, final: 1250n });
  });

  it.each([
    ['differs from the computed points', { self: '12', verified: '12' }, 1],
    ['differs from the self-score', { self: '12', verified: '40' }, 1],
    ['where there is no self-score', { verified: '40' }, 1],
    ['equal to both', { self: '40.00', verified: '40' }, 0],
    ['with a reason', { self: '40', verified: '12', reason: 'x' }, 0],
  ])('a verified value that %s', (_, row, errors) => {
    expect(score({ rows: [scoreRow('c', 'I-1', { ...row, checkedBy: 'a' })] }).errors).toHaveLength(errors);
  });

  it('leaves the computed points where the checker disagrees without a value', () => {
    const scored = score({
      rows: [
        scoreRow('c', 'I-1', { self: '40', checkedBy: 'b', reason: 'chưa thống nhất' }),
        scoreRow('c', 'II-2', { self: '9', checkedBy: 'b', reason: 'x', evidenceRef: 'e' }),
      ],
    });
    expect(criterion(scored, 'I-1')).toMatchObject({ status: 'scored', flags: ['disputed'], final: 4000n });
    expect(criterion(scored, 'II-2')).toMatchObject({ status: 'unscored', flags: ['disputed', 'unverified'] });
  });

  it('sees no dispute in a checker who has not said anything yet', () => {
    expect(criterion(score({ rows: [scoreRow('c', 'I-1', { self: '40', checkedBy: 'b' })] }), 'I-1')?.flags).toEqual([]);
  });

  it('flags points without their evidence and deducts nothing', () => {
    expect(criterion(score(), 'I-2')).toMatchObject({ flags: ['no-evidence'], final: 3000n });
    expect(criterion(score({ rows: [scoreRow('c', 'I-2', { self: '30', evidenceRef: 'mc/1.pdf' })] }), 'I-2')?.flags).toEqual([]);
  });

  it('caps the bonus at its group’s max', () => {
    const scored = score({ member: 'a', figures: smallFigures({ actual: { FLOW: '110', DONE: '50', DUE: '50', MISSED: '0' } }) });
    // Exceeded by exactly 10 % (110 ÷ 100): 10, the leader's role: 5, at most 10.
    expect(group(scored, 'IV')).toMatchObject({ sum: 1500n, total: 1000n });
  });

  it('does not count as exceeded what is not applicable or has no figure', () => {
    const figures = smallFigures({ actual: { FLOW: '110', DONE: '50', DUE: '50', MISSED: '0' } });
    expect(criterion(score({ figures, rows: [scoreRow('c', 'I-1', { notApplicable: true })] }), 'IV-1')?.operands[0]?.value).toEqual(
      number('0'),
    );
    expect(criterion(score({ figures: { ...figures, yearPlan: new Map() } }), 'IV-1')?.final).toBe(0n);
  });

  it('deducts penalties last and never goes below 0', () => {
    const scored = score({ rows: [scoreRow('c', 'P1', { verified: '2', checkedBy: 'a', reason: 'x' })] });
    expect(scored.penalties).toMatchObject([{ code: 'P1', points: 20000n }]);
    expect(scored).toMatchObject({ penaltyTotal: 20000n, beforeFloor: -7200n, total: 0n });
  });

  it('asks for the reason of a declared penalty', () => {
    expect(score({ rows: [scoreRow('c', 'P1', { verified: '1', checkedBy: 'a' })] }).errors).toMatchObject([
      { code: 'needs_reason', criterion: 'P1' },
    ]);
  });

  it('flags a penalty without its figure and counts it 0', () => {
    const scored = score({ figures: smallFigures({ actual: { FLOW: '100', DONE: '50', DUE: '50' } }) });
    expect(scored.penalties).toMatchObject([{ code: 'P2', points: 0n, flags: ['missing-value'] }]);
    expect(scored.total).toBe(12800n);
  });

  it('counts working days late, leaving out days off, and steps late', () => {
    // Friday 27/2 to Tuesday 3/3: Monday and Tuesday; with Monday off one day.
    const bloc = withSteps({ registration: '2026-03-03' });
    const scored = score({ bloc });
    expect(criterion(scored, 'II-3')?.computed).toBe(1800n);
    expect(scored.penalties).toMatchObject([{ code: 'P3', points: 500n }]);
    const workingDays = createWorkingCalendar([{ date: plainDate('2026-03-02'), name: 'nghỉ' }]);
    expect(criterion(score({ bloc, workingDays }), 'II-3')?.computed).toBe(1900n);
  });

  it('counts a step without a date as not done, late and, for the pledge, a veto', () => {
    const scored = score({ bloc: withSteps({ pledge: null, registration: null }) });
    expect(criterion(scored, 'II-3')?.computed).toBe(0n);
    expect(scored.penalties).toMatchObject([{ code: 'P3', points: 1000n }]);
    expect(scored.vetoes).toEqual(['V2']);
  });

  it('is struck by a declared veto, not by one that was checked and denied', () => {
    expect(score({ rows: [scoreRow('c', 'V1', { verified: '1', checkedBy: 'a', reason: 'x' })] }).vetoes).toEqual(['V1']);
    expect(score({ rows: [scoreRow('c', 'V1', { verified: '0', checkedBy: 'a' })] }).vetoes).toEqual([]);
  });

  it('gives the highest of the roles held', () => {
    expect(criterion(score({ member: 'b' }), 'IV-2')?.final).toBe(300n);
    expect(criterion(score({ member: 'a', bloc: smallBloc({ host: 'a' }) }), 'IV-2')?.final).toBe(500n);
  });
});
