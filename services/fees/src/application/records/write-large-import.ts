import { DomainError, unavailable } from '@kcn/kernel';
import type { ImportReportJson } from '@kcn/layouts';
import type { CrashPoints, EventLog, Session } from '@kcn/messaging';
import { createLineLinker } from '../../domain/collection/line-links';
import type { PostDifference } from '../ledger/post-difference';
import type { LinkLine, NamedContract, PartReads } from '../ledger/ports';
import type { Records } from '../ports';
import type { RunAttempt } from '../runs/ports';
import type { StagedImport, StagedImports } from './import-ports';
import { judgeImport } from './judge-import';
import type { RecordDraft } from './judge-import';
import { readImportFiles } from './read-import-files';
import type { ImportSet, ReadStatement } from './read-import-files';
import type { WriteRecords } from './write-records';

export interface LargeImportOptions {
  readonly log: Pick<EventLog, 'head'>;
  readonly write: WriteRecords;
  readonly post: PostDifference;
  readonly records: Records;
  readonly reads: Pick<PartReads, 'bankLinesAfter' | 'allContracts'>;
  readonly staged: StagedImports;
  readonly readStatement: ReadStatement;
  readonly transact: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly crashPoints: CrashPoints;
  /** Rows of one transaction; a bank line writes three times as much as a contract. */
  readonly rowsAtOnce?: number;
  readonly linesAtOnce?: number;
}

/** What an import holds that is still to be written. */
export interface ImportWork {
  readonly drafts: readonly RecordDraft[];
  /** All contracts of its files, also those that are written already. */
  readonly contracts: readonly NamedContract[];
}

export const workOf = ({ rows }: Pick<ImportSet, 'rows'>, drafts: readonly RecordDraft[]): ImportWork => ({
  drafts,
  contracts: rows.filter(({ kind }) => kind === 'fee-contracts').map(({ content }) => content as NamedContract & typeof content),
});

const pieces = function* <T>(items: readonly T[], length: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += length) yield items.slice(start, start + length);
};

/**
 * Writes an import that was judged and begun, in transactions of their own: rows first, then what contracts have to do with
 * lines that were there before, then bank lines, each with its events and entries. Whoever goes on after an end of any kind reads
 * the kept files again and goes on with what is not written yet; nobody else writes records of the board until it is whole.
 */
export function createLargeImports(options: LargeImportOptions) {
  const { log, write, post, records, reads, staged, readStatement, transact, crashPoints } = options;
  const { rowsAtOnce = 4_000, linesAtOnce = 2_000 } = options;
  /** What this process has judged and nobody has written yet; another process reads it anew. */
  let judged: { readonly id: string; readonly work: ImportWork } | undefined;

  async function readWork({ board, id, statement }: StagedImport): Promise<ImportWork> {
    const kept = judged;
    judged = undefined;
    if (kept?.id === id) return kept.work;
    const set = await readImportFiles(await staged.readFiles(board, id), { board, readStatement, only: statement });
    const { drafts, errorCount, errors } = await judgeImport(set, { records, session: undefined, board });
    // It was sound, and since then nobody else could write.
    if (errorCount > 0) throw new Error(`import ${id} is no longer sound: ${errors[0]?.en ?? ''}`);
    return workOf(set, drafts);
  }

  async function writeAll(importing: StagedImport, attempt: RunAttempt): Promise<void> {
    const { board, id, actor, isPayerChanged } = importing;
    const cause = `import:${id}`;
    const { drafts, contracts } = await readWork(importing);
    const { total } = importing.report.progress;
    let report: ImportReportJson = { ...importing.report, progress: { total, done: total - drafts.length } };

    /** One transaction of the import; nobody else goes on with it meanwhile. */
    async function step(work: (session: Session) => Promise<ImportReportJson>): Promise<void> {
      attempt.signal.throwIfAborted();
      report = await transact(async (session) => {
        await attempt.fence(session);
        const next = await work(session);
        await crashPoints.reach('before-commit');
        return next;
      });
      await crashPoints.reach('after-commit-before-answer');
      await attempt.report((100 * report.progress.done) / Math.max(1, total));
    }

    async function writeChunk(session: Session, chunk: readonly RecordDraft[], linkOf: LinkLine | undefined): Promise<ImportReportJson> {
      const { lastPosition, recordedAt } = await write(session, board, { drafts: chunk, actor, cause, large: { linkOf } });
      const progress = { total, done: report.progress.done + chunk.length };
      const next = { ...report, progress, last_position: lastPosition, recorded_at: recordedAt.toISOString() };
      await staged.advance(session, board, next);
      return next;
    }

    const rows = drafts.filter(({ kind }) => kind !== 'bank-lines');
    for (const chunk of pieces(rows, rowsAtOnce)) await step((session) => writeChunk(session, chunk, undefined));

    if (contracts.length > 0) {
      const by = { cause, actor };
      if (isPayerChanged)
        await step(async (session) => {
          await post(session, board, {
            ...by,
            position: await staged.holdBoard(session, board),
            isMore: true,
            touched: { isPayerChanged },
          });
          return report;
        });
      else await relinkAll(board, { ...by, contracts, step: (work) => step(async (session) => (await work(session), report)) });
    }

    const lines = drafts.filter(({ kind }) => kind === 'bank-lines');
    const linkOf = lines.length > 0 ? createLineLinker(await transact((session) => reads.allContracts(session, board))) : undefined;
    for (const chunk of pieces(lines, linesAtOnce)) await step((session) => writeChunk(session, chunk, linkOf));

    const head = await log.head(board);
    await step(async (session) => {
      const done: ImportReportJson = {
        ...report,
        status: 'applied',
        progress: { total, done: total },
        last_position: report.last_position ?? head.position,
        recorded_at: report.recorded_at ?? head.recordedAt?.toISOString() ?? null,
      };
      await staged.end(session, board, done);
      return done;
    });
  }

  async function relinkAll(
    board: string,
    {
      contracts,
      step,
      ...by
    }: {
      readonly contracts: readonly NamedContract[];
      readonly cause: string;
      readonly actor: string;
      readonly step: (work: (session: Session) => Promise<unknown>) => Promise<void>;
    },
  ): Promise<void> {
    // The receipts at the counter come with the first.
    for (let after: string | undefined = ''; after !== undefined; ) {
      const range = { after, count: linesAtOnce };
      const { lines, upTo } = await reads.bankLinesAfter(undefined, board, range);
      if (lines.length > 0 || after === '')
        await step(async (session) => {
          const position = await staged.holdBoard(session, board);
          await post(session, board, { ...by, position, isMore: true, touched: { contracts, among: lines } });
        });
      after = upTo;
    }
  }

  return {
    /** Keeps what was judged for the attempt that writes it, should it be one of this process. */
    keep(id: string, work: ImportWork): void {
      judged = { id, work };
    },

    /** Writes what is not written yet. */
    async apply(board: string, id: string, attempt: RunAttempt): Promise<void> {
      const importing = await staged.find(board, id);
      if (importing?.report.status !== 'applying') return;
      try {
        await writeAll(importing, attempt);
      } catch (error) {
        if (error instanceof DomainError && error.category === 'unavailable') throw error;
        // It was judged sound: whatever stands in its way is mended, and then it goes on.
        throw unavailable('import_is_blocked', { vi: 'Lần nhập đang bị chặn', en: 'The import is blocked', cause: error });
      }
    },
  };
}

export type LargeImports = ReturnType<typeof createLargeImports>;
