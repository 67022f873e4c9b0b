import { getJson } from '../api/answer';
import type { Answer } from '../api/answer';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { number } from '../output/vietnamese';
import { untilSettled } from '../summary/until-settled';
import { blocPath, getBloc } from './find-bloc';
import type { ResultOptions } from './score';

/** A line of the award register, as far as it is printed. */
export interface RegisterLine {
  readonly register: { readonly year: number; readonly number: number };
  readonly code: string;
  readonly form_name: { readonly vi: string };
  readonly recipient: { readonly id: string };
  readonly total: string;
  readonly decision: { readonly number: string };
  readonly revoked: object | null;
}

interface Awards {
  readonly bloc: string;
  readonly year: number;
  readonly period: string;
  readonly state: 'provisional' | 'frozen' | 'decided';
  readonly missing: readonly string[];
  readonly outdated: boolean;
  readonly awards: {
    readonly flagPlaces: number;
    readonly certificatePlaces: number;
    readonly flags: readonly string[];
    readonly certificates: readonly string[];
    readonly undecided: readonly string[];
    readonly lapsed: { readonly flags: number; readonly certificates: number };
    readonly vetoed: readonly string[];
    readonly belowThreshold: readonly string[];
  };
  readonly given: readonly RegisterLine[];
}

const STATES: Readonly<Record<Awards['state'], string>> = {
  provisional: 'tạm tính, chưa chốt / provisional',
  frozen: 'đã chốt, chưa quyết định / frozen',
  decided: 'đã quyết định / decided',
};

/** Lines of the register with their codes. */
export function renderRegister(given: readonly RegisterLine[]): string {
  const lines = given.map(({ register, form_name: form, recipient, total, decision, code, revoked }) => [
    ...[`${String(register.number)}/${String(register.year)}`, form.vi, recipient.id, number(total), decision.number, code],
    revoked === null ? '' : 'đã thu hồi / revoked',
  ]);
  return renderTable([['số', 'hình thức', 'đơn vị', 'điểm', 'quyết định', 'mã xác minh', ''], ...lines], { right: [3] });
}

function render({ bloc, year, period, state, missing, outdated, awards, given }: Awards): string {
  const { flagPlaces, certificatePlaces, lapsed } = awards;
  const rows = [
    ['Cờ thi đua / flags', String(flagPlaces), String(lapsed.flags), awards.flags.join(', ')],
    ['Bằng khen / certificates', String(certificatePlaces), String(lapsed.certificates), awards.certificates.join(', ')],
  ];
  const named = (label: string, members: readonly string[]): string => (members.length === 0 ? '' : `${label}: ${members.join(', ')}\n`);
  return [
    `${bloc} ${String(year)} · kỳ ${period} · ${STATES[state]}\n`,
    renderTable([['hình thức', 'chỉ tiêu', 'không dùng', 'đơn vị'], ...rows], { right: [1, 2] }),
    named('Khối trưởng quyết định / the leader decides', awards.undecided),
    named('Không xét khen / vetoed', awards.vetoed),
    named('Dưới ngưỡng / below the threshold', awards.belowThreshold),
    named('Còn thiếu / missing', missing),
    ...(given.length === 0 ? [] : ['Sổ khen thưởng / register\n', renderRegister(given)]),
    ...(outdated ? ['Xếp hạng đã được chốt lại sau quyết định / the ranking was frozen anew since\n'] : []),
  ].join('');
}

/** Quotas, who gets what, which places lapse, and what was decided. */
export async function awards(context: CommandContext, options: ResultOptions): Promise<ExitCode> {
  const bloc = await getBloc(context, options);
  const ask = (): Promise<Answer> => context.emulation.get(blocPath(bloc, 'awards'), { as_of: options.asOf });
  const answer = await untilSettled(context.screen, options, ask);
  context.screen.result({ document: answer.bytes, human: () => render(getJson<Awards>(answer)) });
  return exitCodes.done;
}
