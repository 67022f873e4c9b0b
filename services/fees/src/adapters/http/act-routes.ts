import { notFound } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { commandName, defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { Acts } from '../../application/accounting/act';
import type { TaskList } from '../../application/accounting/tasks';
import type { TwoPersonActs } from '../../application/accounting/two-person-act';
import { actJson, actListSchema, actSchema, reasonSchema } from './act-answers';
import type { ActAnswers } from './act-answers';
import { ACCOUNTANTS, READERS } from './schemas';

export interface ActRoutesOptions {
  readonly acts: TwoPersonActs;
  readonly store: Pick<Acts, 'find' | 'list'>;
  readonly answers: ActAnswers;
  readonly tasks: TaskList;
}

const STATES = ['proposed', 'confirmed', 'rejected'] as const;

const taskSchema = z.object({
  id: z.string(),
  code: z.string(),
  subject: z.string(),
  day: z.string(),
  vi: z.string(),
  en: z.string(),
  done: z.object({ by: z.string(), at: z.string().nullable(), reason: z.string() }).nullable(),
});

/** What waits for a second person, and what an accountant has to look at. */
export const createActRoutes = ({ acts, store, answers, tasks }: ActRoutesOptions): Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/acts',
    operationId: 'listActs',
    tags: ['acts'],
    summary: 'What people did, or proposed to a second person',
    roles: READERS,
    query: z.object({ state: z.enum(STATES).optional() }),
    responses: { 200: { description: 'Oldest first', schema: actListSchema } },
    handler: async ({ board, query: { state } }) => ok({ items: (await store.list(board, state)).map(actJson) }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/acts/:id',
    operationId: 'getAct',
    tags: ['acts'],
    roles: READERS,
    responses: { 200: { description: 'The act', schema: actSchema } },
    async handler({ board, params: { id } }) {
      const act = await store.find(undefined, board, id);
      if (!act) throw notFound('act_not_found', { vi: `Không có việc "${id}"`, en: `There is no act "${id}"` });
      return ok(actJson(act));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/acts/:id/confirmation',
    operationId: 'confirmAct',
    tags: ['acts'],
    summary: 'A second person puts it into force; who proposed it gets 403',
    roles: ACCOUNTANTS,
    idempotent: true,
    responses: { 200: { description: 'In force', schema: actSchema } },
    async handler({ board, params: { id }, principal, idempotency }) {
      const request = { board, principal, idempotency };
      return answers.decided(request, await acts.confirm({ command: commandName(board, idempotency), by: principal, id }));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/acts/:id/rejection',
    operationId: 'rejectAct',
    tags: ['acts'],
    summary: 'It never comes into force',
    roles: ACCOUNTANTS,
    body: z.strictObject({ reason: reasonSchema }),
    idempotent: true,
    responses: { 200: { description: 'Rejected', schema: actSchema } },
    async handler({ board, params: { id }, body: { reason }, principal, idempotency }) {
      const request = { board, principal, idempotency };
      return answers.decided(request, await acts.reject({ command: commandName(board, idempotency), by: principal, id, reason }));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/tasks',
    operationId: 'listTasks',
    tags: ['acts'],
    summary: 'What an accountant has to look at',
    roles: READERS,
    query: z.object({ open: z.enum(['true', 'false']).optional() }),
    responses: { 200: { description: 'By day; open=true leaves out what was done', schema: z.object({ items: z.array(taskSchema) }) } },
    async handler({ board, query: { open } }) {
      const items = (await tasks(undefined, board)).filter(({ done }) => open !== 'true' || done === undefined);
      return ok({
        items: items.map(({ done, ...task }) => ({
          ...task,
          done: done ? { by: done.by, at: done.at?.toISOString() ?? null, reason: done.reason } : null,
        })),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/tasks/:id/done',
    operationId: 'finishTask',
    tags: ['acts'],
    roles: ACCOUNTANTS,
    body: z.strictObject({ reason: reasonSchema }),
    idempotent: true,
    responses: { 201: { description: 'Somebody has looked at it', schema: actSchema } },
    handler: ({ board, params: { id }, body: { reason }, principal, idempotency }) =>
      answers.one({ board, principal, idempotency }, { reason, draw: () => Promise.resolve([{ kind: 'task-done', task: id }]) }),
  }),
];
