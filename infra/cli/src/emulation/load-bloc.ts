import { getJson } from '../api/answer';
import type { ListedFault } from '../api/problem';
import { boardPath } from '../api/service-client';
import type { UploadFile } from '../api/service-client';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { ImportMode, ImportReport } from '../load/import-files';
import { importFiles } from '../load/import-files';
import { catalogueFileOf, findCriteriaIndicators } from './bloc-catalogue';
import type { BlocFolder, MemberFile } from './bloc-folder';
import { readBlocFolder } from './bloc-folder';
import type { BlocLoadOutcome, LoadedPart } from './print-bloc-load';
import { outcomeDocument, renderBlocLoad, renderBlocRefusals } from './print-bloc-load';

export interface LoadBlocOptions {
  readonly directory: string;
  /** Under which board emulation keeps the bloc; default its leader. */
  readonly board: string | undefined;
  /** Only this member's values and plan; the bloc itself only where `board` is named too. */
  readonly member: string | undefined;
  readonly dryRun: boolean;
}

/** One set of files that one service takes for one board. */
interface Part {
  readonly service: 'emulation' | 'reporting';
  readonly board: string;
  readonly files: readonly UploadFile[];
  /** Name in the folder by the name under which the service takes the file. */
  readonly paths: ReadonlyMap<string, string>;
}

const DERIVED = 'criteria.json (catalogue)';

function getLeader({ head }: BlocFolder, { board, directory }: LoadBlocOptions): string {
  const leader = board ?? head.leader;
  if (leader !== undefined) return leader;
  throw usageError('board_unknown', {
    vi: `bloc.json trong ${directory} không cho biết đơn vị Khối trưởng, hãy thêm --board`,
    en: `bloc.json in ${directory} does not name the leader; add --board`,
  });
}

async function memberPart(context: CommandContext, folder: BlocFolder, member: string, files: readonly MemberFile[]): Promise<Part> {
  const criteria = folder.files.find(({ name }) => name === 'criteria.json');
  const indicators = (criteria && findCriteriaIndicators(criteria.bytes)) ?? [];
  const answer = await context.reporting.get(boardPath(member, 'catalogue'));
  // What the board's catalogue has already, built in or added, stays as it is there.
  const known = getJson<{ readonly items: readonly { readonly code: string }[] }>(answer).items;
  const catalogue = catalogueFileOf(indicators, new Set(known.map(({ code }) => code)));
  return {
    service: 'reporting',
    board: member,
    files: [...(catalogue ? [catalogue] : []), ...files.map(({ upload }) => upload)],
    paths: new Map([...files.map(({ upload, path }): [string, string] => [upload.name, path]), ['catalogue.csv', DERIVED]]),
  };
}

async function partsOf(context: CommandContext, folder: BlocFolder, options: LoadBlocOptions): Promise<Part[]> {
  const chosen = [...folder.memberFiles].filter(([member]) => options.member === undefined || member === options.member);
  const parts: Part[] = [];
  for (const [member, files] of chosen) if (files.length > 0) parts.push(await memberPart(context, folder, member, files));
  // The bloc comes last, so that it is never scored before its members' values are there.
  if (options.member === undefined || options.board !== undefined)
    parts.push({ service: 'emulation', board: getLeader(folder, options), files: folder.files, paths: new Map() });
  return parts;
}

async function send(context: CommandContext, parts: readonly Part[], mode: ImportMode): Promise<LoadedPart[]> {
  const loaded: LoadedPart[] = [];
  const progress = context.screen.progress(mode === 'dry-run' ? 'Kiểm tra thử' : 'Ghi');
  try {
    for (const [done, { service, board, files, paths }] of parts.entries()) {
      progress.update(done, parts.length);
      const part = await importFiles({ client: context[service], board, mode, files, progress: SILENT });
      loaded.push({ service, board, report: renamed(part, paths) });
      if (mode === 'apply' && part.status === 'refused') break;
    }
  } finally {
    progress.stop();
  }
  return loaded;
}

const SILENT = { update: () => undefined, stop: () => undefined };

/** The report with the files' names as they lie in the folder. */
function renamed(report: ImportReport, paths: ReadonlyMap<string, string>): ImportReport {
  const name = (file: string): string => paths.get(file) ?? file;
  return {
    ...report,
    files: report.files.map((file) => ({ ...file, file: name(file.file) })),
    errors: report.errors.map((fault) => (fault.file === undefined ? fault : { ...fault, file: name(fault.file) })),
  };
}

const strangerFault = (file: string): ListedFault => ({
  ...{ file, where: 'file', line: null, column: null, code: 'unknown_member' },
  vi: 'Tệp của một đơn vị không có trong bloc.json',
  en: 'The file of somebody whom bloc.json does not name as a member',
});

const isRefused = (parts: readonly LoadedPart[]): boolean => parts.some(({ report }) => report.status === 'refused');

/**
 * Loads the folder of a bloc's year: members' values and plans into reporting, each under its own board, the bloc's files into
 * emulation. All of it is checked by both services first; only when nothing is refused is anything applied.
 */
export async function loadBloc(context: CommandContext, options: LoadBlocOptions): Promise<ExitCode> {
  const { screen } = context;
  const folder = await readBlocFolder(options.directory);
  const { bloc, members } = folder.head;
  const { member } = options;
  if (member !== undefined && !members.includes(member))
    throw usageError('unknown_member', {
      vi: `"${member}" không phải là thành viên của khối; bloc.json có: ${members.join(', ')}`,
      en: `"${member}" is not a member of the bloc; bloc.json has: ${members.join(', ')}`,
    });
  if (folder.skipped.length > 0)
    screen.say({ vi: `Bỏ qua, không thuộc bộ tệp của khối: ${folder.skipped.join(', ')}`, en: 'skipped, not part of a bloc' });
  const parts = await partsOf(context, folder, options);
  const silent = members.filter((one) => folder.memberFiles.get(one)?.length === 0 && (member === undefined || member === one));
  if (silent.length > 0) screen.say({ vi: `Không có số liệu của: ${silent.join(', ')}`, en: 'no values or plan' });

  const strangers = member === undefined ? folder.strangers.map(strangerFault) : [];
  const finish = (outcome: Pick<BlocLoadOutcome, 'status' | 'parts'>): ExitCode => {
    const whole: BlocLoadOutcome = { ...outcome, bloc: bloc ?? null, strangers, skipped: folder.skipped, silent };
    if (whole.status === 'refused') screen.detail(renderBlocRefusals(whole));
    screen.result({ document: outcomeDocument(whole), human: () => renderBlocLoad(whole) });
    return whole.status === 'refused' ? exitCodes.refused : exitCodes.done;
  };

  const checked = await send(context, parts, 'dry-run');
  if (isRefused(checked) || strangers.length > 0) return finish({ status: 'refused', parts: checked });
  if (options.dryRun) return finish({ status: 'checked', parts: checked });
  const applied = await send(context, parts, 'apply');
  return finish({ status: isRefused(applied) ? 'refused' : 'applied', parts: applied });
}
