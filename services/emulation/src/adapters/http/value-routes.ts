import type { Route } from '@kcn/service-kit';
import { commandName, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { ValueSettingUse } from '../../application/values/set-values';
import type { ValueView } from '../../application/values/view-values';
import type { ScoreValue } from '../../domain/values/score-value';
import { textSchema } from './cycle-routes';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year';
const criterion = z.string().min(1).max(120);
const value = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,10})?$/)
  .nullable();
const reason = textSchema.nullable().default(null);
const verified = z
  .array(z.strictObject({ member: z.string().max(40), criterion, value, reason }))
  .min(1)
  .max(5_000);
const setSchema = z.object({ set: z.int() });

const print = ({ value: set, by, actor, reason: why, recordedAt }: ScoreValue) => ({
  value: set,
  by,
  actor,
  reason: why,
  recorded_at: recordedAt,
});

/** The three values of a point, each with who set it, when and why. The board of the path is the member that acts. */
export function createValueRoutes({ setting, view }: { readonly setting: ValueSettingUse; readonly view: ValueView }): Route[] {
  const verifiedRoute = (stage: 'checked' | 'final', summary: string): Route =>
    defineRoute({
      method: 'post',
      path: `${PATH}/${stage}-values`,
      operationId: stage === 'checked' ? 'setCheckedValues' : 'setFinalValues',
      tags: ['values'],
      summary,
      roles: stage === 'checked' ? ['recorder', 'approver'] : ['approver'],
      params: blocParams,
      body: z.strictObject({ values: verified }),
      idempotent: true,
      responses: { 200: { description: 'How many were set; all of them or none', schema: setSchema } },
      async handler({ board, principal, params, body, idempotency }) {
        const { bloc, year } = params;
        const done = await setting.setVerified({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
          ...{ stage, wanted: body.values, actorBoards: principal.boards },
        });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    });

  return [
    defineRoute({
      method: 'post',
      path: `${PATH}/self-values`,
      operationId: 'setSelfValues',
      tags: ['values'],
      summary: 'The board’s self-scores, until they are closed; shown to nobody before the board signs its sheet',
      roles: ['recorder', 'approver'],
      params: blocParams,
      body: z.strictObject({ values: z.array(z.strictObject({ criterion, value, reason })).min(1).max(1_000) }),
      idempotent: true,
      responses: { 200: { description: 'How many were set; all of them or none', schema: setSchema } },
      async handler({ board, principal, params: { bloc, year }, body: { values: wanted }, idempotency }) {
        const done = await setting.setSelf({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, wanted });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    }),
    verifiedRoute('checked', 'What the drawn checker, the leader or the deputy found of other members; null with a reason is a dispute'),
    verifiedRoute(
      'final',
      'What the leader settles, the deputy for the leader’s own scores; null with a reason returns to the computed points',
    ),
    defineRoute({
      method: 'get',
      path: `${PATH}/members/:member/values`,
      operationId: 'getValues',
      tags: ['values'],
      summary: 'The three values of each criterion of a member with their history, for the member and those with a duty towards its sheet',
      roles: READERS,
      params: blocParams.extend({ member: z.string() }),
      responses: { 200: { description: 'The values; the read is kept', schema: z.looseObject({ member: z.string() }) } },
      async handler({ board, params: { bloc, year, member } }) {
        const seen = await view({ board, bloc, year }, member);
        return ok({
          ...{ member, duty: seen.duty },
          criteria: seen.criteria.map(({ checked, final, ...rest }) => ({
            ...rest,
            checked: checked ? print(checked) : null,
            final: final ? print(final) : null,
          })),
          history: seen.history.map((one) => ({ criterion: one.criterion, stage: one.stage, ...print(one) })),
        });
      },
    }),
  ];
}
