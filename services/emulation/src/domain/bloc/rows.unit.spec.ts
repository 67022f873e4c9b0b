import { findFraction } from '@kcn/kernel/fraction';
import { smallBloc, smallCriteria } from '../../spec-support/small-bloc';
import { readBallotRows } from './ballot-rows';
import type { TableRow } from './score-rows';
import { readScoreRows } from './score-rows';

const bloc = smallBloc();
const criteria = smallCriteria();
const row = (cells: Readonly<Record<string, string>>, line = 2): TableRow => ({ line, cells });

function scoreFaults(...rows: readonly Readonly<Record<string, string>>[]): readonly string[] {
  const reading = readScoreRows(
    rows.map((cells, i) => row(cells, i + 2)),
    { bloc, criteria },
  );
  return reading.ok ? [] : reading.faults.map((fault) => `${fault.code} ${String(fault.line)} ${fault.column ?? ''}`);
}

const given = { member: 'c', criterion: 'I-1' };

describe('rows of bloc-scores.csv', () => {
  it('reads a row', () => {
    const reading = readScoreRows(
      [
        row({
          ...given,
          self_value: '12.50',
          evidence_ref: 'mc/1.pdf',
          not_applicable: '',
          cross_checked_by: 'b',
          verified_value: '12',
          reason: 'x',
        }),
      ],
      { bloc, criteria },
    );
    expect(reading).toEqual({
      ok: true,
      content: [
        {
          member: 'c',
          code: 'I-1',
          self: findFraction('12.50'),
          evidenceRef: 'mc/1.pdf',
          notApplicable: false,
          checkedBy: 'b',
          verified: findFraction('12'),
          reason: 'x',
        },
      ],
    });
  });

  it.each([
    ['drawn', 'c', 'b', []],
    ['the leader', 'c', 'a', []],
    ['the deputy', 'd', 'b', []],
    ['somebody else', 'c', 'd', ['wrong_checker 2 cross_checked_by']],
    ['the member itself', 'c', 'c', ['wrong_checker 2 cross_checked_by']],
    ['the leader on its own sheet', 'a', 'a', ['wrong_checker 2 cross_checked_by']],
    ['not of the bloc', 'c', 'z', ['wrong_checker 2 cross_checked_by']],
  ])('a checker who is %s', (_, member, checker, faults) => {
    expect(scoreFaults({ member, criterion: 'I-1', cross_checked_by: checker, verified_value: '1', reason: 'x' })).toEqual(faults);
  });

  it.each([
    ['unknown member', { member: 'z', criterion: 'I-1' }, ['unknown_member 2 member']],
    ['unknown criterion', { member: 'c', criterion: 'I-9' }, ['unknown_criterion 2 criterion']],
    ['no number', { ...given, self_value: '12,5' }, ['bad_number 2 self_value']],
    [
      'verified above the maximum',
      { ...given, cross_checked_by: 'a', verified_value: '40.01' },
      ['verified_out_of_range 2 verified_value'],
    ],
    ['self-scored above the maximum: it never counts by itself', { ...given, self_value: '40.01' }, []],
    ['verified below 0', { ...given, cross_checked_by: 'a', verified_value: '-0.01' }, ['verified_out_of_range 2 verified_value']],
    ['verified by nobody', { ...given, verified_value: '1' }, ['checker_missing 2 cross_checked_by']],
    ['not applicable in the bonus', { member: 'c', criterion: 'IV-1', not_applicable: '1' }, ['bonus_not_applicable 2 not_applicable']],
    ['not applicable written otherwise', { ...given, not_applicable: 'x' }, ['bad_flag 2 not_applicable']],
    [
      'a penalty that is computed',
      { member: 'c', criterion: 'P2', cross_checked_by: 'a', verified_value: '1' },
      ['not_declared 2 criterion'],
    ],
    ['a veto that is computed', { member: 'c', criterion: 'V2' }, ['not_declared 2 criterion']],
    [
      'a veto that is not 1',
      { member: 'c', criterion: 'V1', cross_checked_by: 'a', verified_value: '2' },
      ['verified_out_of_range 2 verified_value'],
    ],
    [
      'a negative penalty',
      { member: 'c', criterion: 'P1', cross_checked_by: 'a', verified_value: '-1' },
      ['verified_out_of_range 2 verified_value'],
    ],
    ['a penalty not applicable', { member: 'c', criterion: 'P1', not_applicable: '1' }, ['not_a_criterion 2 not_applicable']],
    ['a formula', { ...given, reason: '=1+1' }, ['formula_text 2 reason']],
    ['units of a penalty', { member: 'c', criterion: 'P1', cross_checked_by: 'a', verified_value: '300', reason: 'x' }, []],
  ])('%s', (_, cells, faults) => {
    expect(scoreFaults(cells)).toEqual(faults);
  });

  it('refuses two rows of one criterion and names the second', () => {
    expect(scoreFaults(given, { member: 'd', criterion: 'I-1' }, given)).toEqual(['duplicate_row 4 criterion']);
  });

  it('refuses a group that is wholly not applicable', () => {
    const claims = ['II-1', 'II-2', 'II-3'].map((criterion) => ({ member: 'c', criterion, not_applicable: '1' }));
    expect(scoreFaults(...claims.slice(0, 2))).toEqual([]);
    expect(scoreFaults(...claims)).toEqual(['group_not_applicable 4 not_applicable']);
  });
});

describe('rows of ballots.csv', () => {
  const faults = (...rows: readonly Readonly<Record<string, string>>[]): readonly string[] => {
    const reading = readBallotRows(
      rows.map((cells, i) => row(cells, i + 2)),
      bloc,
    );
    return reading.ok ? [] : reading.faults.map((fault) => `${fault.code} ${String(fault.line)} ${fault.column ?? ''}`);
  };
  const votes = { candidate: 'a', for: '3', against: '1', abstain: '1' };

  it('reads counts', () => {
    expect(readBallotRows([row(votes)], bloc)).toEqual({ ok: true, content: [{ candidate: 'a', for: 3, against: 1, abstain: 1 }] });
  });

  it.each([
    ['more votes than electors', [{ ...votes, for: '4' }], ['too_many_votes 2 ']],
    ['a candidate twice', [votes, votes], ['duplicate_row 3 candidate']],
    ['an unknown candidate', [{ ...votes, candidate: 'z' }], ['unknown_member 2 candidate']],
    ['a fraction of a vote', [{ ...votes, for: '1.5' }], ['bad_number 2 for']],
    ['no count', [{ ...votes, abstain: '' }], ['bad_number 2 abstain']],
  ])('refuses %s', (_, rows, expected) => {
    expect(faults(...rows)).toEqual(expected);
  });
});
