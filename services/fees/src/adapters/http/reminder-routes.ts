import { notFound } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { RunOnce } from '@kcn/messaging';
import type { Route } from '@kcn/service-kit';
import { commandName, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import { checkNotInFuture } from '../../application/accounting/refusals';
import type { ClimbLadder } from '../../application/reminders/climb-ladder';
import type { GivenLetter, Letters } from '../../application/reminders/ports';
import { DEFAULT_LADDER } from '../../domain/arrears/reminder-ladder';
import type { CheckBoard } from './log-routes';
import { moneyJson } from './money-json';
import { ACCOUNTANTS, daySchema, money, READERS } from './schemas';

export interface ReminderRoutesOptions {
  readonly climb: ClimbLadder;
  readonly letters: Pick<Letters, 'find' | 'list'>;
  readonly runOnce: RunOnce;
  readonly checkBoard: CheckBoard;
  readonly today: () => PlainDate;
}

const PATH = '/v1/boards/:board/reminders';
const steps = z.enum(DEFAULT_LADDER.map(({ name }) => name));

const letterSchema = z.object({
  id: z.string(),
  debtor: z.string(),
  day: z.string(),
  step: z.string(),
  about: z.enum(['OVERDUE', 'UPCOMING']),
  tells_board: z.boolean(),
  open: money,
  interest: money,
  invoices: z.array(
    z.object({ invoice: z.string(), contract_no: z.string(), due_date: z.string(), open: money, interest: money, step: z.string() }),
  ),
  given_at: z.string(),
  given_by: z.string(),
});

const letterJson = ({ id, debtor, day, step, about, tellsBoard, invoices, givenAt, givenBy }: GivenLetter) => ({
  id,
  debtor,
  day,
  step,
  about,
  tells_board: tellsBoard,
  open: moneyJson(invoices.reduce((sum, { open }) => sum + open, 0n)),
  interest: moneyJson(invoices.reduce((sum, { interest }) => sum + interest, 0n)),
  invoices: invoices.map(({ invoice, contractNo, dueDate, open, interest, step: reached }) => ({
    invoice,
    contract_no: contractNo,
    due_date: dueDate,
    open: moneyJson(open),
    interest: moneyJson(interest),
    step: reached,
  })),
  given_at: givenAt.toISOString(),
  given_by: givenBy,
});

/** Letters that debtors were given, and the ladder on demand. */
export const createReminderRoutes = ({ climb, letters, runOnce, checkBoard, today }: ReminderRoutesOptions): Route[] => [
  defineRoute({
    method: 'get',
    path: PATH,
    operationId: 'listReminders',
    tags: ['arrears'],
    summary: 'Letters that debtors were given, the newest first',
    roles: READERS,
    query: z.object({
      debtor: z.string().min(1).optional(),
      day: daySchema.optional(),
      step: steps.optional(),
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
    responses: {
      200: {
        description: 'A page; `next` is the cursor of the following one',
        schema: z.object({ items: z.array(letterSchema), next: z.string().nullable() }),
      },
    },
    async handler({ board, query: { debtor, day, step, cursor, limit } }) {
      await checkBoard(board);
      const found = await letters.list(board, { debtor, day, step }, { after: cursor, count: limit + 1 });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return ok({ items: items.map(letterJson), next: found.length > limit && last ? `${last.day}/${last.debtor}/${last.about}` : null });
    },
  }),
  defineRoute({
    method: 'get',
    path: `${PATH}/:id`,
    operationId: 'getReminder',
    tags: ['arrears'],
    roles: READERS,
    responses: { 200: { description: 'What the letter says', schema: letterSchema } },
    async handler({ board, params: { id } }) {
      const letter = await letters.find(board, id);
      if (!letter) throw notFound('reminder_not_found', { vi: `Không có thư nhắc nợ "${id}"`, en: `There is no reminder "${id}"` });
      return ok(letterJson(letter));
    },
  }),
  defineRoute({
    method: 'post',
    path: `${PATH}/run`,
    operationId: 'runReminders',
    tags: ['arrears'],
    summary: 'Gives every debtor the letters that are due on a day, as the job does every morning; repeated, it gives none twice',
    roles: ACCOUNTANTS,
    body: z.strictObject({ as_of: daySchema.optional() }).default({}),
    idempotent: true,
    responses: { 200: { description: 'How many letters this run gave', schema: z.object({ as_of: z.string(), given: z.int() }) } },
    async handler({ board, body: { as_of: day = today() }, principal, idempotency }) {
      await checkBoard(board);
      checkNotInFuture(day, today());
      const command = commandName(board, idempotency);
      // A debtor's letters have a transaction of their own; only the answer is kept in this one, which may be begun again.
      let given = 0;
      const { response, replayed: again } = await runOnce(command, async () => {
        given += await climb({ board, day, actor: principal.subject, cause: `http:${command.key}` });
        return { response: { as_of: day, given } };
      });
      return again ? replayed(ok(response)) : ok(response);
    },
  }),
];
