import { instant, instantToDate, notFound } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { Invoices, Ledger } from '../../application/ports';
import type { BoardReport } from '../../application/report/board-report';
import { explainInvoice } from '../../domain/invoices/explain-invoice';
import { DEFAULT_CHART } from '../../domain/ledger/accounts';
import { trialBalance } from '../../domain/ledger/trial-balance';
import type { CheckBoard } from './log-routes';
import { moneyJson } from './money-json';
import { daySchema, monthSchema, READERS, reportSchema, trialBalanceSchema } from './schemas';

export interface ReportRoutesOptions {
  readonly report: BoardReport;
  readonly invoices: Pick<Invoices, 'find'>;
  readonly ledger: Pick<Ledger, 'all'>;
  readonly checkBoard: CheckBoard;
}

const invoiceNotFound = (code: string): Error =>
  notFound('invoice_not_found', { vi: `Không có hóa đơn "${code}"`, en: `There is no invoice "${code}"` });

export function createReportRoutes({ report, invoices, ledger, checkBoard }: ReportRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/report',
      operationId: 'getReport',
      tags: ['report'],
      summary: 'What is owed, paid and collected as of a day, with what is known now or was recorded by known_at',
      roles: READERS,
      query: z.object({ as_of: daySchema, through: monthSchema.optional(), known_at: z.string().transform(instant).optional() }),
      responses: { 200: { description: 'Invoices, bank lines, balances, ageing, plan and totals', schema: reportSchema } },
      async handler({ board, query: { as_of: asOf, through, known_at: knownAt } }) {
        await checkBoard(board);
        return ok(await report(board, { asOf, through, knownAt: knownAt === undefined ? undefined : instantToDate(knownAt) }));
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/invoices/:code/explanation',
      operationId: 'explainInvoice',
      tags: ['billing'],
      summary: 'The way from quantity and price to the total, a step a line',
      roles: READERS,
      responses: {
        200: {
          description: 'Steps in Vietnamese and English',
          schema: z.object({
            code: z.string(),
            number: z.int(),
            symbol: z.string(),
            steps: z.array(z.object({ vi: z.string(), en: z.string() })),
          }),
        },
      },
      async handler({ board, params: { code } }) {
        const found = await invoices.find(board, code);
        if (!found) throw invoiceNotFound(code);
        return ok({ code, number: found.number, symbol: found.series.symbol, steps: explainInvoice(found.invoice) });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/trial-balance',
      operationId: 'getTrialBalance',
      tags: ['report'],
      summary: 'Accounts of the ledger between two accounting days, both included',
      roles: READERS,
      query: z.object({ from: daySchema, to: daySchema }),
      responses: { 200: { description: 'By account code; above zero is a debit balance', schema: trialBalanceSchema } },
      async handler({ board, query: { from, to } }) {
        await checkBoard(board);
        const rows = trialBalance(await ledger.all(undefined, board), DEFAULT_CHART, { from, to });
        return ok({
          from,
          to,
          rows: rows.map(({ account, code, opening, debit, credit, closing }) => ({
            account,
            code,
            name: { vi: DEFAULT_CHART[account].vi, en: DEFAULT_CHART[account].en },
            opening: moneyJson(opening),
            debit: moneyJson(debit),
            credit: moneyJson(credit),
            closing: moneyJson(closing),
          })),
        });
      },
    }),
  ];
}
