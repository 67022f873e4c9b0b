import { createHash } from 'node:crypto';
import { instant, mayKnowBoard } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { bytes, commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { BlocAwarding } from '../../application/awards/award-bloc';
import type { PrintDocument } from '../../application/documents/ports';
import type { RegisterKeeping } from '../../application/awards/keep-register';
import { printEntry, printPublicAward } from '../../application/awards/print-award';
import { awardCertificateOf } from '../../domain/awards/award-certificate';
import { awardPage } from './award-page';
import { decisionReferenceSchema, decisionSchema, entrySchema, formatQuery, publicAwardSchema } from './award-schemas';
import { knownTo } from './result-sources';
import { blocParams, READERS } from './schemas';

export interface AwardRoutesOptions {
  readonly awarding: BlocAwarding;
  readonly keeping: RegisterKeeping;
  readonly print: PrintDocument;
}

const registerParams = z.object({ board: z.string(), year: z.coerce.number().int().min(1900).max(2199) });
const listSchema = z.object({ items: z.array(entrySchema) });

/** Awards of a bloc, the board's register, and what anybody may check. */
export function createAwardRoutes({ awarding, keeping, print }: AwardRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/awards',
      operationId: 'getBlocAwards',
      tags: ['awards'],
      summary: 'Quotas, who gets what, which places lapse; of the frozen ranking, else provisional; and what was decided',
      roles: READERS,
      params: blocParams,
      query: z.object({ as_of: z.string().transform(instant).optional() }),
      responses: {
        200: {
          description: 'state is provisional, frozen or decided; outdated where a decided award follows from an earlier frozen revision',
          schema: z.looseObject({ state: z.enum(['provisional', 'frozen', 'decided']), given: z.array(entrySchema) }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, query: { as_of: asOf } }) {
        const { result, frozen, given } = await awarding.read({ board, bloc, year, asOf, mayKnow: knownTo(principal) });
        const standing = given.filter(({ revocation }) => revocation === undefined);
        const isOutdated = standing.some(({ ground }) => ground.kind === 'bloc' && ground.ranking.sha256 !== frozen?.sha256);
        return ok({
          ...{ bloc, year, period: result.bloc.period, state: !frozen ? 'provisional' : standing.length > 0 ? 'decided' : 'frozen' },
          frozen: frozen ? { revision: frozen.revision, sha256: frozen.sha256, frozen_at: frozen.frozenAt } : null,
          ...{ missing: result.ranking.missing, errors: result.errors, awards: result.awards },
          ...{ given: given.map(printEntry), outdated: isOutdated },
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/awards/decisions',
      operationId: 'decideBlocAwards',
      tags: ['awards'],
      summary: 'Enters the awards of the frozen ranking in the register by an authority’s decision, each with a number and a code',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({
        decision: decisionSchema,
        kinds: z
          .array(z.enum(['flag', 'certificate']))
          .min(1)
          .default(['flag', 'certificate']),
        choices: z.record(z.string().max(60), z.enum(['flag', 'certificate', 'none'])).default({}),
      }),
      idempotent: true,
      responses: { 201: { description: 'The new lines of the register', schema: listSchema } },
      async handler({ board, principal, params: { bloc, year }, body: { decision, kinds, choices }, idempotency }) {
        const { response, replayed: again } = await awarding.decide({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
          ...{ decision, kinds, choices: new Map(Object.entries(choices)) },
        });
        return again ? replayed(created(response)) : created(response);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/award-registers/:year',
      operationId: 'getAwardRegister',
      tags: ['awards'],
      summary: 'The board’s award register of a calendar year, by number, revoked lines too',
      roles: READERS,
      params: registerParams,
      responses: { 200: { description: 'Empty where nothing was given', schema: listSchema } },
      async handler({ board, params: { year } }) {
        return ok({ items: (await keeping.list({ board, registerYear: year })).map(printEntry) });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/award-registers/:year/awards/:number/revocation',
      operationId: 'revokeAward',
      tags: ['awards'],
      summary: 'Revokes an award by a decision, with a reason; the line stays, its certificate is no longer printed',
      roles: ['approver'],
      params: registerParams.extend({ number: z.coerce.number().int().min(1) }),
      body: z.strictObject({ decision: decisionReferenceSchema, reason: z.string().trim().min(1).max(2_000) }),
      idempotent: true,
      responses: { 200: { description: 'The line with its revocation', schema: entrySchema } },
      async handler({ board, principal, params: { year, number }, body: { decision, reason }, idempotency }) {
        const { response, replayed: again } = await keeping.revoke({
          ...{ ...commandName(board, idempotency), registerYear: year, registerNumber: number, actor: principal.subject },
          ...{ decision, reason },
        });
        return again ? replayed(ok(response)) : ok(response);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/awards/:code',
      operationId: 'verifyAward',
      tags: ['awards'],
      summary: 'What the certificate with this code says, and whether it still stands; for anybody. A page for browsers, else JSON',
      roles: [],
      public: true,
      responses: { 200: { description: 'As printed on the certificate', schema: publicAwardSchema } },
      async handler({ params: { code }, request }) {
        const award = printPublicAward(await keeping.getByCode(code));
        if (request.accepts(['json', 'html']) !== 'html') return ok(award);
        return bytes(Buffer.from(awardPage(award)), { contentType: 'text/html; charset=utf-8' });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/awards/:code/certificate',
      operationId: 'printCertificate',
      tags: ['awards'],
      summary: 'The certificate; the same bytes whenever it is printed. Whoever may not know its board gets 404',
      roles: READERS,
      query: formatQuery,
      responses: { 200: { description: 'PDF or DOCX', contentType: 'application/pdf' } },
      async handler({ principal, params: { code }, query: { format } }) {
        const award = await keeping.getToPrint(code, (board) => mayKnowBoard(principal, board));
        const { body, contentType } = await print(awardCertificateOf(award), format);
        const fileName = `${award.form}-${award.registerNumber.toString()}-${award.registerYear.toString()}.${format}`;
        return bytes(body, { contentType, fileName, etag: createHash('sha256').update(body).digest('hex') });
      },
    }),
  ];
}
