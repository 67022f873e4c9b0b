import { feesEvents } from '@kcn/contracts';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import { planFigureEvents } from '../figures/figure-events';
import type { PostDifference } from '../ledger/post-difference';
import type { LinkLine, Touched } from '../ledger/ports';
import { recordId } from '../ports';
import type { Records } from '../ports';
import type { RecordDraft } from './judge-import';
import type { FindUnderWay } from './import-ports';
import { importInProgress } from './import-ports';
import { createCellReader, lineOfCells } from './record-cells';

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
  /** Whoever writes much posts what contracts lead to once they are all written, and links lines by one linker. */
  readonly large?: { readonly linkOf: LinkLine | undefined };
}

/**
 * Writes new versions of records, each with its event, in the caller's transaction.
 * @throws DomainError unavailable `import_in_progress` while a large import of the board is written by somebody else
 */
export type WriteRecords = (session: Session, board: string, write: RecordWrite) => Promise<Written>;

const PAYER_COLUMN = 'enterprise_tax_code';
const payerOf = (cells: RecordDraft['cells']): string => cells.find(({ column }) => column === PAYER_COLUMN)?.text.trim() ?? '';

/** Whether the draft gives a contract that exists another payer. */
export const changesPayer = ({ kind, cells, before }: RecordDraft): boolean =>
  kind === 'fee-contracts' && before !== undefined && payerOf(before.cells) !== payerOf(cells);

/** What of the drafts decides what pays what. */
function touchedBy(drafts: readonly RecordDraft[]): Touched {
  const readContract = createCellReader('fee-contracts');
  return {
    lines: drafts.filter(({ kind }) => kind === 'bank-lines').map(({ cells }) => lineOfCells(cells)),
    contracts: drafts.filter(({ kind, before }) => kind === 'fee-contracts' && !before).map(({ cells }) => readContract(cells)),
    isPayerChanged: drafts.some(changesPayer),
  };
}

export const createRecordWriter =
  ({
    log,
    records,
    post,
    findUnderWay,
  }: {
    readonly log: Pick<EventLog, 'append'>;
    readonly records: Records;
    readonly post: PostDifference;
    readonly findUnderWay: FindUnderWay;
  }): WriteRecords =>
  async (session, board, { drafts, first = [], actor, cause, large }) => {
    const underWay = await findUnderWay(session, board);
    if (underWay !== undefined && cause !== `import:${underWay}`) throw importInProgress();
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
    const { lines = [], ...ofContracts } = touchedBy(drafts);
    const touched: Touched = large ? { lines, linkOf: large.linkOf } : { lines, ...ofContracts };
    if (lines.length > 0 || touched.isPayerChanged === true || (touched.contracts ?? []).length > 0)
      await post(session, board, { cause, actor, position: lastPosition, touched });
    return { lastPosition, recordedAt };
  };
