import { feesEvents } from '@kcn/contracts';
import { precondition } from '@kcn/kernel';
import type { Period } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import { freezeList } from '../../domain/invoices/numbering';
import type { FrozenInvoice, Invoices, Records, Runs } from '../ports';
import { readSeriesOf } from './board-facts';
import { planBoardRun } from './plan-board-run';
import { seriesKey } from './number-blocks';

export interface RunCreatorOptions {
  readonly log: EventLog;
  readonly records: Records;
  readonly invoices: Invoices;
  readonly runs: Runs;
  readonly runOnce: RunOnce;
}

export interface CreateRun {
  readonly command: CommandName;
  readonly through: Period;
  readonly actor: string;
}

const nothingToIssue = (through: Period): Error =>
  precondition('nothing_to_issue', {
    vi: `Không có hóa đơn mới nào đến hết tháng ${through}`,
    en: `There is no new invoice up to the end of ${through}`,
  });

/** Freezes what a run would issue now, for a second person to approve. */
export function createRunCreator({ log, records, invoices, runs, runOnce }: RunCreatorOptions) {
  /**
   * @returns the id of the run, which then waits
   * @throws DomainError precondition `nothing_to_issue`
   */
  return ({ command, through, actor }: CreateRun): Promise<OnceResult<{ readonly id: string }>> =>
    runOnce(command, async (session) => {
      const { board, requestHash } = command;
      const plan = await planBoardRun({ records, invoices }, { board, through, session });
      if (plan.invoices.length === 0) throw nothingToIssue(through);
      const seriesOf = await readSeriesOf({ records, session, board });
      const counts = new Map<string, number>();
      const list = freezeList(plan.invoices).map((invoice, sequence): FrozenInvoice => {
        const series = seriesOf(invoice);
        const indexInSeries = counts.get(seriesKey(series)) ?? 0;
        counts.set(seriesKey(series), indexInSeries + 1);
        return { sequence, series, indexInSeries, invoice };
      });
      const total = list.reduce((sum, { invoice }) => sum + invoice.total, 0n);
      const head = await log.head(board);
      const id = `${through}-${(head.position + 1).toString()}-${requestHash.slice(0, 8)}`;
      const { type, codec } = feesEvents.runCreated;
      const { lastPosition, recordedAt } = await log.append(session, board, [
        {
          aggregate: `run:${id}`,
          aggregateVersion: 1,
          type,
          payload: codec.encode({ run: id, through, invoices: list.length, total }).finish(),
          actor,
          cause: `http:${command.key}`,
        },
      ]);
      await runs.insert(
        session,
        {
          board,
          id,
          state: 'waiting',
          through,
          creator: actor,
          createdAt: recordedAt,
          invoices: list.length,
          total,
          issued: 0,
          blocks: [],
        },
        list,
      );
      return { response: { id }, lastPosition, recordedAt };
    });
}

export type RunCreator = ReturnType<typeof createRunCreator>;
