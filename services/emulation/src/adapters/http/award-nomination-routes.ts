import type { Route } from '@kcn/service-kit';
import { commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { NomineeAwarding } from '../../application/awards/award-nominees';
import type { NominationAnswer, NominationKeeping } from '../../application/awards/keep-nominations';
import {
  conditionSchema,
  correctionSchema,
  contentOf,
  nominationSchema,
  opinionOf,
  opinionSchema,
  printNomination,
  printRules,
  stateSchema,
} from './award-nomination-schemas';
import { decisionSchema, entrySchema } from './award-schemas';
import { READERS } from './schemas';

export interface NominationRoutesOptions {
  readonly keeping: NominationKeeping;
  readonly award: NomineeAwarding;
}

const yearParams = z.object({ board: z.string(), year: z.coerce.number().int().min(1900).max(2199) });
const oneParams = yearParams.extend({ number: z.coerce.number().int().min(1) });
const answerSchema = z.object({ nomination: z.string(), version: z.int() });
const YEAR = '/v1/boards/:board/enterprise-awards/:year' as const;

type Kept = { readonly response: NominationAnswer; readonly replayed: boolean };
const okOf = ({ response, replayed: again }: Kept) => (again ? replayed(ok(response)) : ok(response));

/** Awards of enterprises and of persons in them: nominations, opinions, conditions, decision. */
export function createNominationRoutes({ keeping, award }: NominationRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/enterprise-award-forms',
      operationId: 'getEnterpriseAwardForms',
      tags: ['enterprise awards'],
      summary: 'Forms of award with what each asks, and the criteria by which enterprises are scored',
      roles: READERS,
      responses: { 200: { description: 'By code', schema: z.looseObject({ forms: z.array(z.looseObject({ code: z.string() })) }) } },
      handler: () => ok(printRules(keeping.rules())),
    }),
    defineRoute({
      method: 'get',
      path: `${YEAR}/nominations`,
      operationId: 'listNominations',
      tags: ['enterprise awards'],
      roles: READERS,
      params: yearParams,
      responses: { 200: { description: 'By number, each as it would be decided now', schema: z.object({ items: z.array(stateSchema) }) } },
      async handler({ board, params: { year } }) {
        return ok({ items: (await keeping.list(board, year)).map(printNomination) });
      },
    }),
    defineRoute({
      method: 'get',
      path: `${YEAR}/nominations/:number`,
      operationId: 'getNomination',
      tags: ['enterprise awards'],
      roles: READERS,
      params: oneParams,
      responses: { 200: { description: 'With points, opinions, conditions and every ground', schema: stateSchema } },
      async handler({ board, params: { year, number } }) {
        return ok(printNomination(await keeping.get({ board, year, number })));
      },
    }),
    defineRoute({
      method: 'post',
      path: `${YEAR}/nominations`,
      operationId: 'nominate',
      tags: ['enterprise awards'],
      summary: 'Nominates an enterprise or a person for a form of award',
      roles: ['recorder'],
      params: yearParams,
      body: nominationSchema,
      idempotent: true,
      responses: { 201: { description: 'Its number follows the slash', schema: answerSchema } },
      async handler({ board, principal, params: { year }, body, idempotency }) {
        const { response, replayed: again } = await keeping.nominate({
          ...{ ...commandName(board, idempotency), year, actor: principal.subject },
          ...contentOf(body),
        });
        return again ? replayed(created(response)) : created(response);
      },
    }),
    defineRoute({
      method: 'post',
      path: `${YEAR}/nominations/:number/corrections`,
      operationId: 'correctNomination',
      tags: ['enterprise awards'],
      summary: 'Puts other content in the place of a nomination’s, with a reason; opinions and findings stay',
      roles: ['recorder'],
      params: oneParams,
      body: correctionSchema,
      idempotent: true,
      responses: { 200: { description: 'The next version', schema: answerSchema } },
      async handler({ board, principal, params: { year, number }, body: { reason, ...body }, idempotency }) {
        return okOf(
          await keeping.correct({
            ...{ ...commandName(board, idempotency), year, number, actor: principal.subject, reason },
            ...contentOf(body),
          }),
        );
      },
    }),
    defineRoute({
      method: 'post',
      path: `${YEAR}/nominations/:number/opinions`,
      operationId: 'recordOpinion',
      tags: ['enterprise awards'],
      summary: 'What an agency says of the nominee, by its document; the last one of an agency counts',
      roles: ['recorder'],
      params: oneParams,
      body: opinionSchema,
      idempotent: true,
      responses: { 200: { description: 'The next version', schema: answerSchema } },
      async handler({ board, principal, params: { year, number }, body, idempotency }) {
        const command = { ...commandName(board, idempotency), year, number, actor: principal.subject };
        return okOf(await keeping.recordOpinion({ ...command, opinion: opinionOf(body) }));
      },
    }),
    defineRoute({
      method: 'post',
      path: `${YEAR}/nominations/:number/conditions`,
      operationId: 'recordCondition',
      tags: ['enterprise awards'],
      summary: 'Whether a condition of the form holds, and what shows it; the last finding counts',
      roles: ['recorder'],
      params: oneParams,
      body: conditionSchema,
      idempotent: true,
      responses: { 200: { description: 'The next version', schema: answerSchema } },
      async handler({ board, principal, params: { year, number }, body: finding, idempotency }) {
        const command = { ...commandName(board, idempotency), year, number, actor: principal.subject };
        return okOf(await keeping.recordCondition({ ...command, finding }));
      },
    }),
    defineRoute({
      method: 'post',
      path: `${YEAR}/decisions`,
      operationId: 'awardNominees',
      tags: ['enterprise awards'],
      summary: 'Enters nominations in the register by a decision; not by who recorded one of them',
      roles: ['approver'],
      params: yearParams,
      body: z.strictObject({ decision: decisionSchema, nominations: z.array(z.int().min(1)).min(1).max(500) }),
      idempotent: true,
      responses: { 201: { description: 'The new lines of the register', schema: z.object({ items: z.array(entrySchema) }) } },
      async handler({ board, principal, params: { year }, body: { decision, nominations: numbers }, idempotency }) {
        const { response, replayed: again } = await award({
          ...{ ...commandName(board, idempotency), year, numbers, decision, actor: principal.subject },
        });
        return again ? replayed(created(response)) : created(response);
      },
    }),
  ];
}
