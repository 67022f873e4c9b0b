import { formatFraction } from '@kcn/kernel/fraction';
import type { Route } from '@kcn/service-kit';
import { commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { VoteHolding } from '../../application/ballot/hold-vote';
import type { BallotOutcome, ElectorId } from '../../domain/ballot/ballot';
import { textSchema } from './cycle-routes';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year/ballot';
const member = z.string().min(1).max(40);
const outcomeSchema = z.object({
  turnout: z.int(),
  flag: z.enum(['below-quorum', 'not-held']).nullable(),
  counts: z.array(z.object({ candidate: z.string(), for: z.int(), against: z.int(), abstain: z.int() })),
});

const printOutcome = ({ turnout, flag, counts }: BallotOutcome) => ({ turnout, flag: flag ?? null, counts });

/** The secret vote of a bloc's year. The board of the path is the member that acts. */
export function createBallotRoutes({ voting }: { readonly voting: VoteHolding }): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: PATH,
      operationId: 'openVote',
      tags: ['ballot'],
      summary: 'The leader opens the vote on the published ranking; without a roll each member has one head',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({
        candidates: z.array(member).min(1).max(200).optional(),
        electors: z
          .array(z.strictObject({ elector: z.string().min(1).max(200), member, subject: z.string().min(1).max(200) }))
          .max(2_000)
          .optional(),
        reason: textSchema.optional(),
      }),
      idempotent: true,
      responses: { 201: { description: 'Open', schema: z.object({ candidates: z.array(z.string()), electors: z.int() }) } },
      async handler({ board, principal, params: { bloc, year }, body: { electors, ...body }, idempotency }) {
        const done = await voting.open({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body },
          electors: electors?.map(({ elector, ...rest }) => ({ ...rest, elector: elector as ElectorId })),
        });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/votes`,
      operationId: 'castVote',
      tags: ['ballot'],
      // An Idempotency-Key would be remembered with the request's hash, and that would tell how somebody voted.
      summary:
        'One ballot of the board’s head: who has voted is recorded, how lies apart. Sent twice it is refused; takes no Idempotency-Key',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({ votes: z.record(member, z.enum(['for', 'against', 'abstain'])) }),
      responses: {
        201: {
          description: 'Told to the voter alone: with the id it can find its receipt in the list after the close',
          schema: z.object({ ballot_id: z.string(), receipt: z.string() }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, body: { votes } }) {
        const cast = await voting.cast({ board, bloc, year }, { actor: principal.subject, choices: new Map(Object.entries(votes)) });
        return created({ ballot_id: cast.ballotId, receipt: cast.receipt });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/closing`,
      operationId: 'closeVote',
      tags: ['ballot'],
      summary: 'The leader closes the vote: it is counted, and the frozen scores are ranked with it as a new revision',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({ reason: textSchema.optional() }),
      idempotent: true,
      responses: {
        200: { description: 'Counted', schema: outcomeSchema.extend({ revision: z.int(), sha256: z.string(), state: z.string() }) },
      },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await voting.close({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body });
        const { outcome, ...rest } = done.response;
        const answer = ok({ ...printOutcome(outcome), ...rest });
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: PATH,
      operationId: 'getVote',
      tags: ['ballot'],
      summary: 'The vote; who has voted for the leader alone, counts and the list of receipts once it is closed',
      roles: READERS,
      params: blocParams,
      responses: { 200: { description: 'As it stands', schema: z.looseObject({ open: z.boolean(), turnout: z.int() }) } },
      async handler({ board, params: { bloc, year } }) {
        const { vote, turnout, marked, needed } = await voting.view({ board, bloc, year });
        const { closed } = vote;
        return ok({
          ...{ open: closed === undefined, candidates: vote.candidates, electors: vote.electors.length, turnout },
          ...{ quorum: formatFraction(needed), ...(marked ? { voted: marked } : {}) },
          outcome: closed ? printOutcome(closed.outcome) : null,
          receipts: closed?.receipts ?? null,
          receipts_sha256: closed?.receiptsSha256 ?? null,
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/recount`,
      operationId: 'recountVote',
      tags: ['ballot'],
      summary: 'Counts the box again and compares it with what was published at the close',
      roles: READERS,
      params: blocParams,
      responses: {
        200: {
          description: 'What is still equal',
          schema: z.object({ ok: z.boolean(), counts_equal: z.boolean(), receipts_equal: z.boolean(), roll_equal: z.boolean() }),
        },
      },
      async handler({ board, params: { bloc, year } }) {
        const { countsEqual, receiptsEqual, rollEqual } = await voting.recount({ board, bloc, year });
        return ok({
          ok: countsEqual && receiptsEqual && rollEqual,
          ...{ counts_equal: countsEqual, receipts_equal: receiptsEqual, roll_equal: rollEqual },
        });
      },
    }),
  ];
}
