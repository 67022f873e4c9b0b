import { feesEvents } from '@kcn/contracts';
import type { CommandName, EventLog, OnceResult, RunOnce, Session } from '@kcn/messaging';
import { checkNumbersLeft } from '../../domain/invoices/numbering';
import { checkSecondPerson } from '../accounting/two-person-act';
import type { BillingRun, Invoices, NumberBlock, Runs } from '../ports';
import { seriesKey } from './number-blocks';
import type { RequestWork } from './ports';
import { notWaiting, otherIsIssuing, outdated, runNotFound, stillPlanning } from './run-faults';

export interface ApproverOptions {
  readonly log: EventLog;
  readonly invoices: Pick<Invoices, 'existing'>;
  readonly runs: Runs;
  readonly runOnce: RunOnce;
  readonly requestWork: RequestWork;
}

export interface ApproveRun {
  readonly command: CommandName;
  readonly id: string;
  readonly actor: string;
}

/** Thrown within the transaction when another run was approved or has ended since this one's list was compared. */
class ComparedTooEarly extends Error {}

/** A second person's approval: it reserves the run's whole block of numbers, and from then on the run is issued. */
export function createApprover({ log, invoices, runs, runOnce, requestWork }: ApproverOptions) {
  /** @returns the last step of a run up to which none of this run's invoices is in force or about to be */
  async function compareList(board: string, run: BillingRun): Promise<number> {
    const step = await runs.lastStep(undefined, board);
    // What ended before this list was begun was left out of it.
    const others = (await runs.issuing(undefined, board)).filter(({ id }) => id !== run.id);
    if (step <= run.plannedAt && others.length === 0) return step;
    for await (const codes of runs.codesOfList(run)) {
      const [taken] = await invoices.existing(undefined, board, codes);
      if (taken !== undefined) throw outdated(taken);
      for (const other of others) {
        const [listed] = await runs.inList(other, codes);
        if (listed !== undefined) throw outdated(listed);
      }
    }
    return step;
  }

  async function checkSeries(session: Session, board: string, run: BillingRun): Promise<void> {
    const numbered = new Set(run.counts.map(seriesKey));
    for (const other of await runs.issuing(session, board))
      if (other.blocks.some((block) => numbered.has(seriesKey(block)))) throw otherIsIssuing(other.id);
  }

  async function reserveBlocks(session: Session, board: string, { counts }: BillingRun): Promise<NumberBlock[]> {
    const blocks: NumberBlock[] = [];
    for (const { count, ...series } of counts) {
      const first = await runs.reserve(session, board, series, count);
      checkNumbersLeft(first, count);
      blocks.push({ ...series, first, count });
    }
    return blocks;
  }

  function checkState(run: BillingRun | undefined, id: string): BillingRun {
    if (!run || run.state === 'empty') throw runNotFound(id);
    if (run.state === 'planning') throw stillPlanning(id);
    if (run.state !== 'waiting') throw notWaiting(id);
    return run;
  }

  const approveOnce = ({ command, id, actor }: ApproveRun): Promise<OnceResult<{ readonly id: string }>> => {
    const { board, key } = command;
    return runOnce(command, async (session) => {
      const found = await runs.find(session, board, id);
      if (found) checkSecondPerson({ maker: found.creator, checker: actor });
      const run = checkState(found, id);
      await checkSeries(session, board, run);
      const compared = await compareList(board, run);
      const blocks = await reserveBlocks(session, board, run);
      // Every transaction of the board writes its head, so two approvals at once never both see the run waiting.
      const { type, codec } = feesEvents.runApproved;
      const { lastPosition, recordedAt } = await log.append(session, board, [
        {
          aggregate: `run:${id}`,
          aggregateVersion: 2,
          type,
          payload: codec.encode({ run: id, blocks }).finish(),
          actor,
          cause: `http:${key}`,
        },
      ]);
      if ((await runs.lastStep(session, board)) !== compared) throw new ComparedTooEarly();
      const isMine = await runs.change(session, { ...run, state: 'issuing', approver: actor, approvedAt: lastPosition, blocks });
      if (!isMine) throw notWaiting(id);
      await requestWork(session, { ...run, state: 'issuing' });
      return { response: { id }, lastPosition, recordedAt };
    });
  };

  /**
   * @throws DomainError not_found `run_not_found`; forbidden `maker_is_not_checker`; precondition `run_is_planning`,
   *   `run_already_approved`, `run_is_issuing`, `run_is_outdated`, `invoice_numbers_exhausted`
   */
  return async (given: ApproveRun): Promise<OnceResult<{ readonly id: string }>> => {
    for (;;) {
      try {
        return await approveOnce(given);
      } catch (error) {
        if (!(error instanceof ComparedTooEarly)) throw error;
      }
    }
  };
}

export type Approver = ReturnType<typeof createApprover>;
