import { yearOf } from '@kcn/kernel';
import type { BoardId, PlainDate } from '@kcn/kernel';
import type { OnceResult } from '@kcn/messaging';
import type { HandlerResult, Route, RouteContext } from '@kcn/service-kit';
import { commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { PlanChanged, PlanCommand, PlanCommands } from '../../application/plan/plan-commands';
import { planNotFound } from '../../application/plan/plan-refusals';
import type { ReadPlanView } from '../../application/plan/plan-view';
import type { FeePlans } from '../../application/plan/ports';
import { PLAN_WINDOWS } from '../../domain/plan/plan-performance';
import { SERVICES } from '../../domain/tariffs/tariff';
import type { CheckBoard } from './log-routes';
import { feePlanListSchema, feePlanSchema, missingPlanJson, planJson, planViewJson, planViewSchema } from './plan-json';
import { daySchema, READERS } from './schemas';

export interface PlanRoutesOptions {
  readonly commands: PlanCommands;
  readonly plans: Pick<FeePlans, 'find' | 'list' | 'reminders'>;
  readonly view: ReadPlanView;
  readonly checkBoard: CheckBoard;
  readonly today: () => PlainDate;
}

const PATH = '/v1/boards/:board/fee-plans';
const OF_YEAR = `${PATH}/:year` as const;
const year = z.coerce.number().int().min(2000).max(2100);
const yearParams = z.object({ board: z.string(), year });
const quantity = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/);
const amount = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,18}$/)]).transform(BigInt);
const reason = z.string().trim().min(1).max(1_000);

type Asked = Pick<RouteContext, 'principal' | 'idempotency' | 'ifMatch'> & { readonly board: BoardId };

/** Next year's fee plan: proposal, edits, submission, approval; and what is billed and collected against a year's plan. */
export function createPlanRoutes({ commands, plans, view, checkBoard, today }: PlanRoutesOptions): Route[] {
  async function read(board: string, of: number): Promise<ReturnType<typeof planJson>> {
    const plan = await plans.find(undefined, board, of);
    if (!plan) throw planNotFound(of);
    return planJson(plan, { today: today(), reminders: await plans.reminders(undefined, board, of) });
  }
  const commandOf = ({ board, principal, idempotency, ifMatch }: Asked, of: number): PlanCommand => ({
    command: commandName(board, idempotency),
    year: of,
    actor: principal.subject,
    ifVersion: ifMatch,
  });
  async function answer(board: string, { response, replayed: again }: OnceResult<PlanChanged>, isNew = false): Promise<HandlerResult> {
    const body = await read(board, response.year);
    const options = { etag: body.version };
    const made = isNew
      ? created(body, { ...options, location: `/v1/boards/${board}/fee-plans/${String(response.year)}` })
      : ok(body, options);
    return again ? replayed(made) : made;
  }
  const changed = { 200: { description: 'The plan as it is now; ETag is its version', schema: feePlanSchema } };

  return [
    defineRoute({
      method: 'get',
      path: PATH,
      operationId: 'listFeePlans',
      tags: ['fee plan'],
      summary: 'Plans by year; `next` is next year’s with its last day while nobody has drawn it up',
      roles: READERS,
      responses: { 200: { description: 'Plans', schema: feePlanListSchema } },
      async handler({ board }) {
        await checkBoard(board);
        const all = await plans.list(board);
        const next = yearOf(today()) + 1;
        const items = await Promise.all(all.map((plan) => read(board, plan.year)));
        if (all.some((plan) => plan.year === next)) return ok({ items, next: null });
        const reminders = await plans.reminders(undefined, board, next);
        return ok({ items, next: missingPlanJson(next, { today: today(), reminders }) });
      },
    }),
    defineRoute({
      method: 'post',
      path: PATH,
      operationId: 'proposeFeePlan',
      tags: ['fee plan'],
      summary: 'Draws up a year’s plan from contracts, prices and history, for people to edit',
      roles: ['recorder'],
      body: z.strictObject({ year }),
      idempotent: true,
      responses: { 201: { description: 'A draft', schema: feePlanSchema } },
      async handler(context) {
        await checkBoard(context.board);
        return answer(context.board, await commands.propose(commandOf(context, context.body.year)), true);
      },
    }),
    defineRoute({
      method: 'get',
      path: OF_YEAR,
      operationId: 'getFeePlan',
      tags: ['fee plan'],
      roles: READERS,
      params: yearParams,
      responses: changed,
      async handler({ board, params }) {
        const body = await read(board, params.year);
        return ok(body, { etag: body.version });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${OF_YEAR}/edits`,
      operationId: 'editFeePlan',
      tags: ['fee plan'],
      summary: 'Gives a line other figures, or adds it, with a reason; If-Match is honoured',
      roles: ['recorder'],
      params: yearParams,
      body: z.strictObject({
        park_code: z.string().trim().min(1),
        service: z.enum(SERVICES),
        base_quantity: quantity.optional(),
        unit_price: quantity.optional(),
        expected_amount: amount.optional(),
        reason,
      }),
      idempotent: true,
      responses: changed,
      async handler(context) {
        const {
          park_code: parkCode,
          service,
          base_quantity: baseQuantity,
          unit_price: unitPrice,
          expected_amount: expectedAmount,
        } = context.body;
        const change = { parkCode, service, baseQuantity, unitPrice, expectedAmount };
        const given = { ...commandOf(context, context.params.year), change, reason: context.body.reason };
        return answer(context.board, await commands.edit(given));
      },
    }),
    defineRoute({
      method: 'post',
      path: `${OF_YEAR}/submission`,
      operationId: 'submitFeePlan',
      tags: ['fee plan'],
      summary: 'Hands the plan in; before 15 November of the year before it is in time',
      roles: ['recorder'],
      params: yearParams,
      idempotent: true,
      responses: changed,
      handler: async (context) => answer(context.board, await commands.submit(commandOf(context, context.params.year))),
    }),
    defineRoute({
      method: 'post',
      path: `${OF_YEAR}/return`,
      operationId: 'returnFeePlan',
      tags: ['fee plan'],
      summary: 'The head gives the plan back to be edited',
      roles: ['approver'],
      params: yearParams,
      body: z.strictObject({ reason }),
      idempotent: true,
      responses: changed,
      handler: async (context) =>
        answer(context.board, await commands.giveBack({ ...commandOf(context, context.params.year), reason: context.body.reason })),
    }),
    defineRoute({
      method: 'post',
      path: `${OF_YEAR}/approval`,
      operationId: 'approveFeePlan',
      tags: ['fee plan'],
      summary: 'The head, another person than who submitted, approves: the lines are the year’s plan from now on',
      roles: ['approver'],
      params: yearParams,
      body: z.strictObject({ decision_no: z.string().trim().max(200).default('') }).default({ decision_no: '' }),
      idempotent: true,
      responses: changed,
      handler: async (context) =>
        answer(context.board, await commands.approve({ ...commandOf(context, context.params.year), decisionNo: context.body.decision_no })),
    }),
    defineRoute({
      method: 'post',
      path: `${OF_YEAR}/revision`,
      operationId: 'reviseFeePlan',
      tags: ['fee plan'],
      summary: 'Opens an approved plan again; it stays in force as it is until its revision is handed in and approved by another person',
      roles: ['recorder'],
      params: yearParams,
      body: z.strictObject({ reason }),
      idempotent: true,
      responses: changed,
      handler: async (context) =>
        answer(context.board, await commands.revise({ ...commandOf(context, context.params.year), reason: context.body.reason })),
    }),
    defineRoute({
      method: 'get',
      path: `${OF_YEAR}/performance`,
      operationId: 'getFeePlanPerformance',
      tags: ['fee plan'],
      summary:
        'Billed and collected against the year’s plan by month, quarter or year, park and service, and the outlook to the year’s end',
      roles: READERS,
      params: yearParams,
      query: z.object({ as_of: daySchema, by: z.enum(PLAN_WINDOWS).default('year') }),
      responses: { 200: { description: '`*` stands for all parks or services; money is đồng with VAT', schema: planViewSchema } },
      async handler({ board, params, query: { as_of: asOf, by } }) {
        await checkBoard(board);
        return ok(planViewJson({ year: params.year, asOf }, await view(board, { year: params.year, asOf, by })));
      },
    }),
  ];
}
