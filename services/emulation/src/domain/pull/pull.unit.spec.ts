import type { Instant } from '@kcn/kernel';
import { instant } from '@kcn/kernel';
import fc from 'fast-check';
import type { FailureKind } from './call-failure';
import type { Pull } from './pull';
import { beginPull, closePull, markAnswered, markAsked, markFailed, nextSteps, resumePull } from './pull';
import type { Breaker, PullPolicy } from './pull-policy';
import { backoffMs, msBetween, plusMs, tripped } from './pull-policy';

const START = instant('2019-07-04T00:00:00Z');
const after = (ms: number): Instant => plusMs(START, ms);
const policy: PullPolicy = {
  concurrency: 2,
  slowAfterMs: 1_000,
  maxAttempts: 3,
  callTimeoutMs: 10_000,
  initialBackoffMs: 1_000,
  maxBackoffMs: 5_000,
  breakerFailures: 5,
  breakerOpenMs: 60_000,
};
const begin = (members: readonly string[], changes: Partial<Pull> & { readonly breaker?: Breaker; readonly since?: number } = {}): Pull => {
  const { breaker, since = 0, ...rest } = changes;
  return beginPull({
    ...{ bloc: 'bloc-a', year: 2019, startedAt: START, deadline: after(60_000), policy },
    ...rest,
    members: members.map((member) => ({ member, since, ...(breaker && { breaker }) })),
  });
};
const asked = (pull: Pull, now: Instant): readonly string[] => nextSteps(pull, now).ask.map(({ member }) => member);
const fail = (pull: Pull, member: string, at: number, kind: FailureKind = 'no-connection', jitter = 0.5): Pull =>
  markFailed(markAsked(pull, member, after(at)), { member, failure: { kind, reason: 'x' }, now: after(at), jitter });
const verdictOf = (pull: Pull, member: string): string | undefined => {
  const outcome = pull.members.find((one) => one.member === member)?.outcome;
  return outcome?.kind === 'judged' ? outcome.judgements.at(-1)?.verdict : outcome?.kind;
};

it('asks as many as there are places, with what is left of the time', () => {
  let pull = begin(['a', 'b', 'c'], { since: 4 });
  expect(nextSteps(pull, START)).toEqual({
    ask: [
      { member: 'a', since: 4, timeoutMs: 10_000 },
      { member: 'b', since: 4, timeoutMs: 10_000 },
    ],
    wakeAt: after(60_000),
    isOver: false,
  });
  pull = markAsked(markAsked(pull, 'a', START), 'b', START);
  expect(asked(pull, START)).toEqual([]);
  pull = markAnswered(pull, 'a', { kind: 'unchanged' });
  expect(nextSteps(pull, after(55_000)).ask).toEqual([{ member: 'c', since: 4, timeoutMs: 5_000 }]);
});

it('members that take their time give their places to others', () => {
  const pull = markAsked(markAsked(begin(['a', 'b', 'c']), 'a', START), 'b', after(400));
  expect(nextSteps(pull, after(999))).toMatchObject({ ask: [], wakeAt: after(1_000) });
  expect(asked(pull, after(1_000))).toEqual(['c']);
  expect(nextSteps(markAsked(pull, 'c', after(1_000)), after(1_000)).wakeAt).toBe(after(1_400));
});

it('tries again what may pass by itself, later each time, and the others first', () => {
  let pull = fail(begin(['a', 'b', 'c', 'd']), 'a', 0);
  // 0.5 × 1 s
  expect(pull.members[0]).toMatchObject({ phase: 'waiting', attempts: 1, notBefore: after(500) });
  expect(asked(pull, after(499))).toEqual(['b', 'c']);
  expect(asked(pull, after(500))).toEqual(['b', 'c']);
  expect(nextSteps(pull, after(0)).wakeAt).toBe(after(500));
  // 0.5 × 2 s
  pull = fail(pull, 'a', 500);
  expect(pull.members[0]).toMatchObject({ attempts: 2, notBefore: after(1_500) });
  pull = fail(pull, 'a', 1_500);
  expect(pull.members[0]).toMatchObject({ phase: 'done', attempts: 3 });
  expect(verdictOf(pull, 'a')).toBe('unreachable');
});

it.each<readonly [FailureKind, 'waiting' | 'done', string | undefined]>([
  ['no-connection', 'waiting', undefined],
  ['no-answer-in-time', 'waiting', undefined],
  ['refused-by-member', 'done', 'unreachable'],
  ['failed-at-member', 'done', 'unreachable'],
  ['peer-not-trusted', 'done', 'unreachable'],
  ['peer-certificate-expired', 'done', 'expired-certificate'],
  ['broken-answer', 'done', 'bad-signature'],
  ['own-failure', 'done', 'unreachable'],
])('after %s a member is %s', (kind, phase, verdict) => {
  const pull = fail(begin(['a']), 'a', 0, kind);
  expect([pull.members[0]?.phase, verdictOf(pull, 'a')]).toEqual([phase, verdict]);
});

it('does not wait for what would come after the deadline', () => {
  const pull = fail(begin(['a'], { deadline: after(400) }), 'a', 0);
  expect(pull.members[0]).toMatchObject({ phase: 'done', attempts: 1 });
  expect(nextSteps(pull, after(1)).isOver).toBe(true);
});

it('at the deadline who was being asked is late, who was not reached unreachable, and what came stays', () => {
  let pull = begin(['a', 'b', 'c', 'd']);
  pull = markAsked(markAnswered(markAsked(pull, 'a', START), 'a', { kind: 'no-sheet' }), 'b', START);
  pull = fail(pull, 'c', 59_000, 'no-answer-in-time');
  expect(nextSteps(pull, after(60_000))).toMatchObject({ ask: [], isOver: true });
  const closed = closePull(pull);
  expect(['a', 'b', 'c', 'd'].map((member) => verdictOf(closed, member))).toEqual(['no-sheet', 'late', 'late', 'unreachable']);
  expect(closePull(closed)).toEqual(closed);
  // An answer that comes now changes nothing.
  expect(markAnswered(closed, 'b', { kind: 'unchanged' })).toEqual(closed);
});

describe('the breaker', () => {
  it('opens after failures in a row, over several pulls, and closes with an answer', () => {
    const open = fail(begin(['a'], { breaker: { failuresInRow: 4 }, deadline: after(300_000) }), 'a', 0);
    expect(open.members[0]).toMatchObject({
      breaker: { failuresInRow: 5, openUntil: after(60_000) },
      notBefore: after(60_000),
      phase: 'waiting',
    });
    expect(asked(open, after(59_999))).toEqual([]);
    expect(asked(open, after(60_000))).toEqual(['a']);
    expect(fail(open, 'a', 60_000).members[0]?.breaker).toEqual({ failuresInRow: 6, openUntil: after(120_000) });
    expect(markAnswered(markAsked(open, 'a', START), 'a', { kind: 'unchanged' }).members[0]?.breaker).toEqual({ failuresInRow: 0 });
  });

  it('an open one from an earlier pull is waited for; one that opens past the deadline ends the member', () => {
    const pull = begin(['a', 'b'], { breaker: { failuresInRow: 5, openUntil: after(30_000) } });
    expect([asked(pull, START), asked(pull, after(30_000))]).toEqual([[], ['a', 'b']]);
    expect(fail(begin(['a'], { breaker: { failuresInRow: 4 } }), 'a', 10).members[0]?.phase).toBe('done');
  });

  it('does not open for a member that answers with a refusal', () => {
    expect(fail(begin(['a'], { breaker: { failuresInRow: 4 } }), 'a', 0, 'refused-by-member').members[0]?.breaker).toEqual({
      failuresInRow: 0,
    });
  });

  it('counts', () => {
    expect(tripped({ failuresInRow: 3 }, policy, START)).toEqual({ failuresInRow: 4 });
  });
});

it('a pull that was stored goes on: calls that were under way are asked again, what is done is not', () => {
  const pull = markAnswered(markAsked(markAsked(begin(['a', 'b', 'c']), 'a', START), 'b', START), 'a', { kind: 'unchanged' });
  const resumed = resumePull(JSON.parse(JSON.stringify(pull)) as Pull);
  // b was asked once before, so the one that was not comes first.
  expect(asked(resumed, after(1))).toEqual(['c', 'b']);
});

it('the wait lies anywhere between nothing and a bound that doubles up to its limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (attempts, jitter) => {
      const wait = backoffMs(policy, { attempts, jitter });
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThan(Math.min(5_000, 1_000 * 2 ** (attempts - 1)));
      expect(Number.isInteger(wait)).toBe(true);
    }),
  );
});

it('whatever happens, a pull ends: each member done once, with no more calls than allowed, never more quick ones at a time than places', () => {
  const members = ['a', 'b', 'c', 'd', 'e'];
  const happenings = fc.infiniteStream(
    fc.record({
      kind: fc.constantFrom<FailureKind | 'answer'>('answer', 'no-connection', 'no-answer-in-time', 'refused-by-member', 'broken-answer'),
      jitter: fc.double({ min: 0, max: 0.99, noNaN: true }),
      tookMs: fc.nat(12_000),
    }),
  );
  fc.assert(
    fc.property(happenings, fc.integer({ min: 1, max: 90_000 }), (stream, forMs) => {
      let pull = begin(members, { deadline: after(forMs) });
      let now: Instant = START;
      let calls = 0;
      for (let steps = nextSteps(pull, now); !steps.isOver; steps = nextSteps(pull, now)) {
        for (const { member, timeoutMs } of steps.ask) {
          expect(timeoutMs).toBeLessThanOrEqual(msBetween(now, pull.deadline));
          pull = markAsked(pull, member, now);
          calls += 1;
        }
        const asking = pull.members.filter(({ phase }) => phase === 'asking');
        const quick = asking.filter(({ askedAt }) => askedAt !== undefined && msBetween(askedAt, now) < policy.slowAfterMs);
        expect(quick.length).toBeLessThanOrEqual(policy.concurrency);
        const [first] = asking;
        if (!first) {
          expect(steps.wakeAt > now).toBe(true);
          now = steps.wakeAt;
          continue;
        }
        const { kind, jitter, tookMs } = stream.next().value;
        now = plusMs(now, tookMs);
        pull =
          kind === 'answer'
            ? markAnswered(pull, first.member, { kind: 'unchanged' })
            : markFailed(pull, { member: first.member, failure: { kind, reason: 'x' }, now, jitter });
      }
      const closed = closePull(pull);
      expect(closed.members.every(({ phase, outcome }) => phase === 'done' && outcome !== undefined)).toBe(true);
      expect(calls).toBeLessThanOrEqual(members.length * policy.maxAttempts);
    }),
  );
});
