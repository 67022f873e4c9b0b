import { randomUUID } from 'node:crypto';
import { Buffer } from 'node:buffer';
import { DomainError } from '@kcn/kernel';
import { toImportReportJson } from '@kcn/layouts';
import type { ImportMode, ImportReport, ImportReportJson } from '@kcn/layouts';
import type { CommandName, EventLog, NewEvent, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import { catalogueWith, judgeCatalogueRow } from '../../domain/indicators/catalogue';
import type { CatalogueRow } from '../../domain/indicators/catalogue';
import { checkFigureName } from '../../domain/indicators/figure-name';
import { ownRecordId } from '../ports';
import type { OwnChange, OwnRecord, OwnRecords } from '../ports';
import { readOwnFiles } from './import-files';
import type { ImportRow, ImportSet } from './import-files';
import { aggregateOf, indexOf, ownKindEvents } from './own-kinds';

export interface ImportStore {
  save(session: Session, board: string, report: ImportReportJson): Promise<void>;
  find(board: string, id: string): Promise<ImportReportJson | undefined>;
}

export interface OwnImporterOptions {
  readonly log: EventLog;
  readonly ownRecords: OwnRecords;
  readonly imports: ImportStore;
  readonly runOnce: RunOnce;
}

export interface ImportCommand extends CommandName {
  readonly mode: ImportMode;
  readonly files: readonly UploadedFile[];
  readonly actor: string;
}

/** One transaction writes an import, so its size has a bound; typed values are few by nature. */
const MAX_ROWS = 200_000;

const tooManyRows = (rows: number): DomainError =>
  new DomainError({
    category: 'too_large',
    code: 'too_many_rows',
    vi: `${rows.toString()} dòng, nhiều nhất ${MAX_ROWS.toString()} trong một lần nhập`,
    en: `${rows.toString()} rows, at most ${MAX_ROWS.toString()} in one import`,
    params: { rows, limit: MAX_ROWS },
  });

/** Thrown within the transaction to leave it without a trace. */
class RefusedImport extends Error {
  constructor(readonly report: ImportReportJson) {
    super('import refused');
  }
}

const COLUMN_OF: Readonly<Record<string, string>> = {
  unknown_indicator: 'indicator',
  bad_breakdown: 'breakdown',
  bad_unit: 'unit',
  bad_code: 'code',
  bad_catalogue_kind: 'kind',
  bad_breakdowns: 'breakdowns',
  catalogue_source_not_typed: 'source',
  catalogue_code_built_in: 'code',
};

/** Adds what `judge` throws as a fault of the row; undefined then. */
function judged<T>(set: ImportSet, row: ImportRow, judge: () => T): T | undefined {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof DomainError) || error.category !== 'invalid') throw error;
    const column = COLUMN_OF[error.code];
    const { code, vi, en } = error;
    set.ledger.addFault(row.file, { code, vi, en, ...(column === undefined ? {} : { column }) }, row.line);
    return undefined;
  }
}

interface Change {
  readonly row: ImportRow;
  readonly before: OwnRecord | undefined;
}

/** Takes in the files that reporting owns; all or nothing. */
export function createOwnImporter({ log, ownRecords, imports, runOnce }: OwnImporterOptions) {
  /** Judges every row against what is recorded and counts what it changes. */
  async function judge(set: ImportSet, board: string, session: Session | undefined): Promise<Change[]> {
    const stored = await ownRecords.catalogueRows(board, Number.MAX_SAFE_INTEGER, session);
    const additions: CatalogueRow[] = [...stored];
    const kept: ImportRow[] = [];
    for (const row of set.rows) {
      if (row.kind !== 'catalogue') continue;
      const content = row.content as CatalogueRow;
      const verdict = judged(set, row, () => judgeCatalogueRow(content));
      if (verdict === 'addition') {
        additions.push(content);
        kept.push(row);
      } else if (verdict === 'built_in') bump(set, row, 'unchanged');
    }
    const catalogue = catalogueWith(additions);
    for (const row of set.rows) {
      if (row.kind === 'catalogue') continue;
      const name = row.content as { indicator: string; breakdown: string; unit: string };
      if (
        judged(set, row, () => {
          checkFigureName(catalogue, name);
          return true;
        })
      )
        kept.push(row);
    }
    const current = await ownRecords.current(session, board, kept);
    return kept.flatMap((row) => {
      const before = current.get(ownRecordId(row));
      const isSame = before?.payload !== undefined && Buffer.compare(before.payload, row.payload) === 0;
      bump(set, row, isSame ? 'unchanged' : before?.payload ? 'corrected' : 'added');
      return isSame ? [] : [{ row, before }];
    });
  }

  const bump = ({ ledger }: ImportSet, row: ImportRow, count: 'added' | 'corrected' | 'unchanged'): void => {
    ledger.tally(row.file)[count] += 1;
  };

  const reportOf = (importId: string, mode: ImportMode, { ledger }: ImportSet, done: Partial<ImportReport>): ImportReportJson =>
    toImportReportJson({
      importId,
      mode,
      status: ledger.errorCount > 0 ? 'refused' : mode === 'apply' ? 'applied' : 'checked',
      files: ledger.counts(),
      errors: ledger.errors(),
      errorCount: ledger.errorCount,
      progress: { done: 0, total: 0 },
      ...done,
    });

  async function write(
    session: Session,
    board: string,
    changes: readonly Change[],
    { actor, cause }: { actor: string; cause: string },
  ): Promise<{ lastPosition: number; recordedAt: Date }> {
    const events = changes.map(
      ({ row, before }): NewEvent => ({
        aggregate: aggregateOf(row),
        aggregateVersion: (before?.version ?? 0) + 1,
        type: ownKindEvents[row.kind].type,
        payload: row.payload,
        ...(before?.payload ? { before: before.payload } : {}),
        actor,
        cause,
      }),
    );
    const { firstPosition, lastPosition, recordedAt } = await log.append(session, board, events);
    await ownRecords.save(
      session,
      board,
      changes.map(
        ({ row, before }, index): OwnChange => ({
          kind: row.kind,
          key: row.key,
          version: (before?.version ?? 0) + 1,
          position: firstPosition + index,
          recordedAt,
          actor,
          cause,
          payload: row.payload,
          ...indexOf(row),
        }),
      ),
    );
    return { lastPosition, recordedAt };
  }

  return {
    /**
     * @returns the report; `refused` when any row is bad, and then nothing has changed
     * @throws DomainError too_large `too_many_rows`; invalid `idempotency_key_reused`
     */
    async submit({ mode, files, actor, ...name }: ImportCommand): Promise<OnceResult<ImportReportJson>> {
      const { board } = name;
      const id = randomUUID();
      const read = await readOwnFiles(files);
      if (read.rows.length > MAX_ROWS) throw tooManyRows(read.rows.length);
      if (mode === 'dry-run') {
        await judge(read, board, undefined);
        return { response: reportOf(id, mode, read, {}), replayed: false };
      }
      try {
        return await runOnce(name, async (session) => {
          // Counts of its own, because a transaction may run more than once.
          const set = { ...read, ledger: read.ledger.copy() };
          const changes = await judge(set, board, session);
          if (set.ledger.errorCount > 0) throw new RefusedImport(reportOf(id, mode, set, {}));
          const written = changes.length === 0 ? undefined : await write(session, board, changes, { actor, cause: `import:${id}` });
          const report = reportOf(id, mode, set, {
            progress: { done: changes.length, total: changes.length },
            ...written,
          });
          await imports.save(session, board, report);
          return { response: report, ...written };
        });
      } catch (error) {
        if (error instanceof RefusedImport) return { response: error.report, replayed: false };
        throw error;
      }
    },

    find: (board: string, id: string): Promise<ImportReportJson | undefined> => imports.find(board, id),
  };
}

export type OwnImporter = ReturnType<typeof createOwnImporter>;
