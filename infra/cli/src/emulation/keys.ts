import type { KeyFiles } from '@kcn/emulation/keys';
import { revokeKey, rotateKey, showKeys } from '@kcn/emulation/keys';
import { DomainError, instant, instantFromDate } from '@kcn/kernel';
import { CliError, usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { text } from '../output/vietnamese';

interface KeyChoice {
  readonly board: string;
  /** Default: KCN_SIGNING_KEYS_DIR. */
  readonly dir?: string | undefined;
}

function folderOf({ settings }: CommandContext, { dir }: KeyChoice): string {
  const folder = dir ?? settings.signingKeysFolder;
  if (folder !== undefined) return folder;
  throw usageError('no_key_folder', {
    vi: 'Thư mục khóa ký ở đâu? Thêm --dir, hoặc đặt KCN_SIGNING_KEYS_DIR',
    en: 'Where are the signing keys? Add --dir, or set KCN_SIGNING_KEYS_DIR',
  });
}

/** What the files do not allow is a refusal like a service's. */
async function told<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, vi, en } = error;
    throw new CliError({ exitCode: exitCodes.refused, code, vi, en });
  }
}

function tell({ screen }: CommandContext, board: string, files: KeyFiles, more = ''): ExitCode {
  screen.result({
    document: { board, current: files.current, keys: files.keys, published: files.published },
    human: () => {
      const rows = files.keys.map(({ thumbprint, isCurrent, validFrom, validTo, revokedAt, rotatedTo }) => [
        ...[thumbprint, isCurrent ? 'đang ký / signs' : ''],
        ...[validFrom, validTo, revokedAt, rotatedTo].map((cell) => text(cell)),
      ]);
      const head = ['vân tay / thumbprint', '', 'từ / from', 'đến / to', 'thu hồi / revoked', 'chuyển cho / handed on to'];
      return `${board}\n${renderTable([head, ...rows])}${more}`;
    },
  });
  return exitCodes.done;
}

/** The board's keys, and what its files say became of them. */
export async function show(context: CommandContext, choice: KeyChoice): Promise<ExitCode> {
  return tell(context, choice.board, await told(() => showKeys(folderOf(context, choice), choice.board)));
}

/** Makes a new key and has the old one sign that it is the heir. */
export async function rotate(context: CommandContext, choice: KeyChoice & { readonly validTo: string }): Promise<ExitCode> {
  const { board } = choice;
  const folder = folderOf(context, choice);
  const files = await told(() => rotateKey({ folder, board, now: instantFromDate(new Date()), validTo: instant(choice.validTo) }));
  return tell(
    context,
    board,
    files,
    'Khối trưởng biết khóa mới từ lần lấy phiếu sau / the leader learns of it with the next pull; hand-in: --key-set FILE\n',
  );
}

/** Ends a key by a statement that the current one signs. */
export async function revoke(
  context: CommandContext,
  choice: KeyChoice & { readonly thumbprint: string; readonly last: boolean },
): Promise<ExitCode> {
  const { board, thumbprint, last: isLast } = choice;
  const folder = folderOf(context, choice);
  return tell(context, board, await told(() => revokeKey({ folder, board, thumbprint, isLast, now: instantFromDate(new Date()) })));
}
