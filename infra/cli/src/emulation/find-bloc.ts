import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import type { CliError } from '../cli-error';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';

/** How a command names a bloc's year; what is left out is found where only one is meant. */
export interface BlocChoice {
  readonly bloc?: string | undefined;
  readonly year?: string | undefined;
  /** Default: the leader's. */
  readonly board?: string | undefined;
}

/** A bloc's year as emulation lists it. */
export interface ListedBloc {
  /** Who keeps these files. */
  readonly board: string;
  readonly bloc: string;
  readonly year: number;
  readonly period: string;
  readonly leader: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly members: readonly string[];
}

const describe = ({ bloc, year, board }: ListedBloc): string => `${bloc} ${String(year)} (${board})`;

function notFound({ bloc, year }: BlocChoice): CliError {
  const named = [bloc, year].filter((part) => part !== undefined).join(' ');
  return usageError('unknown_bloc', {
    vi: `Chưa nạp khối nào như thế: ${named}. Nạp bằng "emulation load", hoặc xem lại --bloc, --year, --board`,
    en: `No such bloc is loaded: ${named}. Load it with "emulation load", or check --bloc, --year, --board`,
  });
}

/**
 * The one year of a bloc that is meant: kept under its leader's board, or under the board given.
 * @throws CliError usage `unknown_bloc`, `which_bloc`
 */
export async function getBloc({ emulation }: CommandContext, choice: BlocChoice): Promise<ListedBloc> {
  const answer = await emulation.get('/v1/blocs', { bloc: choice.bloc, year: choice.year });
  const { items } = getJson<{ readonly items: readonly ListedBloc[] }>(answer);
  const found = items.filter(({ board, leader }) => board === (choice.board ?? leader));
  const [one, ...others] = found;
  if (!one) throw notFound(choice);
  if (others.length === 0) return one;
  throw usageError('which_bloc', {
    vi: `Có nhiều khối: ${found.map(describe).join(', ')}; hãy thêm --bloc, --year hoặc --board`,
    en: `There are several: ${found.map(describe).join(', ')}; add --bloc, --year or --board`,
  });
}

/** `/v1/boards/hai-duong/blocs/bloc-red-river-delta/years/2019/result` */
export const blocPath = ({ board, bloc, year }: ListedBloc, ...parts: readonly string[]): string =>
  boardPath(board, 'blocs', bloc, 'years', String(year), ...parts);

/** @throws CliError usage `unknown_member` */
export function checkMember({ members, bloc }: ListedBloc, member: string): void {
  if (members.includes(member)) return;
  throw usageError('unknown_member', {
    vi: `"${member}" không phải là thành viên của khối ${bloc}; có: ${members.join(', ')}`,
    en: `"${member}" is not a member of the bloc ${bloc}; there are: ${members.join(', ')}`,
  });
}
