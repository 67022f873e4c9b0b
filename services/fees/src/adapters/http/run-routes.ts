import type { BoardId, Period } from '@kcn/kernel';
import type { HandlerResult, Route } from '@kcn/service-kit';
import { commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { BillingRun, Runs } from '../../application/ports';
import { faultJson } from '../../application/report/fault-json';
import { runNotFound } from '../../application/runs/approve-run';
import type { Approver } from '../../application/runs/approve-run';
import type { RunCreator } from '../../application/runs/create-run';
import type { Issuer } from '../../application/runs/issue-run';
import type { BoardPlan } from '../../application/runs/plan-board-run';
import { moneyJson } from './money-json';
import { monthSchema, planSchema, READERS, runSchema } from './schemas';

export interface RunRoutesOptions {
  readonly plan: (board: string, through: Period) => Promise<BoardPlan>;
  readonly create: RunCreator;
  readonly approve: Approver;
  readonly issuer: Issuer;
  readonly runs: Pick<Runs, 'find' | 'list'>;
}

const runJson = ({ id, state, through, creator, createdAt, approver, invoices, total, issued, blocks }: BillingRun) => ({
  id,
  state,
  through,
  creator,
  created_at: createdAt.toISOString(),
  approver: approver ?? null,
  invoices,
  total: moneyJson(total),
  issued,
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

export function createRunRoutes({ plan, create, approve, issuer, runs }: RunRoutesOptions): Route[] {
  async function getRun(board: BoardId, id: string): Promise<BillingRun> {
    const run = await runs.find(undefined, board, id);
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
      },
      async handler({ board, body: { through, mode }, principal, idempotency }): Promise<HandlerResult> {
        if (mode === 'dry-run') return ok(planJson(through, await plan(board, through)));
        const command = commandName(board, idempotency);
        const { response, replayed: again } = await create({ command, through, actor: principal.subject });
        const location = `/v1/boards/${board}/billing-runs/${response.id}`;
        const answer = created(runJson(await getRun(board, response.id)), { location });
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
      responses: { 200: { description: 'Issued', schema: runSchema } },
      async handler({ board, params: { id }, principal, idempotency }): Promise<HandlerResult> {
        const command = commandName(board, idempotency);
        const { replayed: again } = await approve({ command, id, actor: principal.subject });
        const answer = ok(runJson(await issuer.issue(board, id)));
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
