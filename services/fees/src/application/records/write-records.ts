import { feesEvents } from '@kcn/contracts';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import { planFigureEvents } from '../figures/figure-events';
import type { PostDifference } from '../ledger/post-difference';
import type { Touched } from '../ledger/ports';
import { recordId } from '../ports';
import type { Records } from '../ports';
import type { RecordDraft } from './judge-import';
import { lineOfCells } from './record-cells';

export interface Written {
  readonly lastPosition: number;
  readonly recordedAt: Date;
}

export interface RecordWrite {
  readonly drafts: readonly RecordDraft[];
  /** Events of the same transaction that come before those of the records. */
  readonly first?: readonly NewEvent[];
  readonly actor: string;
  /** `import:<id>` or `http:<idempotency key>` */
  readonly cause: string;
}

/** Writes new versions of records, each with its event, in the caller's transaction. */
export type WriteRecords = (session: Session, board: string, write: RecordWrite) => Promise<Written>;

/** What of the drafts decides what pays what. */
const touchedBy = (drafts: readonly RecordDraft[]): Touched => ({
  lines: drafts.filter(({ kind }) => kind === 'bank-lines').map(({ cells }) => lineOfCells(cells)),
  contracts: drafts.some(({ kind }) => kind === 'fee-contracts'),
});

export const createRecordWriter =
  ({
    log,
    records,
    post,
  }: {
    readonly log: Pick<EventLog, 'append'>;
    readonly records: Records;
    readonly post: PostDifference;
  }): WriteRecords =>
  async (session, board, { drafts, first = [], actor, cause }) => {
    const { codec, type } = feesEvents.record;
    const payloadOf = ({ kind, key, cells }: Pick<RecordDraft, 'kind' | 'key' | 'cells'>): Uint8Array =>
      codec.encode({ kind, key, cells: [...cells] }).finish();
    const events = drafts.map(
      (draft): NewEvent => ({
        aggregate: recordId(draft),
        aggregateVersion: (draft.before?.version ?? 0) + 1,
        type,
        payload: payloadOf(draft),
        ...(draft.before ? { before: payloadOf(draft.before) } : {}),
        actor,
        cause,
      }),
    );
    const { firstPosition, lastPosition, recordedAt } = await log.append(session, board, [
      ...first,
      ...events,
      ...planFigureEvents(drafts, { actor, cause }),
    ]);
    await records.save(
      session,
      board,
      drafts.map(({ kind, key, cells, before }, index) => ({
        kind,
        key,
        cells,
        version: (before?.version ?? 0) + 1,
        position: firstPosition + first.length + index,
        recordedAt,
        actor,
        cause,
      })),
    );
    const touched = touchedBy(drafts);
    if (touched.lines?.length !== 0 || touched.contracts === true)
      await post(session, board, { cause, actor, position: lastPosition, touched });
    return { lastPosition, recordedAt };
  };
