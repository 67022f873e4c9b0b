import { feesEvents } from '@kcn/contracts';
import { inTransaction } from '@kcn/messaging';
import type { Connection, EventLog, NewEvent, Session } from '@kcn/messaging';
import type { PostDifference } from '../ledger/post-difference';
import type { BillingRun, Invoices, NumberedInvoice, Runs } from '../ports';
import { runNotFound } from './approve-run';
import { numberOf } from './number-blocks';

export interface IssuerOptions {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly invoices: Invoices;
  readonly runs: Runs;
  readonly post: PostDifference;
  /** Invoices of one transaction. */
  readonly chunk?: number;
}

/** A run that was gone on with. */
export interface ResumedRun {
  readonly board: string;
  readonly id: string;
  /** Undefined when it is issued now. */
  readonly error: unknown;
}

/** Brings an approved run's invoices into force, chunk by chunk; what was interrupted goes on where it stopped. */
export function createIssuer({ connection, log, invoices, runs, post, chunk = 500 }: IssuerOptions) {
  const eventOf = ({ invoice, series, number, run }: NumberedInvoice, approver: string): NewEvent => {
    const { type, codec } = feesEvents.invoiceIssued;
    const { creditor, symbol } = series;
    return {
      aggregate: `invoice:${invoice.code}`,
      aggregateVersion: 1,
      type,
      payload: codec.encode({ ...codec.fromJSON({}), ...invoice, run, creditor, symbol, number }).finish(),
      actor: approver,
      cause: `run:${run}`,
    };
  };

  /** @returns the run as it stands after one chunk */
  async function issueChunk(session: Session, board: string, id: string): Promise<BillingRun> {
    const run = await runs.find(session, board, id);
    if (!run) throw runNotFound(id);
    if (run.state !== 'issuing') return run;
    const frozen = await runs.frozen(session, run, { from: run.issued, count: chunk });
    const numbered = frozen.map(
      (item): NumberedInvoice => ({ invoice: item.invoice, series: item.series, number: numberOf(run, item), run: id }),
    );
    const issued = run.issued + numbered.length;
    const state = issued === run.invoices ? 'issued' : 'issuing';
    if (numbered.length === 0) throw new Error(`the frozen list of run ${id} ends at ${String(run.issued)} of ${String(run.invoices)}`);
    // Somebody else issues the same run; the one goes on who was quicker.
    if (!(await runs.advance(session, run, { issued, state }))) return run;
    await invoices.insert(session, board, numbered);
    const { lastPosition } = await log.append(
      session,
      board,
      numbered.map((item) => eventOf(item, run.approver ?? '')),
    );
    // A fold of everything for each chunk would cost too much; the run posts as a whole with its last one.
    if (state === 'issued') await post(session, board, { cause: `run:${id}`, position: lastPosition });
    return { ...run, issued, state };
  }

  /** @returns the run once all its invoices are in force */
  async function issue(board: string, id: string): Promise<BillingRun> {
    for (;;) {
      const run = await inTransaction(connection, (session) => issueChunk(session, board, id));
      if (run.state !== 'issuing') return run;
    }
  }

  return {
    issue,
    /** Goes on with what was being issued when a process ended. What fails stays as it is and stops no other run. */
    async resume(): Promise<readonly ResumedRun[]> {
      const resumed: ResumedRun[] = [];
      for (const { board, id } of await runs.unfinished()) {
        const error = await issue(board, id).then(
          () => undefined,
          (failure: unknown) => failure,
        );
        resumed.push({ board, id, error });
      }
      return resumed;
    },
  };
}

export type Issuer = ReturnType<typeof createIssuer>;
