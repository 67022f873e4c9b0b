import { findFraction } from '@kcn/kernel/fraction';
import { smallBloc, smallBlocFile, smallCriteria } from '../../spec-support/small-bloc';
import type { Edits } from '../../spec-support/spoil';
import { spoil } from '../../spec-support/spoil';
import { checkBlocAgainstCriteria } from './check-bloc';
import { parseBloc } from './parse-bloc';

function faultsOf(edits: Edits): readonly string[] {
  const reading = parseBloc(JSON.stringify(spoil(smallBlocFile, edits)));
  return reading.ok ? [] : reading.faults.map((fault) => `${fault.code} ${fault.path}`);
}

describe('reading a bloc', () => {
  it('gives what the file leaves out its default', () => {
    const bloc = smallBloc({ planShare: undefined, deputy: undefined, host: undefined });
    expect(bloc).toMatchObject({ planShare: { numerator: 1n, denominator: 1n }, quorum: { numerator: 2n, denominator: 3n } });
    expect('deputy' in bloc).toBe(false);
    expect(smallBloc({ quorum: '0.5' }).quorum).toEqual(findFraction('0.5'));
    expect(smallBloc({ quorum: '3/4' }).quorum).toEqual({ numerator: 3n, denominator: 4n });
    expect(smallBloc({ quorum: { share: '0.75' } }).quorum).toEqual(findFraction('0.75'));
    expect([3, { number: 3 }].map((quorum) => smallBloc({ quorum }).quorum)).toEqual(
      [3, 3].map(() => ({ numerator: 3n, denominator: 5n })),
    );
    expect(smallBloc({ tieBreaks: [] }).tieBreaks).toEqual([]);
  });

  it.each<[string, Edits, readonly string[]]>([
    ['another format', { format: 'bloc' }, ['unknown_format /format']],
    ['an unknown field', { chair: 'a' }, ['unknown_field /chair']],
    ['a year that is a text', { year: '2026' }, ['bad_type /year']],
    ['no such period', { period: '2026-H3' }, ['bad_period /period']],
    ['a period of another year', { period: '2025-H1' }, ['period_outside_year /period']],
    ['a share above 1', { planShare: '1.5' }, ['out_of_range /planShare']],
    ['a float', { planShare: 0.5 }, ['bad_type /planShare']],
    ['an unknown tie-break key', { tieBreaks: ['group:I', 'seniority'] }, ['unknown_tie_break /tieBreaks']],
    ['a key twice', { tieBreaks: ['ballot', 'ballot'] }, ['duplicate_tie_break /tieBreaks']],
    ['a leader from outside', { leader: 'z' }, ['unknown_member /leader']],
    ['one member for both offices', { deputy: 'a' }, ['leader_is_deputy /deputy']],
    [
      'a member twice',
      { 'members.4.id': 'a' },
      ['duplicate_member /members/4/id', 'unknown_member /crossChecks/3/member', 'unknown_member /crossChecks/4/checker'],
    ],
    ['a member that checks itself', { 'crossChecks.0': { checker: 'b', member: 'b' } }, ['checks_itself /crossChecks/0/checker']],
    ['a checker from outside', { 'crossChecks.0.checker': 'z' }, ['unknown_member /crossChecks/0/checker']],
    ['a pair twice', { 'crossChecks.0': { checker: 'b', member: 'c' } }, ['duplicate_pair /crossChecks/1']],
    ['a step without a deadline', { 'members.0.steps.dance': '2026-01-01' }, ['step_without_deadline /members/0/steps']],
    ['a day that does not exist', { 'deadlines.pledge': '2026-02-30' }, ['bad_date /deadlines/pledge']],
    ['both a share and a number of flags', { 'quota.flags': { share: '0.2', number: 2 } }, ['share_or_number /quota/flags']],
    ['a flag below a certificate', { thresholds: { flag: '100', certificate: '120' } }, ['threshold_order /thresholds']],
    ['no elector', { electors: 0 }, ['no_electors /electors']],
    [
      'no member',
      { members: [], crossChecks: [] },
      ['no_members /members', 'unknown_member /leader', 'unknown_member /deputy', 'unknown_member /host'],
    ],
    ['a quorum of more heads than there are', { quorum: 6 }, ['bad_quorum /quorum']],
    ['a quorum above 1', { quorum: '2' }, ['bad_quorum /quorum']],
  ])('names %s', (_, edits, faults) => {
    expect(faultsOf(edits)).toEqual(faults);
  });

  it('is checked against its criteria', () => {
    const criteria = smallCriteria();
    const faults = (changes: object): readonly string[] =>
      checkBlocAgainstCriteria(smallBloc(changes), criteria).map((fault) => `${fault.code} ${fault.path}`);
    expect(faults({})).toEqual([]);
    expect(faults({ criteriaVersion: 'small-2' })).toEqual(['other_criteria /criteriaVersion']);
    expect(faults({ tieBreaks: ['group:VII', 'criterion:I-9'] })).toEqual(['unknown_tie_break /tieBreaks', 'unknown_tie_break /tieBreaks']);
    const members = smallBlocFile.members.map((member) => ({ ...member, steps: { pledge: '2026-01-01' } }));
    expect(faults({ deadlines: { pledge: '2026-02-13' }, members })).toEqual(['step_without_deadline /deadlines']);
  });
});
