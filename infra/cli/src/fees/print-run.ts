import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import { CliError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { number } from '../output/vietnamese';

export interface PrintOptions {
  readonly board: string;
  readonly run: string;
  readonly out: string;
  readonly asOf: string | undefined;
  readonly twoSided: boolean;
}

interface Printing {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly progress: number;
  readonly file: {
    readonly href: string;
    readonly documents: number;
    readonly pages: number;
    readonly bytes: number;
    readonly sha256: string;
    readonly refused: readonly { readonly invoice: string; readonly vi: string; readonly en: string }[];
    readonly refused_count: number;
  } | null;
  readonly error: { readonly code: string; readonly vi: string; readonly en: string } | null;
}

const POLL_MS = 300;

/**
 * Has a run's notices printed, follows that to its end and writes the file.
 * @returns refused (1) when an invoice has no notice; the others are in the file
 */
export async function printRun({ screen, fees }: CommandContext, { board, run, out, asOf, twoSided }: PrintOptions): Promise<ExitCode> {
  const wish = { two_sided: twoSided, ...(asOf === undefined ? {} : { as_of: asOf }) };
  let now = getJson<Printing>(await fees.post(boardPath(board, 'billing-runs', run, 'printings'), wish));
  const progress = screen.progress('in / printing');
  try {
    while (now.state === 'queued' || now.state === 'running') {
      progress.update(now.progress, 100);
      await pause(POLL_MS);
      now = getJson<Printing>(await fees.get(boardPath(board, 'printings', now.id)));
    }
  } finally {
    progress.stop();
  }
  const { file, error } = now;
  if (!file)
    throw new CliError({ exitCode: exitCodes.refused, ...(error ?? { code: 'no_file', vi: 'Không có tệp', en: 'There is no file' }) });
  const { bytes } = await fees.get(file.href);
  await writeFile(out, bytes);
  for (const { invoice, vi, en } of file.refused) screen.say({ vi: `${invoice}: ${vi}`, en });
  screen.result({
    document: { ...now, out },
    human: () => {
      const refused = file.refused_count === 0 ? '' : `; ${number(file.refused_count)} hóa đơn không lập được / without a notice`;
      return `→ ${out}: ${number(file.documents)} thông báo, ${number(file.pages)} trang / notices, pages${refused}\n`;
    },
  });
  return file.refused_count === 0 ? exitCodes.done : exitCodes.refused;
}
