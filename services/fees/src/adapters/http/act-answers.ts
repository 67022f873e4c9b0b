import type { BoardId, Principal } from '@kcn/kernel';
import type { OnceResult } from '@kcn/messaging';
import type { HandlerResult, RouteContext } from '@kcn/service-kit';
import { commandName, created, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { Act, Acts } from '../../application/accounting/act';
import type { ProposeCommand, TwoPersonActs } from '../../application/accounting/two-person-act';
import { moneyJson } from './money-json';

export const actSchema = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(['proposed', 'confirmed', 'rejected']),
  subject: z.string(),
  reason: z.string(),
  proposer: z.string(),
  proposed_at: z.string(),
  decider: z.string().nullable(),
  decided_at: z.string().nullable(),
  content: z.looseObject({}),
});
export const actListSchema = z.object({ items: z.array(actSchema) });

/** Why something is done; every act has a reason. */
export const reasonSchema = z.string().trim().min(1).max(1_000);

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A value with the names of JSON and money as money. */
function valueJson(value: unknown): unknown {
  if (typeof value === 'bigint') return moneyJson(value);
  if (Array.isArray(value)) return value.map(valueJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [snake(name), valueJson(member)]));
}

export function actJson(act: Act): object {
  const { kind, ...content } = act.content;
  // How a corrected invoice comes about is a matter of its explanation.
  const shown = Object.fromEntries(Object.entries(content).filter(([name]) => name !== 'corrected'));
  return {
    id: act.id,
    kind,
    state: act.state,
    subject: act.subject,
    reason: act.reason,
    proposer: act.proposer,
    proposed_at: act.proposedAt.toISOString(),
    decider: act.decider ?? null,
    decided_at: act.decidedAt?.toISOString() ?? null,
    content: valueJson(shown),
  };
}

export interface ActAnswersOptions {
  readonly acts: TwoPersonActs;
  readonly store: Pick<Acts, 'find'>;
}

/** Who asks, on which board, by which command. */
export interface ActRequest {
  readonly board: BoardId;
  readonly principal: Principal;
  readonly idempotency: RouteContext['idempotency'];
}

/** How routes answer with the acts that they brought about. */
export function createActAnswers({ acts, store }: ActAnswersOptions) {
  async function read(board: string, ids: readonly string[]): Promise<object[]> {
    const found = await Promise.all(ids.map((id) => store.find(undefined, board, id)));
    return found.map((act, index) => {
      if (!act) throw new Error(`act ${ids[index] ?? ''} of ${board} is gone`);
      return actJson(act);
    });
  }
  const submit = ({ board, principal, idempotency }: ActRequest, proposal: Pick<ProposeCommand, 'reason' | 'draw'>) =>
    acts.propose({ command: commandName(board, idempotency), by: principal, ...proposal });

  return {
    /** 201 with the one act. */
    async one(request: ActRequest, proposal: Pick<ProposeCommand, 'reason' | 'draw'>): Promise<HandlerResult> {
      const { response, replayed: again } = await submit(request, proposal);
      const [act] = await read(request.board, response.ids);
      const answer = created(act, { location: `/v1/boards/${request.board}/acts/${response.ids[0] ?? ''}` });
      return again ? replayed(answer) : answer;
    },
    /** 201 with `items`. */
    async many(request: ActRequest, proposal: Pick<ProposeCommand, 'reason' | 'draw'>): Promise<HandlerResult> {
      const { response, replayed: again } = await submit(request, proposal);
      const answer = created({ items: await read(request.board, response.ids) });
      return again ? replayed(answer) : answer;
    },
    /** 200 with the act that was decided. */
    async decided(
      { board }: ActRequest,
      { response, replayed: again }: OnceResult<{ readonly ids: readonly string[] }>,
    ): Promise<HandlerResult> {
      const [act] = await read(board, response.ids);
      return again ? replayed(ok(act)) : ok(act);
    },
  };
}

export type ActAnswers = ReturnType<typeof createActAnswers>;
