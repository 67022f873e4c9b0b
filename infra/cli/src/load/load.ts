import type { CommandContext } from '../command-context';
import { usageError } from '../cli-error';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { ImportMode, ImportReport } from './import-files';
import { importFiles } from './import-files';
import type { Service } from './known-files';
import { findService } from './known-files';
import type { LoadOutcome } from './print-load';
import { outcomeDocument, renderOutcome, renderRefusals } from './print-load';
import type { Folder } from './read-folder';
import { findBoardOf, readFolder } from './read-folder';

export interface LoadOptions {
  readonly directory: string;
  /** Default: what board.json of the folder says. */
  readonly board: string | undefined;
  readonly dryRun: boolean;
}

const SERVICES: readonly Service[] = ['registry', 'reporting'];

function getBoard(folder: Folder<Service>, options: LoadOptions): string {
  const board = options.board ?? findBoardOf(folder);
  if (board !== undefined) return board;
  throw usageError('board_unknown', {
    vi: 'Không biết nạp cho ban quản lý nào: thư mục không có board.json đọc được, hãy thêm --board',
    en: 'Which board? The folder has no readable board.json; add --board',
  });
}

async function importAll(context: CommandContext, folder: Folder<Service>, board: string, mode: ImportMode): Promise<ImportReport[]> {
  const reports: ImportReport[] = [];
  for (const service of SERVICES) {
    const files = folder.files[service];
    if (files.length === 0) continue;
    const names = files.map(({ name }) => name).join(', ');
    const [vi, en] = mode === 'dry-run' ? ['Kiểm tra thử', 'Checking'] : ['Ghi vào', 'Applying'];
    context.screen.say({ vi: `▸ ${vi} ${service}: ${names}`, en });
    const client = context[service];
    reports.push(await importFiles({ client, board, mode, files, progress: context.screen.progress(service) }));
  }
  return reports;
}

/**
 * Loads whatever files of the formats lie in a folder as one set: all of them are checked by both services first, and only
 * when nothing is refused are they applied.
 */
export async function load(context: CommandContext, options: LoadOptions): Promise<ExitCode> {
  const { screen } = context;
  const folder = await readFolder(options.directory, { services: SERVICES, findService });
  const { files, skipped, tooLarge } = folder;
  if (skipped.length > 0) screen.say({ vi: `Bỏ qua, không phải tệp nhập: ${skipped.join(', ')}`, en: 'skipped, not import files' });
  if (SERVICES.every((service) => files[service].length === 0) && tooLarge.length === 0) {
    throw usageError('nothing_to_load', {
      vi: `Trong ${options.directory} không có tệp nhập nào`,
      en: `There is no import file in ${options.directory}`,
    });
  }
  const board = getBoard(folder, options);

  const finish = (outcome: LoadOutcome): ExitCode => {
    const refused = outcome.status === 'refused';
    if (refused) screen.detail(renderRefusals(outcome));
    screen.result({ document: outcomeDocument(outcome), human: () => renderOutcome(outcome) });
    return refused ? exitCodes.refused : exitCodes.done;
  };

  if (tooLarge.length > 0) return finish({ board, status: 'refused', reports: [], skipped, tooLarge });
  const checked = await importAll(context, folder, board, 'dry-run');
  if (checked.some(({ status }) => status === 'refused')) return finish({ board, status: 'refused', reports: checked, skipped, tooLarge });
  if (options.dryRun) return finish({ board, status: 'checked', reports: checked, skipped, tooLarge });

  const applied = await importAll(context, folder, board, 'apply');
  return finish({
    board,
    status: applied.some(({ status }) => status === 'refused') ? 'refused' : 'applied',
    reports: applied,
    skipped,
    tooLarge,
  });
}
