import type { Criteria } from '../criteria/criteria';
import type { Reading, RowFault } from '../criteria/fault';
import { createFaultList } from '../criteria/fault';
import type { Fraction } from '@kcn/kernel/fraction';
import { compare, equals, findFraction, ONE, ZERO } from '@kcn/kernel/fraction';
import type { Bloc } from './bloc';
import { isCheckerOf } from './bloc';

/** A row of a table as text: the line it starts on and its cells by column; an absent cell is ''. */
export interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** One row of bloc-scores.csv: points of a criterion, units of a penalty, 1 for a veto. */
export interface ScoreRow {
  readonly member: string;
  /** The code of the criterion, penalty or veto. */
  readonly code: string;
  readonly self?: Fraction;
  readonly evidenceRef?: string;
  readonly notApplicable: boolean;
  readonly checkedBy?: string;
  readonly verified?: Fraction;
  readonly reason?: string;
}

export interface BlocAndCriteria {
  readonly bloc: Bloc;
  readonly criteria: Criteria;
}

type Report = (column: string | undefined, fault: Omit<RowFault, 'line' | 'column'>) => void;

const cell = (row: TableRow, column: string): string => (row.cells[column] ?? '').trim();

function readNumber(row: TableRow, column: string, report: Report): Fraction | undefined {
  const text = cell(row, column);
  const value = text === '' ? undefined : findFraction(text);
  if (text !== '' && !value) report(column, { code: 'bad_number', vi: `"${text}" không phải là một số`, en: `"${text}" is not a number` });
  return value;
}

function readRow(row: TableRow, report: Report): ScoreRow {
  const [evidenceRef, checkedBy, reason] = [cell(row, 'evidence_ref'), cell(row, 'cross_checked_by'), cell(row, 'reason')];
  const [self, verified] = [readNumber(row, 'self_value', report), readNumber(row, 'verified_value', report)];
  const notApplicable = cell(row, 'not_applicable');
  if (notApplicable !== '' && notApplicable !== '1')
    report('not_applicable', { code: 'bad_flag', vi: 'not_applicable là 1 hoặc để trống', en: 'not_applicable is 1 or empty' });
  for (const [column, text] of Object.entries(row.cells))
    if (/^[=+@]/.test(text)) report(column, { code: 'formula_text', vi: 'Không được bắt đầu bằng = + @', en: 'Must not begin with = + @' });
  return {
    member: cell(row, 'member'),
    code: cell(row, 'criterion'),
    notApplicable: notApplicable === '1',
    ...(self ? { self } : {}),
    ...(evidenceRef === '' ? {} : { evidenceRef }),
    ...(checkedBy === '' ? {} : { checkedBy }),
    ...(verified ? { verified } : {}),
    ...(reason === '' ? {} : { reason }),
  };
}

function checkChecker(row: ScoreRow, bloc: Bloc, report: Report): void {
  if (row.checkedBy === undefined) {
    if (row.verified)
      report('cross_checked_by', {
        code: 'checker_missing',
        vi: 'Giá trị thẩm định không có người kiểm tra',
        en: 'A verified value names no checker',
      });
    return;
  }
  if (!isCheckerOf(bloc, { checker: row.checkedBy, member: row.member }))
    report('cross_checked_by', {
      code: 'wrong_checker',
      vi: `"${row.checkedBy}" không phải đơn vị được phân công, Khối trưởng hay Khối phó, hoặc là chính đơn vị`,
      en: `"${row.checkedBy}" is not the member drawn, the leader or the deputy, or is the member itself`,
    });
}

function checkCriterionRow(row: ScoreRow, { criteria }: BlocAndCriteria, report: Report): boolean {
  const criterion = criteria.criteria.find((one) => one.code === row.code);
  if (!criterion) return false;
  if (row.verified && (compare(row.verified, ZERO) < 0 || compare(row.verified, criterion.max) > 0))
    report('verified_value', {
      code: 'verified_out_of_range',
      vi: 'Giá trị thẩm định ngoài khoảng 0 đến điểm tối đa',
      en: 'The verified value is outside 0 to the maximum',
    });
  if (row.notApplicable && criteria.groups.some((group) => group.code === criterion.group && group.capped))
    report('not_applicable', {
      code: 'bonus_not_applicable',
      vi: 'Điểm thưởng không có "không áp dụng"',
      en: 'A bonus cannot be not applicable',
    });
  return true;
}

/** A penalty or veto has a row only when its rule asks for the leader's declaration. */
function checkDeclaredRow(row: ScoreRow, { criteria }: BlocAndCriteria, report: Report): void {
  const penalty = criteria.penalties.find((one) => one.code === row.code);
  const veto = criteria.vetoes.find((one) => one.code === row.code);
  if (!penalty && !veto) {
    report('criterion', { code: 'unknown_criterion', vi: `Không có tiêu chí "${row.code}"`, en: `There is no criterion "${row.code}"` });
    return;
  }
  const declared = veto
    ? veto.rule.kind === 'declared'
    : penalty?.rule.kind === 'count' && penalty.rule.parts.some((part) => part.n.kind === 'declared');
  if (!declared)
    report('criterion', { code: 'not_declared', vi: `${row.code} được tính, không khai báo`, en: `${row.code} is computed, not declared` });
  if (row.notApplicable)
    report('not_applicable', {
      code: 'not_a_criterion',
      vi: 'Chỉ tiêu chí mới có "không áp dụng"',
      en: 'Only a criterion can be not applicable',
    });
  const { verified } = row;
  if (!verified) return;
  const allowed = veto ? equals(verified, ZERO) || equals(verified, ONE) : compare(verified, ZERO) >= 0;
  if (!allowed) report('verified_value', { code: 'verified_out_of_range', vi: 'Giá trị không hợp lệ', en: 'The value is not allowed' });
}

/** A whole group (I to III) that is not applicable cannot be scaled. */
function checkWholeGroups(
  read: readonly { readonly row: ScoreRow; readonly line: number }[],
  { criteria }: BlocAndCriteria,
  add: (fault: RowFault) => void,
): void {
  for (const group of criteria.groups) {
    const codes = new Set(criteria.criteria.filter((criterion) => criterion.group === group.code).map((criterion) => criterion.code));
    const claims = read.filter(({ row }) => row.notApplicable && codes.has(row.code));
    for (const member of new Set(claims.map(({ row }) => row.member))) {
      const own = claims.filter(({ row }) => row.member === member);
      const last = own.at(-1);
      if (last && new Set(own.map(({ row }) => row.code)).size === codes.size)
        add({
          code: 'group_not_applicable',
          line: last.line,
          column: 'not_applicable',
          vi: `Cả nhóm ${group.code} không áp dụng`,
          en: `The whole group ${group.code} is not applicable`,
        });
    }
  }
}

/** Reads bloc-scores.csv and names every fault of its rows. That a differing value has its reason is seen once points are computed. */
export function readScoreRows(rows: readonly TableRow[], context: BlocAndCriteria): Reading<readonly ScoreRow[], RowFault> {
  const { faults, add } = createFaultList<RowFault>();
  const members = new Set(context.bloc.members.map((member) => member.id));
  const seen = new Set<string>();
  const read = rows.map((tableRow) => {
    const report: Report = (column, fault) => add({ ...fault, line: tableRow.line, ...(column === undefined ? {} : { column }) });
    const row = readRow(tableRow, report);
    if (!members.has(row.member))
      report('member', { code: 'unknown_member', vi: `"${row.member}" không phải là thành viên`, en: `"${row.member}" is not a member` });
    else checkChecker(row, context.bloc, report);
    if (!checkCriterionRow(row, context, report)) checkDeclaredRow(row, context, report);
    const key = `${row.member} ${row.code}`;
    if (seen.has(key))
      report('criterion', {
        code: 'duplicate_row',
        vi: 'Đơn vị đã có dòng cho tiêu chí này',
        en: 'The member has a row for this criterion already',
      });
    seen.add(key);
    return { row, line: tableRow.line };
  });
  checkWholeGroups(read, context, add);
  return faults.length === 0 ? { ok: true, content: read.map(({ row }) => row) } : { ok: false, faults };
}
