import { renderTable } from '../output/table';
import { number, text } from '../output/vietnamese';
import type { MemberResult, Place, ResultDocument } from './result-document';

const AWARDS: Readonly<Record<string, string>> = {
  flag: 'Cờ thi đua / flag',
  certificate: 'Bằng khen / certificate',
  undecided: 'Khối trưởng quyết định / the leader decides',
};
const award = (name: string): string => AWARDS[name] ?? '';

type Head = Pick<ResultDocument, 'bloc' | 'year' | 'period' | 'criteriaVersion' | 'missing'>;

const renderHead = ({ bloc, year, period, criteriaVersion }: Head): string =>
  `${bloc} ${String(year)} · kỳ ${period} · tiêu chí ${criteriaVersion}\n`;

const renderMissing = (missing: readonly string[] = []): string =>
  missing.length === 0 ? '' : `Tạm thời, còn thiếu / provisional, missing: ${missing.join(', ')}\n`;

/** Places, totals, awards, and what decided ties. */
export function renderRanking(result: Head & Pick<ResultDocument, 'ranking' | 'ties'>): string {
  const rows = result.ranking.map(({ rank, member, total, award: given }: Place) => [text(rank), member, number(total), award(given)]);
  const ties = result.ties.map(
    ({ total, members, decidedBy }) =>
      `Cùng ${number(total)} điểm: ${members.map(({ member }) => member).join(', ')} – ${decidedBy.length > 0 ? decidedBy.join(', ') : 'bằng nhau / equal'}\n`,
  );
  const table = renderTable([['hạng', 'đơn vị', 'điểm', 'khen thưởng'], ...rows], { right: [0, 2] });
  return `${renderHead(result)}${table}${ties.join('')}${renderMissing(result.missing)}`;
}

/** One line for each member: its groups, its penalties, its total. */
export function renderMembers(result: ResultDocument): string {
  const groups = [...new Set(result.members.flatMap((one) => Object.keys(one.groups)))];
  const rows = result.members.map((one) => [
    one.member,
    ...groups.map((group) => number(one.groups[group]?.total)),
    number(one.penaltyTotal),
    number(one.total),
    one.unscored.join(', '),
  ]);
  const right = groups.map((_, at) => at + 1).concat(groups.length + 1, groups.length + 2);
  const table = renderTable([['đơn vị', ...groups, 'trừ', 'tổng', 'chưa chấm'], ...rows], { right });
  return `${renderHead(result)}${table}${renderMissing(result.missing)}`;
}

/** One member's points, criterion by criterion. */
export function renderMember(result: ResultDocument, member: MemberResult): string {
  const rows = member.criteria.map(({ code, max, computed, self, verified, final, status, flags }) => [
    code,
    ...[max, computed, self, verified, final].map(number),
    [...(status === 'scored' ? [] : [status]), ...flags].join(', '),
  ]);
  const table = renderTable([['tiêu chí', 'tối đa', 'tính được', 'tự chấm', 'thẩm định', 'điểm', ''], ...rows], { right: [1, 2, 3, 4, 5] });
  const groups = Object.entries(member.groups).map(([code, { total, max }]) => `${code} ${number(total)}/${number(max)}`);
  return `${renderHead(result)}${member.member}\n${table}${groups.join(' · ')} · trừ ${number(member.penaltyTotal)} · tổng ${number(member.total)}\n`;
}
