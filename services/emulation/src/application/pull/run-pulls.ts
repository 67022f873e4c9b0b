import { randomUUID } from 'node:crypto';
import type { Clock } from '@kcn/kernel';
import { notFound, precondition } from '@kcn/kernel';
import type { CommandName, EventLog, NewEvent, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { MemberOutcome, MemberPull, Pull } from '../../domain/pull/pull';
import { beginPull, resumePull } from '../../domain/pull/pull';
import { plusMs } from '../../domain/pull/pull-policy';
import type { Breaker, PullPolicy } from '../../domain/pull/pull-policy';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { pullSheets } from '../pull-sheets';
import type { PullPorts } from '../pull-sheets';
import { createBatches } from './batches';
import { readLeaderYear } from './leader-year';
import type { MemberFileChange, MemberFiles, PullRun, PullRuns } from './ports';
import { NO_FILE } from './ports';
import type { AnswerTaking, Arrived } from './take-answer';
import { judgedEvent } from './take-answer';

export interface PullRunningOptions extends Pick<PullPorts, 'random' | 'sleepUntil'> {
  readonly versions: BlocVersions;
  readonly files: MemberFiles;
  readonly runs: PullRuns;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly transact: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly take: AnswerTaking;
  /** Absent where no addresses of other boards are configured. */
  readonly ask: PullPorts['ask'] | undefined;
  readonly clock: Clock;
  readonly policy: PullPolicy;
  /** This process, among those of the service. */
  readonly owner: string;
  /** Told of a pull that could not go on. */
  readonly onFault: (error: unknown) => void;
}

export interface BeginCommand extends CommandName, BlocYear {
  readonly actor: string;
  /** How long the pull waits for answers. */
  readonly forMs: number;
}

/** What a stored pull comes to, with the members whose sheets are still missing. */
export interface PullView {
  readonly run: PullRun;
  /** In the bloc's order: no sheet of theirs counts yet. */
  readonly missing: readonly string[];
  /** The revision that counts, by member. */
  readonly accepted: ReadonlyMap<string, number>;
}

/** Answers that are taken in one transaction: all of them write the head of the leader's log, so side by side they would only run into each other. */
const BATCH = 16;

/** Begins pulls, goes on with those that another process left, and tells how they stand. */
export function createPullRunning(options: PullRunningOptions) {
  const { versions, files, runs, log, runOnce, transact, take, ask, clock, policy, owner, onFault } = options;
  const under = new Map<string, { readonly stopping: AbortController; readonly done: Promise<void> }>();
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();

  async function run(begun: PullRun, asking: PullPorts['ask'], stopping: AbortController): Promise<void> {
    const { id, board, bloc, year, actor } = begun;
    const name: BlocYear = { board, bloc, year };
    const leading = await readLeaderYear(versions, name);
    const cause = `pull:${id}`;
    const arrival = { via: 'pull', actor, cause, deadline: begun.pull.deadline } as const;
    const takeOne = createBatches<Arrived, MemberOutcome>({
      maxSize: BATCH,
      work: (arrived) =>
        transact(async (session) => {
          const verdicts = await take(session, name, leading, arrived);
          const kept = await files.findAll(
            name,
            arrived.map(({ member }) => member),
            session,
          );
          return arrived.map(({ member }, index): MemberOutcome => {
            const judgements = verdicts[index] ?? [];
            if (judgements.length > 0) return { kind: 'judged', judgements };
            return { kind: kept.get(member)?.history.lastAccepted ? 'unchanged' : 'no-sheet' };
          });
        }),
    });
    const ended = await pullSheets(resumePull({ ...begun.pull, policy }), {
      ...{ clock, random: options.random, sleepUntil: options.sleepUntil, ask: asking, stopping: stopping.signal },
      take: (member, answer, receivedAt) => takeOne({ member, answer, arrival: { ...arrival, receivedAt } }),
      save: async (pull) => {
        if (!(await runs.save({ ...begun, pull }, owner))) stopping.abort();
      },
    });
    if (stopping.signal.aborted) return;
    await recordSilence(name, ended, { actor, cause });
    await runs.save({ ...begun, pull: ended, state: 'ended' }, owner);
  }

  /** What did not come is in the log as well as what did. */
  const recordSilence = (name: BlocYear, { members }: Pull, by: { readonly actor: string; readonly cause: string }): Promise<void> =>
    transact(async (session) => {
      const [events, changes]: [NewEvent[], MemberFileChange[]] = [[], []];
      const silent = members.filter(({ lastFailure }) => lastFailure !== undefined).map(({ member }) => member);
      const kept = await files.findAll(name, silent, session);
      for (const { member, lastFailure, outcome } of members) {
        const verdict = outcome?.kind === 'judged' ? outcome.judgements[0] : undefined;
        if (lastFailure === undefined || verdict === undefined || verdict.sha256 !== undefined) continue;
        const before = kept.get(member) ?? NO_FILE;
        const version = before.version + 1;
        events.push(judgedEvent({ ...name, ...by, member, version, ...verdict }));
        changes.push({ member, before, after: { ...before, version } });
      }
      if (events.length === 0) return;
      await log.append(session, name.board, events);
      await files.saveAll(session, name, changes);
    });

  function goOn(taken: PullRun, asking: PullPorts['ask']): void {
    const stopping = new AbortController();
    const done = run(taken, asking, stopping)
      .catch(onFault)
      .finally(() => under.delete(taken.id));
    under.set(taken.id, { stopping, done });
  }

  /** Keeps what runs here, and takes what nobody runs. */
  function look(): Promise<void> {
    looking = looking.catch(() => undefined).then(lookOnce);
    return looking;
  }

  async function lookOnce(): Promise<void> {
    if (ask === undefined || isStopped) return;
    if (under.size > 0) await runs.renew([...under.keys()], owner);
    for (let taken = await runs.takeAbandoned(owner); taken !== undefined; taken = await runs.takeAbandoned(owner)) goOn(taken, ask);
  }

  return {
    look,

    /**
     * Begins a pull of all members' sheets; it goes on after the answer.
     * @throws DomainError not_found `unknown_bloc`; precondition `no_peers`, `pull_running`; invalid `idempotency_key_reused`
     */
    async begin({ actor, forMs, bloc, year, ...command }: BeginCommand): Promise<OnceResult<{ id: string }>> {
      const name: BlocYear = { board: command.board, bloc, year };
      const { set } = await readLeaderYear(versions, name);
      if (ask === undefined)
        throw precondition('no_peers', {
          vi: 'Chưa cấu hình địa chỉ và chứng thư để lấy phiếu của các ban khác',
          en: 'No addresses and certificate are configured to pull other boards’ sheets with',
        });
      const begun = await runOnce(command, async (session) => {
        const startedAt = clock.now();
        const last = await runs.last(name, session);
        const kept = new Map((await files.list(name)).map((file) => [file.member, file]));
        const pull = beginPull({
          ...{ bloc, year, startedAt, deadline: plusMs(startedAt, forMs), policy },
          members: set.bloc.members.map(({ id: member }) => ({
            member,
            since: kept.get(member)?.history.lastAccepted?.revision ?? 0,
            ...breakerOf(last, member),
          })),
        });
        const id = randomUUID();
        await runs.begin(session, { ...name, id, state: 'running', actor, pull });
        return { response: { id } };
      });
      void look().catch(onFault);
      return begun;
    },

    /** @throws DomainError not_found `unknown_bloc`, `unknown_pull` */
    async get(name: BlocYear, id: string): Promise<PullView> {
      await readLeaderYear(versions, name);
      const found = await runs.find(name, id);
      if (!found) throw notFound('unknown_pull', { vi: 'Không có lượt lấy phiếu này', en: 'There is no such pull' });
      return view(name, found);
    },

    /** The newest. @throws DomainError not_found `unknown_bloc`, `unknown_pull` */
    async getLast(name: BlocYear): Promise<PullView> {
      await readLeaderYear(versions, name);
      const found = await runs.last(name);
      if (!found) throw notFound('unknown_pull', { vi: 'Chưa lấy phiếu lần nào', en: 'There has been no pull yet' });
      return view(name, found);
    },

    /** Leaves the pulls under way to other processes, or to the next start. */
    async stop(): Promise<void> {
      isStopped = true;
      await looking.catch(() => undefined);
      const left = [...under];
      for (const [, { stopping }] of left) stopping.abort();
      await Promise.all(left.map(([, { done }]) => done));
      await Promise.all(left.map(([id]) => runs.release(id, owner)));
    },
  };

  async function view(name: BlocYear, run: PullRun): Promise<PullView> {
    const accepted = new Map(
      (await files.list(name)).flatMap(({ member, history }): [string, number][] =>
        history.lastAccepted ? [[member, history.lastAccepted.revision]] : [],
      ),
    );
    return { run, accepted, missing: run.pull.members.map(({ member }) => member).filter((member) => !accepted.has(member)) };
  }
}

export type PullRunning = ReturnType<typeof createPullRunning>;

const breakerOf = (last: PullRun | undefined, member: string): { readonly breaker?: Breaker } => {
  const before: MemberPull | undefined = last?.pull.members.find((one) => one.member === member);
  return before ? { breaker: before.breaker } : {};
};
