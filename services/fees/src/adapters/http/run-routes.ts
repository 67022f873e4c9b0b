import type { BoardId, Period } from '@kcn/kernel';
import type { HandlerResult, Route } from '@kcn/service-kit';
import { accepted, commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { BillingRun, RunState, Runs } from '../../application/ports';
import { faultJson } from '../../application/report/fault-json';
import type { Approver } from '../../application/runs/approve-run';
import type { RunCreator } from '../../application/runs/create-run';
import type { BoardPlan } from '../../application/runs/plan-board-run';
import { nothingToIssue, runNotFound } from '../../application/runs/run-faults';
import { moneyJson } from './money-json';
import { monthSchema, planSchema, READERS, runSchema } from './schemas';

export interface RunRoutesOptions {
  readonly plan: (board: string, through: Period) => Promise<BoardPlan>;
  readonly create: RunCreator;
  readonly approve: Approver;
  readonly runs: Pick<Runs, 'find' | 'list'>;
  /** The run once it is in none of the states and needs no person, or as it stands when that takes longer than a few seconds. */
  readonly settled: (board: string, id: string, states: readonly RunState[]) => Promise<BillingRun | undefined>;
}

const runJson = ({ id, state, through, creator, createdAt, approver, invoices, total, issued, blocks, parked, failure }: BillingRun) => ({
  id,
  state,
  through,
  creator,
  created_at: createdAt.toISOString(),
  approver: approver ?? null,
  invoices,
  total: moneyJson(total),
  issued,
  parked: parked.map(({ contractNo, invoices: planned, limit }) => ({ contract_no: contractNo, invoices: planned, limit })),
  failure: failure ?? null,
  blocks: blocks.map(({ creditor, symbol, year, first, count }) => ({ creditor, symbol, year, first, count })),
});

const planJson = (through: Period, { invoices, errors, differences, unchanged }: BoardPlan) => ({
  through,
  invoices: invoices.map((invoice) => ({
    code: invoice.code,
    contract_no: invoice.contractNo,
    period: invoice.period,
    park_code: invoice.parkCode,
    service: invoice.service,
    net: moneyJson(invoice.net),
    vat_percent: invoice.vatPercent,
    vat: moneyJson(invoice.vat),
    total: moneyJson(invoice.total),
    invoice_date: invoice.invoiceDate,
    due_date: invoice.dueDate,
  })),
  errors: errors.map(faultJson),
  differences: differences.map(({ code, netDifference, totalDifference }) => ({
    code,
    net_difference: moneyJson(netDifference),
    total_difference: moneyJson(totalDifference),
  })),
  unchanged,
  total: moneyJson(invoices.reduce((sum, { total }) => sum + total, 0n)),
});

export function createRunRoutes({ plan, create, approve, runs, settled }: RunRoutesOptions): Route[] {
  async function getRun(board: BoardId, id: string): Promise<BillingRun> {
    const run = await runs.find(undefined, board, id);
    if (!run) throw runNotFound(id);
    return run;
  }
  const locationOf = ({ board, id }: BillingRun): string => `/v1/boards/${board}/billing-runs/${id}`;
  async function waitFor(board: BoardId, id: string, state: RunState): Promise<BillingRun> {
    const run = await settled(board, id, [state]);
    if (!run) throw runNotFound(id);
    return run;
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/billing-runs',
      operationId: 'createBillingRun',
      tags: ['billing'],
      summary: 'What a run through a month would issue (dry-run), or the list frozen for a second person to approve (create)',
      roles: ['recorder', 'approver'],
      body: z.strictObject({ through: monthSchema, mode: z.enum(['dry-run', 'create']) }),
      idempotent: true,
      responses: {
        200: { description: 'Dry run: new invoices, errors, and what would differ from invoices in force', schema: planSchema },
        201: { description: 'Waits for approval', schema: runSchema },
        202: { description: 'Its list is still being made; ask at Location', schema: runSchema },
      },
      async handler({ board, body: { through, mode }, principal, idempotency }): Promise<HandlerResult> {
        if (mode === 'dry-run') return ok(planJson(through, await plan(board, through)));
        const command = commandName(board, idempotency);
        const { response, replayed: again } = await create({ command, through, actor: principal.subject });
        const run = await waitFor(board, response.id, 'planning');
        if (run.state === 'empty') throw nothingToIssue(through);
        const [json, location] = [runJson(run), locationOf(run)];
        const answer = run.state === 'planning' ? accepted(json, { location }) : created(json, { location });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/billing-runs/:id/approval',
      operationId: 'approveBillingRun',
      tags: ['billing'],
      summary: 'A second person approves: numbers are reserved and the invoices come into force',
      roles: ['approver'],
      idempotent: true,
      responses: {
        200: { description: 'Issued', schema: runSchema },
        202: { description: 'Being issued; ask at Location', schema: runSchema },
      },
      async handler({ board, params: { id }, principal, idempotency }): Promise<HandlerResult> {
        const command = commandName(board, idempotency);
        const { replayed: again } = await approve({ command, id, actor: principal.subject });
        const run = await waitFor(board, id, 'issuing');
        const answer = run.state === 'issued' ? ok(runJson(run)) : accepted(runJson(run), { location: locationOf(run) });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/billing-runs',
      operationId: 'listBillingRuns',
      tags: ['billing'],
      roles: READERS,
      responses: { 200: { description: 'Oldest first', schema: z.object({ items: z.array(runSchema) }) } },
      handler: async ({ board }) => ok({ items: (await runs.list(board)).map(runJson) }),
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/billing-runs/:id',
      operationId: 'getBillingRun',
      tags: ['billing'],
      roles: READERS,
      responses: { 200: { description: 'How the run stands', schema: runSchema } },
      handler: async ({ board, params: { id } }) => ok(runJson(await getRun(board, id))),
    }),
  ];
}
