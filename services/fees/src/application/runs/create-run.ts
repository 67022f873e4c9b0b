import type { Period } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import type { BillingRun, Runs } from '../ports';
import type { RequestWork, RunInputs } from './ports';
import { nothingToIssue } from './run-faults';

export interface RunCreatorOptions {
  readonly log: Pick<EventLog, 'head'>;
  readonly runs: Pick<Runs, 'findLatest' | 'insert'>;
  readonly inputs: Pick<RunInputs, 'changedAfter'>;
  readonly runOnce: RunOnce;
  readonly requestWork: RequestWork;
  /** The database's time. */
  readonly now: () => Promise<Date>;
}

export interface CreateRun {
  readonly command: CommandName;
  readonly through: Period;
  readonly actor: string;
}

/** Begins a run: its list is made in the background, and then it waits for a second person to approve it. */
export function createRunCreator({ log, runs, inputs, runOnce, requestWork, now }: RunCreatorOptions) {
  /** Whether a run has issued everything up to that month, and nothing that charges depend on has changed since its list was begun. */
  async function isAllIssued(board: string, through: Period): Promise<boolean> {
    const latest = await runs.findLatest(undefined, board);
    if (!latest || latest.parked.length > 0 || latest.through < through) return false;
    if (latest.state !== 'issued' && latest.state !== 'empty') return false;
    return !(await inputs.changedAfter(undefined, board, latest.plannedAt));
  }

  /**
   * @returns the id of the run
   * @throws DomainError precondition `nothing_to_issue`, where that is known without looking at every contract
   */
  return ({ command, through, actor }: CreateRun): Promise<OnceResult<{ readonly id: string }>> =>
    runOnce(command, async (session) => {
      const { board, key, requestHash } = command;
      if (await isAllIssued(board, through)) throw nothingToIssue(through);
      const { position } = await log.head(board);
      const createdAt = await now();
      const id = `${through}-${(position + 1).toString()}-${requestHash.slice(0, 8)}${createdAt.getTime().toString(36)}`;
      const run: BillingRun = {
        board,
        id,
        revision: 1,
        state: 'planning',
        through,
        creator: actor,
        createdAt,
        cause: `http:${key}`,
        plannedAt: position,
        list: 1,
        plannedUpTo: '',
        parked: [],
        invoices: 0,
        total: 0n,
        counts: [],
        issued: 0,
        issuedUpTo: '',
        given: [],
        blocks: [],
      };
      await runs.insert(session, run);
      await requestWork(session, run);
      return { response: { id } };
    });
}

export type RunCreator = ReturnType<typeof createRunCreator>;
