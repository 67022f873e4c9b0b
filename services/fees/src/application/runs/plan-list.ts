import { setTimeout as pause } from 'node:timers/promises';
import { feesEvents } from '@kcn/contracts';
import { period } from '@kcn/kernel';
import { inTransaction } from '@kcn/messaging';
import type { Connection, EventLog } from '@kcn/messaging';
import type { Invoice } from '../../domain/invoices/invoice';
import { listOrder } from '../../domain/invoices/invoice-order';
import { createPlanner } from '../../domain/runs/plan-contract';
import type { Planner } from '../../domain/runs/plan-contract';
import type { Acts } from '../accounting/act';
import type { BillingRun, FrozenInvoice, Invoices, NumberSeries, ParkedContract, Records, Runs } from '../ports';
import { readChargingFacts, readSeriesOf } from './board-facts';
import { countSeries } from './number-blocks';
import type { RunAttempt, RunInputs } from './ports';
import { runNotFound } from './run-faults';

export interface ListPlannerOptions {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly records: Pick<Records, 'ofKind'>;
  readonly acts: Pick<Acts, 'inForce'>;
  readonly invoices: Pick<Invoices, 'existing'>;
  readonly runs: Runs;
  readonly inputs: RunInputs;
  /** More invoices than this for one contract at once are no bill but a mistake: the contract is parked. */
  readonly mostPerContract: number;
  /** Contracts of one transaction. */
  readonly chunk?: number;
}

const LOOK_EVERY_MS = 200;

/** What the contracts of a chunk come to. */
interface Planned {
  /** Key of the last of them; undefined when there are no more. */
  readonly upTo: string | undefined;
  readonly items: readonly FrozenInvoice[];
  readonly parked: readonly ParkedContract[];
}

/** Makes the list of a run, contract by contract, in transactions of bounded size; a part that is there is never made again. */
export function createListPlanner(options: ListPlannerOptions) {
  const { connection, log, records, acts, invoices, runs, inputs, mostPerContract, chunk = 1_000 } = options;

  async function getRun(board: string, id: string): Promise<BillingRun> {
    const run = await runs.find(undefined, board, id);
    if (!run) throw runNotFound(id);
    return run;
  }

  async function planContracts(
    board: string,
    after: string,
    { planner, seriesOf }: { readonly planner: Planner; readonly seriesOf: (invoice: Invoice) => NumberSeries },
  ): Promise<Planned> {
    const contracts = await inputs.contractsAfter(board, { after, count: chunk });
    const planned: Invoice[] = [];
    for (const { contract } of contracts) for (const one of planner.plan(contract)) if ('invoice' in one) planned.push(one.invoice);
    const taken = new Set(
      await invoices.existing(
        undefined,
        board,
        planned.map(({ code }) => code),
      ),
    );
    const byContract = new Map<string, Invoice[]>();
    for (const invoice of planned) {
      if (taken.has(invoice.code)) continue;
      const ofContract = byContract.get(invoice.contractNo);
      if (ofContract) ofContract.push(invoice);
      else byContract.set(invoice.contractNo, [invoice]);
    }
    const items: FrozenInvoice[] = [];
    const parked: ParkedContract[] = [];
    for (const [contractNo, list] of byContract) {
      if (list.length > mostPerContract) parked.push({ contractNo, invoices: list.length, limit: mostPerContract });
      else for (const invoice of list) items.push({ order: listOrder(invoice), series: seriesOf(invoice), invoice });
    }
    return { upTo: contracts.at(-1)?.key, items, parked };
  }

  /** @returns false when what charges depend on has changed since the list was begun, so that it has to be begun anew */
  const finish = (run: BillingRun, attempt: RunAttempt): Promise<boolean> =>
    inTransaction(connection, async (session) => {
      await attempt.fence(session);
      if (run.invoices === 0) {
        if (await inputs.changedAfter(session, run.board, run.plannedAt)) return false;
        return runs.change(session, { ...run, state: 'empty' });
      }
      const { type, codec } = feesEvents.runCreated;
      const { id, through, total } = run;
      // Writing the log's head first makes every other command of the board wait, so the answer below stays true.
      await log.append(session, run.board, [
        {
          aggregate: `run:${id}`,
          aggregateVersion: 1,
          type,
          payload: codec.encode({ run: id, through, invoices: run.invoices, total }).finish(),
          actor: run.creator,
          cause: run.cause,
        },
      ]);
      if (await inputs.changedAfter(session, run.board, run.plannedAt)) throw new ListOvertaken();
      return runs.change(session, { ...run, state: 'waiting' });
    }).catch((error: unknown) => {
      if (error instanceof ListOvertaken) return false;
      throw error;
    });

  async function beginAnew(run: BillingRun): Promise<void> {
    const { position } = await log.head(run.board);
    const empty = { plannedUpTo: '', parked: [], invoices: 0, total: 0n, counts: [] };
    await runs.change(undefined, { ...run, ...empty, plannedAt: position, list: run.list + 1 });
  }

  /** Files that are half written are no state of the board to bill. */
  async function untilImported(board: string, attempt: RunAttempt): Promise<void> {
    while (await inputs.isImporting(board)) {
      attempt.signal.throwIfAborted();
      await pause(LOOK_EVERY_MS);
    }
  }

  async function fillList(board: string, id: string, attempt: RunAttempt): Promise<BillingRun> {
    let run = await getRun(board, id);
    const place = { records, acts, session: undefined, board };
    const charging = { planner: createPlanner(await readChargingFacts(place, period(run.through))), seriesOf: await readSeriesOf(place) };
    let ahead = planContracts(board, run.plannedUpTo, charging);
    for (;;) {
      attempt.signal.throwIfAborted();
      const { upTo, items, parked } = await ahead;
      if (upTo === undefined) return run;
      // Worked out while the database writes; a failure is met when it is waited for.
      ahead = planContracts(board, upTo, charging);
      ahead.catch(() => undefined);
      const next: BillingRun = {
        ...run,
        plannedUpTo: upTo,
        parked: [...run.parked, ...parked],
        invoices: run.invoices + items.length,
        total: items.reduce((sum, { invoice }) => sum + invoice.total, run.total),
        counts: countSeries(
          run.counts,
          items.map(({ series }) => series),
        ),
      };
      const isMine = await inTransaction(connection, async (session) => {
        await attempt.fence(session);
        if (!(await runs.change(session, next))) return false;
        await runs.addToList(session, next, items);
        return true;
      });
      if (!isMine) return getRun(board, id);
      run = { ...next, revision: run.revision + 1 };
    }
  }

  /** @returns the run once its list is whole */
  return async (board: string, id: string, attempt: RunAttempt): Promise<BillingRun> => {
    for (;;) {
      const run = await getRun(board, id);
      if (run.state !== 'planning') return run;
      await untilImported(board, attempt);
      const filled = await fillList(board, id, attempt);
      if (filled.state !== 'planning') return filled;
      if (await finish(filled, attempt)) await runs.dropOldLists(filled);
      else if ((await getRun(board, id)).revision === filled.revision) await beginAnew(filled);
    }
  };
}

/** Thrown within the transaction to leave it without a trace. */
class ListOvertaken extends Error {}

export type ListPlanner = ReturnType<typeof createListPlanner>;
