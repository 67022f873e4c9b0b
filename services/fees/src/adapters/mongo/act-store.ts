import { fromExactText, toExactText } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { Act, ActContent, Acts, ActState } from '../../application/accounting/act';

/** `acts` */
interface ActDocument extends Omit<Act, 'content' | 'decider' | 'decidedAt'> {
  /** `board/id` */
  readonly _id: string;
  readonly board: string;
  readonly kind: string;
  /** See `toExactText`. */
  readonly content: string;
  readonly decider: string | null;
  readonly decidedAt: Date | null;
}

const toDocument = (board: string, { content, decider, decidedAt, ...act }: Act): ActDocument => ({
  ...act,
  _id: `${board}/${act.id}`,
  board,
  kind: content.kind,
  content: toExactText(content),
  decider: decider ?? null,
  decidedAt: decidedAt ?? null,
});

const toAct = ({ _id, board: _board, kind: _kind, content, decider, decidedAt, ...act }: ActDocument): Act => ({
  ...act,
  content: fromExactText<ActContent>(content),
  decider: decider ?? undefined,
  decidedAt: decidedAt ?? undefined,
});

/** What people did. An act is inserted once and decided once; what it says beside that never changes. */
export function createActStore(connection: Connection): Acts {
  const acts = databaseOf(connection).collection<ActDocument>('acts');
  const within = (session: Session | undefined) => (session ? { session } : {});
  const inOrder = async (session: Session | undefined, filter: { readonly board: string; readonly state?: ActState }): Promise<Act[]> =>
    (await acts.find(filter, within(session)).sort({ position: 1 }).toArray()).map(toAct);
  return {
    async insert(session, board, made) {
      if (made.length === 0) return;
      await acts.insertMany(
        made.map((act) => toDocument(board, act)),
        { session },
      );
    },

    async decide(session, board, act) {
      const { _id, ...document } = toDocument(board, act);
      const { matchedCount } = await acts.replaceOne({ _id, state: 'proposed' }, document, { session });
      if (matchedCount !== 1) throw new Error(`act ${act.id} of ${board} no longer waits`);
    },

    async find(session, board, id) {
      const found = await acts.findOne({ _id: `${board}/${id}` }, within(session));
      return found ? toAct(found) : undefined;
    },

    async findProposed(session, board, { kind, subject }) {
      const found = await acts.findOne({ board, state: 'proposed', kind, subject }, { session });
      return found ? toAct(found) : undefined;
    },

    inForce: (session, board) => inOrder(session, { board, state: 'confirmed' }),
    list: (board, state) => inOrder(undefined, state === undefined ? { board } : { board, state }),
  };
}
