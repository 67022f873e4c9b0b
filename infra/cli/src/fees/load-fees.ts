import { findFeeFile } from '@kcn/contracts';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { importFiles } from '../load/import-files';
import type { LoadOutcome } from '../load/print-load';
import { outcomeDocument, renderOutcome, renderRefusals, renderWarnings } from '../load/print-load';
import { readFolder } from '../load/read-folder';

export const STATEMENT_FORMATS = ['csv', 'camt053', 'mt940'] as const;

export interface LoadFeesOptions {
  readonly directory: string;
  readonly board: string;
  readonly dryRun: boolean;
  /** Leaves out statements of the other formats; without it all are read and what they repeat is ignored. */
  readonly statement: string | undefined;
}

/** Loads the fee files and bank statements of a folder as one set: all or nothing. */
export async function loadFees({ screen, fees }: CommandContext, options: LoadFeesOptions): Promise<ExitCode> {
  const { directory, board, dryRun, statement } = options;
  const {
    files: { fees: files },
    skipped,
    tooLarge,
  } = await readFolder(directory, { services: ['fees'], findService: (name) => (findFeeFile(name) ? 'fees' : undefined) });
  if (skipped.length > 0) screen.say({ vi: `Bỏ qua, không phải tệp nhập: ${skipped.join(', ')}`, en: 'skipped, not import files' });
  if (files.length === 0 && tooLarge.length === 0) {
    throw usageError('nothing_to_load', {
      vi: `Trong ${directory} không có tệp thu phí hay sao kê nào`,
      en: `There is no fee file and no bank statement in ${directory}`,
    });
  }
  const finish = (outcome: LoadOutcome): ExitCode => {
    if (outcome.status === 'refused') screen.detail(renderRefusals(outcome));
    const warnings = renderWarnings(outcome);
    if (warnings !== undefined) screen.detail(warnings);
    screen.result({ document: outcomeDocument(outcome), human: () => renderOutcome(outcome) });
    return outcome.status === 'refused' ? exitCodes.refused : exitCodes.done;
  };
  if (tooLarge.length > 0) return finish({ board, status: 'refused', reports: [], skipped, tooLarge });

  const [vi, en] = dryRun ? ['Kiểm tra thử', 'Checking'] : ['Ghi vào', 'Applying'];
  screen.say({ vi: `▸ ${vi} fees: ${files.map(({ name }) => name).join(', ')}`, en });
  const mode = dryRun ? 'dry-run' : 'apply';
  const report = await importFiles({ client: fees, board, mode, files, progress: screen.progress('fees'), query: { statement } });
  const status = report.status === 'refused' ? 'refused' : dryRun ? 'checked' : 'applied';
  return finish({ board, status, reports: [report], skipped, tooLarge });
}
