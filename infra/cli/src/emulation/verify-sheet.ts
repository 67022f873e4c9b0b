import { readFile } from 'node:fs/promises';
import { verifySheetFile } from '@kcn/emulation/verify';
import { DomainError } from '@kcn/kernel';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { evidenceOf } from './sheet-evidence';

export interface VerifySheetOptions {
  /** An `emulation-evidence/1` document, or a sheet as it was signed. */
  readonly file: string;
  /** Beside a sheet that stands alone: the key set, criteria.json and bloc.json. */
  readonly keys: string | undefined;
  readonly criteria: string | undefined;
  readonly blocFile: string | undefined;
  /** Thumbprints that are known from the pledge. */
  readonly pins: readonly string[] | undefined;
}

const bytesOf = (path: string): Promise<Buffer> =>
  readFile(path).catch(() => {
    throw usageError('no_such_file', { vi: `Không đọc được tệp ${path}`, en: `The file ${path} cannot be read` });
  });

async function readEvidence({ file, keys, criteria, blocFile }: VerifySheetOptions): Promise<Uint8Array> {
  const bytes = await bytesOf(file);
  // A compact JWS begins with base64url, every JSON document with a brace.
  if (bytes.toString('latin1').trimStart().startsWith('{')) return bytes;
  if (keys === undefined || criteria === undefined || blocFile === undefined)
    throw usageError('sheet_alone', {
      vi: 'Tệp chỉ có phiếu đã ký: hãy thêm --keys (bộ khóa), --criteria (criteria.json) và --bloc-file (bloc.json)',
      en: 'The file is a signed sheet alone: add --keys (key set), --criteria (criteria.json) and --bloc-file (bloc.json)',
    });
  return evidenceOf({
    sheet: bytes.toString('latin1').trim(),
    keySet: await bytesOf(keys),
    criteria: (await bytesOf(criteria)).toString('utf8'),
    bloc: (await bytesOf(blocFile)).toString('utf8'),
    receivedAt: new Date().toISOString(),
  });
}

/** The verdict. @throws CliError usage when the file itself, or one beside it, is none that could be judged */
async function judge(options: VerifySheetOptions): ReturnType<typeof verifySheetFile> {
  const evidence = await readEvidence(options);
  try {
    return await verifySheetFile(evidence, options.pins ? { pinned: options.pins } : {});
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, vi, en } = error;
    throw usageError(code, { vi: `${options.file}: ${vi}`, en: `${options.file}: ${en}` });
  }
}

/**
 * Judges a signed sheet on this machine alone: its signature against the key set or the pinned keys, and its points anew from
 * criteria and signed operands. Exit 0 where the sheet counts.
 */
export async function verifySheet({ screen }: CommandContext, options: VerifySheetOptions): Promise<ExitCode> {
  const { pins } = options;
  const { verdict, counts, details, sheet, sha256, keyThumbprint } = await judge(options);
  const scope = sheet && { bloc: sheet.bloc, member: sheet.member, year: sheet.year, period: sheet.period, revision: sheet.revision };
  screen.result({
    document: {
      ...{ verdict, counts, pinned: pins !== undefined },
      ...{ ...scope, signed_at: sheet?.signedAt, sha256, key_thumbprint: keyThumbprint },
      details,
    },
    human: () => {
      const head = `${counts ? '✓' : '✗'} ${verdict}${scope ? ` · ${scope.bloc} ${scope.period} · ${scope.member}, lần ${String(scope.revision)}` : ''}\n`;
      const key = keyThumbprint === undefined ? '' : `khóa / key ${keyThumbprint}\n`;
      const warning =
        pins === undefined && keyThumbprint !== undefined
          ? 'Khóa lấy từ chính hồ sơ: hãy so với bản giao ước, hoặc dùng --pin / the key is the file’s own: compare it with the pledge, or use --pin\n'
          : '';
      const rows = details.map(({ code, at, expected, actual, vi, en }) => [code, at ?? '', expected ?? '', actual ?? '', `${vi} / ${en}`]);
      const table = rows.length === 0 ? '' : renderTable([['mã', 'ở', 'đúng ra', 'trong phiếu', 'nội dung / message'], ...rows]);
      return `${head}${key}${warning}${table}`;
    },
  });
  return counts ? exitCodes.done : exitCodes.refused;
}
