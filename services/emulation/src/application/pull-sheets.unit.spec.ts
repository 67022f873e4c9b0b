import type { Clock } from '@kcn/kernel';
import { instant } from '@kcn/kernel';
import type { Pull } from '../domain/pull/pull';
import { beginPull } from '../domain/pull/pull';
import { DEFAULT_PULL_POLICY, plusMs } from '../domain/pull/pull-policy';
import type { PullPorts } from './pull-sheets';
import { pullSheets } from './pull-sheets';

const START = instant('2019-07-04T00:00:00Z');
const answer = { sheets: [], keySet: new Uint8Array() };

/** A clock that stands still until somebody sleeps; sleeping lets everything that is ready happen first. */
function createWorld(): Pick<PullPorts, 'clock' | 'sleepUntil' | 'random'> & { readonly clock: Clock } {
  let now = START;
  return {
    clock: { now: () => now },
    random: () => 0.5,
    sleepUntil: async (at, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (!signal.aborted) now = at;
    },
  };
}

const begin = (members: readonly string[]): Pull =>
  beginPull({
    ...{ bloc: 'bloc-a', year: 2019, startedAt: START, deadline: plusMs(START, 60_000), policy: DEFAULT_PULL_POLICY },
    members: members.map((member) => ({ member, since: 0 })),
  });
const outcomes = (pull: Pull): unknown =>
  pull.members.map(({ member, outcome, attempts }) => [
    member,
    outcome?.kind === 'judged' ? outcome.judgements[0]?.details[0]?.code : outcome?.kind,
    attempts,
  ]);

it('what the leader’s own side cannot keep is told at the end, and the others are through', async () => {
  const saved: Pull[] = [];
  const pulling = pullSheets(begin(['a', 'b', 'c']), {
    ...createWorld(),
    ask: async () => answer,
    take: async (member) => {
      if (member === 'b') throw new Error('the database is away');
      return { kind: 'unchanged' };
    },
    save: async (pull) => void saved.push(pull),
  });
  await expect(pulling).rejects.toThrow('the database is away');
  const last = saved.at(-1);
  expect(last && outcomes(last)).toEqual([
    ['a', 'unchanged', 1],
    ['b', 'own-failure', 1],
    ['c', 'unchanged', 1],
  ]);
});

it('a call that does not even end with the signal does not keep the pull from ending', async () => {
  const pull = await pullSheets(begin(['a', 'b']), {
    ...createWorld(),
    ask: ({ member }) => (member === 'a' ? new Promise(() => undefined) : Promise.resolve(answer)),
    take: async () => ({ kind: 'no-sheet' }),
    save: async () => undefined,
  });
  expect(outcomes(pull)).toEqual([
    ['a', 'no-answer-in-time', 1],
    ['b', 'no-sheet', 1],
  ]);
});

it('goes on with a pull that another process began', async () => {
  const calls: string[] = [];
  const begun = begin(['a', 'b']);
  const pull = await pullSheets(
    {
      ...begun,
      members: begun.members.map((member) =>
        member.member === 'a' ? { ...member, phase: 'done', attempts: 2, outcome: { kind: 'unchanged' } } : member,
      ),
    },
    {
      ...createWorld(),
      ask: async ({ member, since, bloc, year }) => {
        calls.push([bloc, year, member, since].join(' '));
        return answer;
      },
      take: async () => ({ kind: 'no-sheet' }),
      save: async () => undefined,
    },
  );
  expect([calls, outcomes(pull)]).toEqual([
    ['bloc-a 2019 b 0'],
    [
      ['a', 'unchanged', 2],
      ['b', 'no-sheet', 1],
    ],
  ]);
});
