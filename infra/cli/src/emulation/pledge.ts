import { readFile } from 'node:fs/promises';
import { getJson } from '../api/answer';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { text } from '../output/vietnamese';
import type { BlocChoice } from './find-bloc';
import { blocPath, checkMember, getBloc } from './find-bloc';

export interface PinOptions extends BlocChoice {
  /** `member=thumbprint` each; none: only shows. */
  readonly keys: readonly string[];
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
}

interface PinnedKey {
  readonly member: string;
  readonly thumbprint: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly revoked_at: string | null;
  readonly rotated_to: string | null;
  readonly has_key: boolean;
}

function readKey(written: string): { readonly member: string; readonly thumbprint: string } {
  const [, member, thumbprint] = /^([a-z0-9-]+)=([A-Za-z0-9_-]{43})$/.exec(written) ?? [];
  if (member === undefined || thumbprint === undefined)
    throw usageError('bad_key', {
      vi: `"${written}": cần dạng đơn-vị=vân-tay, vân tay có 43 ký tự`,
      en: `"${written}": member=thumbprint is needed, a thumbprint has 43 characters`,
    });
  return { member, thumbprint };
}

/** Pins members' keys as the pledge states them, and shows all that are believed. */
export async function pin(context: CommandContext, { keys, validFrom, validTo, ...choice }: PinOptions): Promise<ExitCode> {
  const { emulation, screen } = context;
  const read = keys.map(readKey);
  if (read.length > 0 && (validFrom === undefined || validTo === undefined))
    throw usageError('no_validity', {
      vi: 'Cần --valid-from và --valid-to: hiệu lực của khóa theo giao ước',
      en: '--valid-from and --valid-to are needed: the keys’ validity as the pledge states it',
    });
  const bloc = await getBloc(context, choice);
  for (const { member } of read) checkMember(bloc, member);
  const path = blocPath(bloc, 'member-keys');
  if (read.length > 0) await emulation.post(path, { keys: read.map((key) => ({ ...key, valid_from: validFrom, valid_to: validTo })) });
  const answer = await emulation.get(path);
  screen.result({
    document: answer.bytes,
    human: () => {
      const rows = getJson<{ readonly items: readonly PinnedKey[] }>(answer).items.map((key) => [
        ...[key.member, key.thumbprint, key.valid_from, key.valid_to, text(key.revoked_at), text(key.rotated_to)],
        key.has_key ? '✓' : 'chưa có khóa / not yet seen',
      ]);
      const head = ['đơn vị', 'vân tay / thumbprint', 'từ / from', 'đến / to', 'thu hồi / revoked', 'chuyển cho / handed on to', ''];
      return renderTable([head, ...rows]);
    },
  });
  return exitCodes.done;
}

export interface AgreeOptions extends BlocChoice {
  /** A JSON list of figures: indicator, breakdown, unit, part, value. */
  readonly file: string;
  readonly member: string;
}

/** Settles figures with a member, in the place of those settled before. */
export async function agree(context: CommandContext, { file, member, ...choice }: AgreeOptions): Promise<ExitCode> {
  let figures: unknown;
  try {
    figures = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw usageError('no_figures', {
      vi: `${file}: cần một danh sách JSON {indicator, breakdown, unit, part, value}`,
      en: `${file}: a JSON list of {indicator, breakdown, unit, part, value} is needed`,
    });
  }
  const bloc = await getBloc(context, choice);
  checkMember(bloc, member);
  const answer = await context.emulation.post(blocPath(bloc, 'agreed-figures'), { member, figures });
  const { agreed } = getJson<{ readonly agreed: number }>(answer);
  context.screen.result({ document: answer.bytes, human: () => `${member}: ${String(agreed)} số liệu đã thống nhất / figures agreed\n` });
  return exitCodes.done;
}
