import { randomUUID } from 'node:crypto';
import { emulationEvents } from '@kcn/contracts';
import { instantFromDate } from '@kcn/kernel';
import type { FileCounts, ImportMode, ImportReportJson, PlacedFault } from '@kcn/layouts';
import { REPORTED_ERRORS, toImportReportJson } from '@kcn/layouts';
import type { CommandName, EventLog, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import { parseBloc } from '../../domain/bloc/parse-bloc';
import type { Bloc } from '../../domain/bloc/bloc';
import { findBlocFile, sortFiles, textOf } from './bloc-files';
import { BLOC_FILES } from './file-names';
import type { BlocVersion, BlocVersions, ImportStore, KeptFile } from './ports';
import { placeFileFault, readBlocSet } from './read-bloc-set';
import type { BlocSet } from './read-bloc-set';

export interface BlocLoaderOptions {
  readonly log: EventLog;
  readonly versions: BlocVersions;
  readonly imports: ImportStore;
  readonly runOnce: RunOnce;
}

export interface LoadCommand extends CommandName {
  readonly mode: ImportMode;
  readonly files: readonly UploadedFile[];
  readonly actor: string;
}

class RefusedLoad extends Error {
  constructor(readonly report: ImportReportJson) {
    super('the load was refused');
  }
}

interface Judged {
  readonly set?: BlocSet;
  readonly faults: readonly PlacedFault[];
  readonly counts: readonly FileCounts[];
  /** The whole set as it would be kept. */
  readonly files: readonly KeptFile[];
  readonly previous: BlocVersion | undefined;
  readonly changes: boolean;
}

/** The leader keeps a bloc's year to score it, a member to sign its own sheet; nobody else has it. */
const checkMember = (bloc: Bloc, board: string): readonly PlacedFault[] =>
  bloc.members.some(({ id }) => id === board)
    ? []
    : [
        placeFileFault('bloc.json', {
          code: 'not_a_member',
          path: '/members',
          vi: `"${board}" không phải là thành viên của khối`,
          en: `"${board}" is not a member of the bloc`,
        }),
      ];

const aggregateOf = ({ bloc, year }: { readonly bloc: string; readonly year: number }): string => `bloc:${bloc}/${year.toString()}`;

function messageOf({ bloc, criteria }: BlocSet, version: number, files: readonly KeptFile[]): Uint8Array {
  const { id, year, period } = bloc;
  return emulationEvents.blocTaken.codec
    .encode({
      ...{ bloc: id, year, period, version },
      criteriaVersion: criteria.version,
      files: files.map(({ name, sha256 }) => ({ name, sha256 })),
    })
    .finish();
}

/** Takes in the files of a bloc's year as a new version; all or nothing. A file that is not sent stays as it was. */
export function createBlocLoader({ log, versions, imports, runOnce }: BlocLoaderOptions) {
  async function judge(sent: readonly UploadedFile[], board: string, session?: Session): Promise<Judged> {
    const { files: own, faults: unsorted } = sortFiles(sent);
    const document = own.find((file) => file.name === 'bloc.json');
    const text = document && textOf(document);
    const head = text && 'content' in text ? parseBloc(text.content) : undefined;
    const bloc = head?.ok === true ? head.content : undefined;
    const previous = bloc && (await versions.last({ board, bloc: bloc.id, year: bloc.year }, session ? { session } : {}));
    const kept = new Map(previous?.files.map((file) => [file.name, file]));
    const files = BLOC_FILES.flatMap((name) => own.find((file) => file.name === name) ?? kept.get(name) ?? []);
    const { set, faults: found, rowCounts } = await readBlocSet(files);
    const faults = [...unsorted, ...(bloc ? checkMember(bloc, board) : []), ...found];
    const counts = sent.map(({ name: given }): FileCounts => {
      const name = findBlocFile(given);
      const file = own.find((one) => one.name === name);
      const rows = (name && rowCounts.get(name)) ?? 0;
      const before = name && kept.get(name);
      const refused = new Set(faults.filter((one) => one.file === given || one.file === name).map(({ line, where }) => line ?? where)).size;
      const is =
        faults.length > 0 ? 'refused' : before === undefined ? 'added' : before.sha256 === file?.sha256 ? 'unchanged' : 'corrected';
      const none = { added: 0, corrected: 0, unchanged: 0 };
      return { file: given, kind: name ?? null, rows, ...none, ...(is === 'refused' ? {} : { [is]: rows }), refused };
    });
    const changes = own.some((file) => kept.get(file.name)?.sha256 !== file.sha256);
    return { ...(set && faults.length === 0 ? { set } : {}), faults, counts, files, previous, changes };
  }

  function reportOf(
    importId: string,
    mode: ImportMode,
    { faults, counts }: Judged,
    done: { lastPosition?: number; recordedAt?: Date },
  ): ImportReportJson {
    const written = done.lastPosition === undefined ? 0 : counts.length;
    return toImportReportJson({
      importId,
      mode,
      status: faults.length > 0 ? 'refused' : mode === 'apply' ? 'applied' : 'checked',
      files: counts,
      errors: faults.slice(0, REPORTED_ERRORS),
      errorCount: faults.length,
      progress: { done: written, total: written },
      ...done,
    });
  }

  async function write(
    session: Session,
    board: string,
    { set, files, previous }: Judged & { readonly set: BlocSet },
    { actor, cause }: { readonly actor: string; readonly cause: string },
  ): Promise<{ lastPosition: number; recordedAt: Date }> {
    const { id: bloc, year } = set.bloc;
    const version = (previous?.version ?? 0) + 1;
    const { lastPosition, recordedAt } = await log.append(session, board, [
      {
        aggregate: aggregateOf({ bloc, year }),
        aggregateVersion: version,
        type: emulationEvents.blocTaken.type,
        payload: messageOf(set, version, files),
        actor,
        cause,
      },
    ]);
    await versions.insert(session, { ...{ board, bloc, year, version, actor, cause, files }, recordedAt: instantFromDate(recordedAt) });
    return { lastPosition, recordedAt };
  }

  return {
    /**
     * @returns the report; `refused` when anything is wrong, and then nothing has changed
     * @throws DomainError invalid `idempotency_key_reused`
     */
    async submit({ mode, files, actor, ...name }: LoadCommand): Promise<OnceResult<ImportReportJson>> {
      const { board } = name;
      const id = randomUUID();
      if (mode === 'dry-run') return { response: reportOf(id, mode, await judge(files, board), {}), replayed: false };
      try {
        return await runOnce(name, async (session) => {
          const judged = await judge(files, board, session);
          const { set } = judged;
          if (!set) throw new RefusedLoad(reportOf(id, mode, judged, {}));
          const written = judged.changes ? await write(session, board, { ...judged, set }, { actor, cause: `import:${id}` }) : undefined;
          const report = reportOf(id, mode, judged, written ?? {});
          await imports.save(session, board, report);
          return { response: report, ...written };
        });
      } catch (error) {
        if (error instanceof RefusedLoad) return { response: error.report, replayed: false };
        throw error;
      }
    },

    find: (board: string, id: string): Promise<ImportReportJson | undefined> => imports.find(board, id),
  };
}

export type BlocLoader = ReturnType<typeof createBlocLoader>;
