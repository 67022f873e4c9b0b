import { addDays } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { Acts } from '../../application/accounting/act';
import { agreementStates } from '../../application/accounting/agreements';
import { drawDemands } from '../../application/accounting/interest-notes';
import type { ReadFacts } from '../../application/accounting/known-facts-of';
import { doubtfulDebts } from '../../application/accounting/provision';
import { actListSchema, actSchema, reasonSchema } from './act-answers';
import type { ActAnswers } from './act-answers';
import { moneyJson } from './money-json';
import { ACCOUNTANTS, daySchema, money, moneySchema, READERS } from './schemas';

export interface ArrearsRoutesOptions {
  readonly acts: Pick<Acts, 'inForce'>;
  readonly facts: ReadFacts;
  readonly answers: ActAnswers;
  readonly today: () => PlainDate;
}

/** Days to pay a demand where none is named. */
const DEMAND_DUE_DAYS = 15;

/** Interest that is demanded, debts that are given up or paid off bit by bit, and what is to be set aside. */
export const createArrearsRoutes = ({ acts, facts, answers, today }: ArrearsRoutesOptions): Route[] => [
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/interest-notes',
    operationId: 'demandInterest',
    tags: ['arrears'],
    summary: 'Demands late interest not demanded before, a note an invoice',
    roles: ACCOUNTANTS,
    body: z.strictObject({
      note_date: daySchema.optional(),
      due_days: z.int().min(0).max(365).default(DEMAND_DUE_DAYS),
      invoices: z.array(z.string().min(1)).min(1).max(10_000).optional(),
      contract_no: z.string().min(1).optional(),
      reason: reasonSchema,
    }),
    idempotent: true,
    responses: { 201: { description: 'The notes, in force', schema: actListSchema } },
    handler({ board, body, principal, idempotency }) {
      const { note_date: noteDate = today(), due_days: dueDays, invoices, contract_no: contractNo, reason } = body;
      const wish = { noteDate, dueDate: addDays(noteDate, dueDays), invoices, contractNo };
      return answers.many(
        { board, principal, idempotency },
        { reason, draw: async (session) => drawDemands(await facts(session, board), wish) },
      );
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/write-offs',
    operationId: 'writeOffDebt',
    tags: ['arrears'],
    summary: 'Asks for a debt to be given up; it is once a second accountant confirms the act',
    roles: ACCOUNTANTS,
    body: z.strictObject({
      invoice: z.string().min(1),
      amount: moneySchema,
      day: daySchema.optional(),
      decision_no: z.string().max(100).default(''),
      reason: reasonSchema,
    }),
    idempotent: true,
    responses: { 201: { description: 'Waits for a second accountant', schema: actSchema } },
    handler({ board, body, principal, idempotency }) {
      const { invoice, amount, day = today(), decision_no: decisionNo, reason } = body;
      return answers.one(
        { board, principal, idempotency },
        { reason, draw: () => Promise.resolve([{ kind: 'write-off', invoice, amount, day, decisionNo }]) },
      );
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/instalment-agreements',
    operationId: 'signInstalmentAgreement',
    tags: ['arrears'],
    summary: 'How a debtor pays off what is overdue; due dates and interest stay as they are',
    roles: ACCOUNTANTS,
    body: z.strictObject({
      agreement_no: z.string().trim().min(1).max(100),
      signed_on: daySchema,
      invoices: z.array(z.string().min(1)).min(1).max(1_000),
      instalments: z
        .array(z.strictObject({ day: daySchema, amount: moneySchema }))
        .min(1)
        .max(200),
      reason: reasonSchema,
    }),
    idempotent: true,
    responses: { 201: { description: 'In force', schema: actSchema } },
    handler({ board, body, principal, idempotency }) {
      const { agreement_no: agreementNo, signed_on: signedOn, invoices, instalments, reason } = body;
      return answers.one(
        { board, principal, idempotency },
        { reason, draw: () => Promise.resolve([{ kind: 'agreement', agreementNo, signedOn, invoices, instalments }]) },
      );
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/instalment-agreements',
    operationId: 'listInstalmentAgreements',
    tags: ['arrears'],
    roles: READERS,
    query: z.object({ as_of: daySchema.optional() }),
    responses: {
      200: {
        description: 'How each agreement stands on the day',
        schema: z.object({ as_of: z.string(), items: z.array(z.looseObject({ agreement_no: z.string(), promised: money, paid: money })) }),
      },
    },
    async handler({ board, query: { as_of: asOf = today() } }) {
      const states = agreementStates(await facts(undefined, board), await acts.inForce(undefined, board), asOf);
      return ok({
        as_of: asOf,
        items: states.map(({ agreement, state, promised, paid }) => ({
          agreement_no: agreement.agreementNo,
          signed_on: agreement.signedOn,
          invoices: agreement.invoices,
          instalments: agreement.instalments.map(({ day, amount }) => ({ day, amount: moneyJson(amount) })),
          state,
          promised: moneyJson(promised),
          paid: moneyJson(paid),
        })),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/provision',
    operationId: 'getProvision',
    tags: ['arrears'],
    summary: 'What is past due on a day, the last day to sue for it, and what is to be set aside by age',
    roles: READERS,
    query: z.object({ as_of: daySchema }),
    responses: {
      200: {
        description: 'By invoice, and the sums',
        schema: z.object({
          as_of: z.string(),
          items: z.array(z.looseObject({ invoice: z.string(), open: money, limitation_date: z.string(), provision: money })),
          open: money,
          provision: money,
        }),
      },
    },
    async handler({ board, query: { as_of: asOf } }) {
      const debts = doubtfulDebts(await facts(undefined, board), await acts.inForce(undefined, board), asOf);
      return ok({
        as_of: asOf,
        items: debts.map((debt) => ({
          invoice: debt.invoice,
          contract_no: debt.contractNo,
          due_date: debt.dueDate,
          open: moneyJson(debt.open),
          limitation_date: debt.limitationDate,
          time_barred: debt.isTimeBarred,
          provision: moneyJson(debt.provision),
        })),
        open: moneyJson(debts.reduce((sum, { open }) => sum + open, 0n)),
        provision: moneyJson(debts.reduce((sum, { provision }) => sum + provision, 0n)),
      });
    },
  }),
];
