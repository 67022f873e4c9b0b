import fc from 'fast-check';
import { number } from '../../spec-support/small-bloc';
import { fraction } from '@kcn/kernel/fraction';
import type { BallotId, ElectorId, SecretBallot, Vote, VoteRules } from './ballot';
import { countBallots, markRoll, outcomeOfCounts, sealBallot, votesFor } from './ballot';

const rules: VoteRules = { electors: 6, quorum: fraction(2n, 3n), candidates: ['a', 'b'] };
const ballot = (id: number, votes: Readonly<Record<string, Vote>>): SecretBallot =>
  sealBallot(rules, { id: String(id) as BallotId, votes: new Map(Object.entries(votes)) });
const elector = 'tran-van-b' as ElectorId;

describe('the secret ballot', () => {
  it('marks each head once, and only while the vote is open', () => {
    expect(markRoll(new Set(), { elector, open: true })).toEqual({ kind: 'roll-mark', elector });
    expect(() => markRoll(new Set([elector]), { elector, open: true })).toThrow(expect.objectContaining({ code: 'already_voted' }));
    expect(() => markRoll(new Set(), { elector, open: false })).toThrow(expect.objectContaining({ code: 'vote_closed' }));
  });

  it('has no field that a roll mark has, so neither leads to the other', () => {
    const mark = markRoll(new Set(), { elector, open: true });
    const cast = ballot(1, { a: 'for' });
    expect(Object.keys(cast).filter((field) => field in mark && field !== 'kind')).toEqual([]);
    // @ts-expect-error A ballot is not told who cast it.
    expect(cast.elector).toBeUndefined();
  });

  it('counts for, against and abstain of each candidate after the close', () => {
    const box = [
      ballot(1, { a: 'for', b: 'against' }),
      ballot(2, { a: 'for', b: 'abstain' }),
      ballot(3, { a: 'against' }),
      ballot(4, { a: 'for', b: 'for' }),
    ];
    const outcome = countBallots(box, { ...rules, closed: true });
    expect(outcome).toEqual({
      counts: [
        { candidate: 'a', for: 3, against: 1, abstain: 0 },
        { candidate: 'b', for: 1, against: 1, abstain: 1 },
      ],
      turnout: 4,
    });
    expect(votesFor(outcome, 'a')).toBe(3);
    expect(votesFor(outcome, 'nobody')).toBe(0);
    expect(() => countBallots(box, { ...rules, closed: false })).toThrow(expect.objectContaining({ code: 'vote_open' }));
  });

  it('flags a vote below two thirds of the electors and lets it decide nothing', () => {
    const outcome = countBallots(
      [1, 2, 3].map((id) => ballot(id, { a: 'for' })),
      { ...rules, closed: true },
    );
    expect(outcome).toMatchObject({ turnout: 3, flag: 'below-quorum' });
    expect(votesFor(outcome, 'a')).toBe(0);
  });

  it('refuses an unknown candidate and more ballots than electors', () => {
    expect(() => ballot(1, { z: 'for' })).toThrow(expect.objectContaining({ code: 'unknown_candidate' }));
    const seven = Array.from({ length: 7 }, (_, id) => ballot(id, {}));
    expect(() => countBallots(seven, { ...rules, closed: true })).toThrow(expect.objectContaining({ code: 'more_ballots_than_electors' }));
  });

  it('reads the turnout from counts: at least the candidate with most votes', () => {
    const counts = [
      { candidate: 'a', for: 2, against: 1, abstain: 1 },
      { candidate: 'b', for: 1, against: 0, abstain: 0 },
    ];
    expect(outcomeOfCounts(counts, rules)).toEqual({ counts, turnout: 4 });
    expect(outcomeOfCounts(counts, { ...rules, quorum: number('0.7') })).toMatchObject({ flag: 'below-quorum' });
    expect(outcomeOfCounts([], rules)).toMatchObject({ turnout: 0, flag: 'not-held' });
  });

  it('gives the same counts in whatever order the ballots lie', () => {
    const vote = fc.constantFrom<Vote>('for', 'against', 'abstain');
    fc.assert(
      fc.property(fc.array(fc.record({ a: vote, b: vote }), { maxLength: 6 }), (votes) => {
        const box = votes.map((one, id) => ballot(id, one));
        expect(countBallots([...box].reverse(), { ...rules, closed: true })).toEqual(countBallots(box, { ...rules, closed: true }));
      }),
    );
  });
});
