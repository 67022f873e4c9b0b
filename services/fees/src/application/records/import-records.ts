import { randomUUID } from 'node:crypto';
import { DomainError } from '@kcn/kernel';
import { toImportReportJson } from '@kcn/layouts';
import type { ImportMode, ImportReport, ImportReportJson } from '@kcn/layouts';
import type { CommandName, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import type { KnownProject } from '../../domain/registry/registry-copy';
import type { ImportStore, Records } from '../ports';
import type { BeginLargeImport } from './begin-large-import';
import { judgeImport } from './judge-import';
import type { Judgement } from './judge-import';
import { readImportFiles } from './read-import-files';
import type { ImportSet, ReadStatement, StatementFormat } from './read-import-files';
import type { ProjectLookup } from '../registry-events/look-up-projects';
import type { RegistryCopy } from '../registry-events/ports';
import type { WriteRecords } from './write-records';

export interface ImporterOptions {
  readonly write: WriteRecords;
  readonly records: Records;
  readonly imports: ImportStore;
  readonly runOnce: RunOnce;
  readonly readStatement: ReadStatement;
  /** Finds the projects of contracts before they have come by the registry's topic. */
  readonly lookUpProjects: ProjectLookup;
  readonly registry: Pick<RegistryCopy, 'projects' | 'save'>;
  readonly beginLarge: BeginLargeImport;
  /** What one transaction takes: so many rows, or a third as many bank lines. */
  readonly rowsAtOnce: number;
}

export interface ImportCommand extends CommandName {
  readonly mode: ImportMode;
  readonly files: readonly UploadedFile[];
  readonly actor: string;
  /** Which of the statements counts where several formats are sent; all of them by default. */
  readonly statement: StatementFormat | undefined;
}

/** All rows of an import are judged together, in memory. */
const MAX_ROWS = 600_000;
/** What a bank line writes beside what a row does: its links, entries and figures. */
const ROWS_OF_A_LINE = 3;

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

/** Takes in fee files and bank statements; all or nothing. */
export function createImporter(options: ImporterOptions) {
  const { write, records, imports, runOnce, readStatement, lookUpProjects, registry, beginLarge, rowsAtOnce } = options;

  const reportOf = (
    id: string,
    { mode, set, judgement }: { readonly mode: ImportMode; readonly set: ImportSet; readonly judgement: Judgement },
    done: Partial<ImportReport> = {},
  ): ImportReportJson =>
    toImportReportJson({
      importId: id,
      mode,
      status: judgement.errorCount > 0 ? 'refused' : mode === 'apply' ? 'applied' : 'checked',
      files: set.ledger.counts(),
      errors: judgement.errors,
      errorCount: judgement.errorCount,
      warnings: judgement.warnings,
      progress: { done: 0, total: 0 },
      ...done,
    });

  /** Keeps what the registry answered, unless its topic has brought as much by now. */
  async function keepFound(session: Session, board: string, found: readonly KnownProject[]): Promise<void> {
    const codes = found.map(({ projectCode }) => projectCode);
    const versions = new Map((await registry.projects(session, board, codes)).map(({ projectCode, version }) => [projectCode, version]));
    const newer = found.filter(({ projectCode, version }) => version > (versions.get(projectCode) ?? 0));
    if (newer.length > 0) await registry.save(session, board, { projects: newer });
  }

  return {
    /**
     * @returns the report; `refused` when anything is bad, and then nothing has changed; `applying` when it goes on by itself
     * @throws DomainError too_large `too_many_rows`; invalid `idempotency_key_reused`
     */
    async submit({ mode, files, actor, statement, ...name }: ImportCommand): Promise<OnceResult<ImportReportJson>> {
      const { board } = name;
      const id = randomUUID();
      const read = await readImportFiles(files, { board, readStatement, only: statement });
      const count = read.rows.length + read.lines.length;
      if (count > MAX_ROWS) throw tooManyRows(count);
      // Before any transaction, because it is a question to another service; what it answers only helps.
      const { found, warnings: more } = await lookUpProjects(board, read.set);
      if (mode === 'dry-run') {
        const judgement = await judgeImport(read, { records, session: undefined, board, more });
        return { response: reportOf(id, { mode, set: read, judgement }), replayed: false };
      }
      if (read.rows.length + ROWS_OF_A_LINE * read.lines.length > rowsAtOnce) {
        const onBegin = (session: Session): Promise<void> => keepFound(session, board, found);
        const told = (set: ImportSet, judgement: Judgement): ImportReportJson => reportOf(id, { mode, set, judgement });
        return beginLarge({ name, id, files, set: read, more, actor, statement, reportOf: told, onBegin });
      }
      try {
        return await runOnce(name, async (session) => {
          // Counts of its own, because a transaction may run more than once.
          const set = { ...read, ledger: read.ledger.copy() };
          const judgement = await judgeImport(set, { records, session, board, more });
          const told = { mode, set, judgement };
          if (judgement.errorCount > 0) throw new RefusedImport(reportOf(id, told));
          const { drafts } = judgement;
          await keepFound(session, board, found);
          const written = drafts.length === 0 ? undefined : await write(session, board, { drafts, actor, cause: `import:${id}` });
          const report = reportOf(id, told, { progress: { done: drafts.length, total: drafts.length }, ...written });
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

export type Importer = ReturnType<typeof createImporter>;
