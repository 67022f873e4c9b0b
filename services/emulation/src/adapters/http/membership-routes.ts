import type { Route } from '@kcn/service-kit';
import { commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import type { PlainDate } from '@kcn/kernel';
import { z } from 'zod';
import type { MembershipKeeping } from '../../application/cycle/keep-memberships';
import { dateSchema } from './cycle-routes';
import { READERS } from './schemas';

const membershipSchema = z.object({ member: z.string(), from: z.string(), to: z.string().nullable() });
const bloc = z.string().regex(/^[a-z0-9-]{1,60}$/);
const member = z.string().regex(/^[a-z0-9-]{1,40}$/);
const listed = z.object({ bloc: z.string(), kind: z.string() });

/** Who belongs to which bloc: a board is a member of some and organises others, such as its enterprises'. */
export function createMembershipRoutes({
  keeping,
  today,
}: {
  readonly keeping: MembershipKeeping;
  readonly today: () => PlainDate;
}): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/memberships',
      operationId: 'getMemberships',
      tags: ['cycle'],
      summary: 'The blocs that the board belongs to on a day, and the members of those that it organises',
      roles: READERS,
      query: z.object({ on: dateSchema.optional() }),
      responses: {
        200: {
          description: 'On the day, default today',
          schema: z.object({
            on: z.string(),
            member_of: z.array(listed),
            organises: z.array(listed.extend({ members: z.array(z.string()) })),
          }),
        },
      },
      async handler({ board, query: { on = today() } }) {
        const { memberOf, organises } = await keeping.on(board, on);
        return ok({ on, member_of: memberOf, organises });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/memberships',
      operationId: 'addMembership',
      tags: ['cycle'],
      summary: 'A member of a bloc that the board organises',
      roles: ['approver'],
      body: z.strictObject({
        bloc,
        member,
        kind: z.enum(['ministry', 'province', 'enterprises']),
        from: dateSchema,
        to: dateSchema.optional(),
      }),
      idempotent: true,
      responses: { 201: { description: 'Added', schema: membershipSchema } },
      async handler({ board, principal, body: { to, ...body }, idempotency }) {
        const until = to === undefined ? {} : { to };
        const done = await keeping.add({ ...commandName(board, idempotency), actor: principal.subject, ...body, ...until });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/memberships/endings',
      operationId: 'endMembership',
      tags: ['cycle'],
      summary: 'The last day of a membership; what was stays true for its time',
      roles: ['approver'],
      body: z.strictObject({ bloc, member, to: dateSchema }),
      idempotent: true,
      responses: { 200: { description: 'Ended', schema: membershipSchema } },
      async handler({ board, principal, body, idempotency }) {
        const done = await keeping.end({ ...commandName(board, idempotency), actor: principal.subject, ...body });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    }),
  ];
}
