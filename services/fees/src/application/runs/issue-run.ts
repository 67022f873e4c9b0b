import { feesEvents } from '@kcn/contracts';
import { DomainError, categoryOf } from '@kcn/kernel';
import { inTransaction } from '@kcn/messaging';
import type { Connection, CrashPoints, EventLog, NewEvent } from '@kcn/messaging';
import { issuedFigureEvents } from '../figures/figure-events';
import type { FiguresCause } from '../figures/figure-events';
import type { PostDifference } from '../ledger/post-difference';
import type { BillingRun, FrozenInvoice, Invoices, NumberedInvoice, RunFailure, Runs } from '../ports';
import { countSeries, createNumbering } from './number-blocks';
import type { RunAttempt } from './ports';
import { runNotFound } from './run-faults';

export interface IssuerOptions {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly invoices: Pick<Invoices, 'insert'>;
  readonly runs: Runs;
  readonly post: PostDifference;
  readonly crashPoints: CrashPoints;
  /** Invoices of one transaction. */
  readonly chunk?: number;
}

/** Somebody else has gone on with the run. */
class Overtaken extends Error {}

/** An error that another attempt may not meet again. */
const passes = (error: unknown): boolean =>
  categoryOf(error) === 'unavailable' || (error instanceof DomainError && error.code === 'attempt_lost');

function failureOf(error: unknown, [first, ...others]: readonly FrozenInvoice[]): RunFailure {
  const invoice = first && others.length === 0 ? first.invoice.code : '';
  if (error instanceof DomainError && error.category !== 'bug') return { invoice, code: error.code, vi: error.vi, en: error.en };
  return {
    invoice,
    code: 'internal_error',
    vi: `Không phát hành được hóa đơn ${invoice}: lỗi hệ thống`,
    en: `The invoice ${invoice} could not be issued by an internal error`,
  };
}

/**
 * Brings an approved run's invoices into force, chunk by chunk in the order of its list; each chunk is one transaction with
 * events, entries and the run's progress, so whoever goes on after an end of any kind goes on exactly there.
 */
export function createIssuer({ connection, log, invoices, runs, post, crashPoints, chunk = 2_000 }: IssuerOptions) {
  const { type, codec } = feesEvents.invoiceIssued;
  const eventOf = ({ invoice, series, number, run }: NumberedInvoice, by: FiguresCause): NewEvent => ({
    aggregate: `invoice:${invoice.code}`,
    aggregateVersion: 1,
    type,
    payload: codec.encode({ ...codec.fromJSON({}), ...invoice, run, creditor: series.creditor, symbol: series.symbol, number }).finish(),
    ...by,
  });

  async function getRun(board: string, id: string): Promise<BillingRun> {
    const run = await runs.find(undefined, board, id);
    if (!run) throw runNotFound(id);
    return run;
  }

  /** @returns the run as it stands after the chunk */
  async function issueChunk(run: BillingRun, items: readonly FrozenInvoice[], attempt: RunAttempt): Promise<BillingRun> {
    const { board, id } = run;
    const numberOf = createNumbering(run);
    const numbered = items.map(
      ({ invoice, text, series }): NumberedInvoice => ({ invoice, text, series, number: numberOf(series), run: id }),
    );
    const by = { actor: run.approver ?? '', cause: `run:${id}` };
    const events = [...numbered.map((item) => eventOf(item, by)), ...issuedFigureEvents({ run: id, first: run.issued }, items, by)];
    const issued = run.issued + items.length;
    const { failure: _failure, ...rest } = run;
    const next: BillingRun = {
      ...rest,
      issued,
      issuedUpTo: items.at(-1)?.order ?? run.issuedUpTo,
      given: countSeries(
        run.given,
        items.map(({ series }) => series),
      ),
      state: issued === run.invoices ? 'issued' : 'issuing',
    };
    const after = await inTransaction(connection, async (session) => {
      await attempt.fence(session);
      const { lastPosition } = await log.append(session, board, events);
      const changed = next.state === 'issued' ? { ...next, endedAt: lastPosition } : next;
      if (!(await runs.change(session, changed))) throw new Overtaken();
      await invoices.insert(session, board, numbered);
      await post(session, board, {
        ...by,
        position: lastPosition,
        touched: { invoices: numbered.map(({ invoice }) => invoice) },
      });
      await crashPoints.reach('run-before-chunk-commit');
      return changed;
    });
    await crashPoints.reach('run-after-chunk-commit');
    return { ...after, revision: run.revision + 1 };
  }

  /** One by one, so that everything before the item that fails is in force and the item is named. */
  async function issueSingly(run: BillingRun, items: readonly FrozenInvoice[], attempt: RunAttempt): Promise<BillingRun> {
    let current = run;
    for (const item of items) {
      try {
        current = await issueChunk(current, [item], attempt);
      } catch (error) {
        if (!passes(error) && !(error instanceof Overtaken))
          await runs.change(undefined, { ...current, failure: failureOf(error, [item]) });
        throw error;
      }
    }
    return current;
  }

  const issueItems = (run: BillingRun, items: readonly FrozenInvoice[], attempt: RunAttempt): Promise<BillingRun> =>
    issueChunk(run, items, attempt).catch((error: unknown) => {
      if (passes(error) || error instanceof Overtaken) throw error;
      return issueSingly(run, items, attempt);
    });

  /**
   * @returns the run once all its invoices are in force
   * @throws what keeps an item from being issued; the run then shows it and stays where it is
   */
  async function issue(board: string, id: string, attempt: RunAttempt): Promise<BillingRun> {
    let run = await getRun(board, id);
    const readAfter = (after: string): Promise<FrozenInvoice[]> => runs.nextOfList(run, { after, count: chunk });
    let ahead = readAfter(run.issuedUpTo);
    while (run.state === 'issuing') {
      attempt.signal.throwIfAborted();
      const items = await ahead;
      if (items.length === 0) throw new Error(`the list of run ${id} ends at ${String(run.issued)} of ${String(run.invoices)}`);
      // Read while the database writes; a failure is met when it is waited for.
      ahead = readAfter(items.at(-1)?.order ?? '');
      ahead.catch(() => undefined);
      try {
        run = await issueItems(run, items, attempt);
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        run = await getRun(board, id);
        ahead = readAfter(run.issuedUpTo);
      }
      await attempt.report((100 * run.issued) / run.invoices);
    }
    return run;
  }

  return { issue };
}

export type Issuer = ReturnType<typeof createIssuer>;
