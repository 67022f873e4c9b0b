import { feesEvents } from '@kcn/contracts';
import { forbidden, notFound, precondition } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import { numberList } from '../../domain/invoices/numbering';
import type { Invoices, NumberBlock, Runs } from '../ports';
import { countSeries } from './number-blocks';

export interface ApproverOptions {
  readonly log: EventLog;
  readonly invoices: Invoices;
  readonly runs: Runs;
  readonly runOnce: RunOnce;
}

export const runNotFound = (id: string): Error =>
  notFound('run_not_found', { vi: `Không có đợt lập hóa đơn "${id}"`, en: `There is no billing run "${id}"` });
const notWaiting = (id: string): Error =>
  precondition('run_already_approved', { vi: `Đợt lập hóa đơn "${id}" đã được duyệt`, en: `The billing run "${id}" was approved already` });
const makerIsNotChecker = (): Error =>
  forbidden('maker_is_not_checker', {
    vi: 'Người lập không được tự duyệt đợt lập hóa đơn của mình',
    en: 'Who created a billing run may not approve it',
  });
const otherIsIssuing = (id: string): Error =>
  precondition('run_is_issuing', {
    vi: `Đợt "${id}" đang phát hành; hãy chờ đợt đó xong`,
    en: `The run "${id}" is being issued; wait until it is done`,
  });
const outdated = (code: string): Error =>
  precondition('run_is_outdated', {
    vi: `Hóa đơn ${code} của đợt này đã được phát hành; hãy lập đợt mới`,
    en: `The invoice ${code} of this run is in force already; create a new run`,
  });

/** A second person's approval: it reserves the run's whole block of numbers, and from then on the run is issued. */
export function createApprover({ log, invoices, runs, runOnce }: ApproverOptions) {
  /**
   * @throws DomainError not_found `run_not_found`; forbidden `maker_is_not_checker`; precondition `run_already_approved`,
   *   `run_is_issuing`, `run_is_outdated`, `invoice_numbers_exhausted`
   */
  return ({
    command,
    id,
    actor,
  }: {
    readonly command: CommandName;
    readonly id: string;
    readonly actor: string;
  }): Promise<OnceResult<{ readonly id: string }>> =>
    runOnce(command, async (session) => {
      const { board, key } = command;
      const run = await runs.find(session, board, id);
      if (!run) throw runNotFound(id);
      if (run.creator === actor) throw makerIsNotChecker();
      if (run.state !== 'waiting') throw notWaiting(id);
      const other = await runs.findIssuing(session, board);
      if (other) throw otherIsIssuing(other.id);
      const list = await runs.frozen(session, run, { from: 0, count: run.invoices });
      const [taken] = await invoices.existing(
        session,
        board,
        list.map(({ invoice }) => invoice.code),
      );
      if (taken !== undefined) throw outdated(taken);
      const blocks: NumberBlock[] = [];
      for (const { series, count } of countSeries(list)) {
        const first = await runs.reserve(session, board, series, count);
        numberList(
          Array.from({ length: count }, () => ({ code: '' })),
          first,
        );
        blocks.push({ ...series, first, count });
      }
      await runs.startIssuing(session, run, { approver: actor, blocks });
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
      return { response: { id }, lastPosition, recordedAt };
    });
}

export type Approver = ReturnType<typeof createApprover>;
