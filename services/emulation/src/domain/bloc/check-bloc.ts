import type { Criteria, OperandRule } from '../criteria/criteria';
import type { FileFault } from '../criteria/fault';
import { createFaultList } from '../criteria/fault';
import type { ObjectReader } from '../criteria/object-reader';
import type { Fraction } from '@kcn/kernel/fraction';
import { compare } from '@kcn/kernel/fraction';
import { operandSlots } from '../scoring/operand-slots';
import type { Bloc, BlocMember, CrossCheckPair } from './bloc';

interface Entry<Item> {
  readonly reader: ObjectReader;
  readonly item: Item | undefined;
}

export interface BlocParts {
  readonly root: ObjectReader;
  readonly roles: Readonly<Record<'leader' | 'deputy' | 'host', string | undefined>>;
  /** The steps that have a deadline, readable or not. */
  readonly deadlineSteps: ReadonlySet<string>;
  readonly crossChecks: readonly Entry<CrossCheckPair>[];
  readonly members: readonly Entry<BlocMember>[];
  readonly electors: number | undefined;
  readonly thresholds: { readonly flag: Fraction | undefined; readonly certificate: Fraction | undefined };
}

function checkPairs(crossChecks: readonly Entry<CrossCheckPair>[], known: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const { reader, item } of crossChecks) {
    if (!item) continue;
    for (const field of ['checker', 'member'] as const) if (!known.has(item[field])) reader.fault(field, unknownMember(item[field]));
    if (item.checker === item.member)
      reader.fault('checker', { code: 'checks_itself', vi: 'Đơn vị không được tự kiểm tra chéo', en: 'A member does not check itself' });
    const pair = `${item.checker} ${item.member}`;
    if (seen.has(pair))
      reader.fault(undefined, { code: 'duplicate_pair', vi: 'Cặp kiểm tra chéo có hai lần', en: 'The pair occurs twice' });
    seen.add(pair);
  }
}

const unknownMember = (member: string): Omit<FileFault, 'path'> => ({
  code: 'unknown_member',
  vi: `"${member}" không phải là thành viên của khối`,
  en: `"${member}" is not a member of the bloc`,
});

/** Names what is wrong among the parts of bloc.json: members, roles, draws, steps without a deadline. */
export function checkBlocParts({ root, roles, deadlineSteps, crossChecks, members, electors, thresholds }: BlocParts): void {
  const known = new Set<string>();
  for (const { reader, item } of members) {
    if (!item) continue;
    if (known.has(item.id))
      reader.fault('id', {
        code: 'duplicate_member',
        vi: `Thành viên "${item.id}" có hai lần`,
        en: `The member "${item.id}" occurs twice`,
      });
    known.add(item.id);
    for (const step of item.steps.keys())
      if (!deadlineSteps.has(step))
        reader.fault('steps', {
          code: 'step_without_deadline',
          vi: `Bước "${step}" không có hạn`,
          en: `The step "${step}" has no deadline`,
        });
  }
  if (root.has('members') && members.length === 0)
    root.fault('members', { code: 'no_members', vi: 'Khối không có thành viên', en: 'The bloc has no member' });
  for (const role of ['leader', 'deputy', 'host'] as const) {
    const holder = roles[role];
    if (holder !== undefined && !known.has(holder)) root.fault(role, unknownMember(holder));
  }
  if (roles.leader !== undefined && roles.leader === roles.deputy)
    root.fault('deputy', {
      code: 'leader_is_deputy',
      vi: 'Khối trưởng và Khối phó là một đơn vị',
      en: 'Leader and deputy are the same member',
    });
  checkPairs(crossChecks, known);
  if (electors === 0) root.fault('electors', { code: 'no_electors', vi: 'Không có cử tri', en: 'There is no elector' });
  if (thresholds.flag && thresholds.certificate && compare(thresholds.flag, thresholds.certificate) < 0)
    root.fault('thresholds', {
      code: 'threshold_order',
      vi: 'Ngưỡng Cờ thấp hơn ngưỡng Bằng khen',
      en: "The flag's threshold is below the certificate's",
    });
}

function stepsOf(operand: OperandRule): readonly string[] {
  if (operand.kind === 'reached') return stepsOf(operand.a);
  return operand.kind === 'lateWorkingDays' || operand.kind === 'stepsLate' ? operand.steps : [];
}

/** Names what in bloc.json does not fit the criteria it names: version, tie-break keys, steps that a rule needs. */
export function checkBlocAgainstCriteria(bloc: Bloc, criteria: Criteria): readonly FileFault[] {
  const { faults, add } = createFaultList<FileFault>();
  if (bloc.criteriaVersion !== criteria.version)
    add({
      code: 'other_criteria',
      path: '/criteriaVersion',
      vi: `Bộ tiêu chí là ${criteria.version}`,
      en: `The criteria are ${criteria.version}`,
    });
  for (const tieBreak of bloc.tieBreaks) {
    const known =
      (tieBreak.kind !== 'group' || criteria.groups.some((group) => group.code === tieBreak.code)) &&
      (tieBreak.kind !== 'criterion' || criteria.criteria.some((criterion) => criterion.code === tieBreak.code));
    if (!known)
      add({
        code: 'unknown_tie_break',
        path: '/tieBreaks',
        vi: `Không có tiêu chí phụ "${tieBreak.key}"`,
        en: `There is no tie-break key "${tieBreak.key}"`,
      });
  }
  const needed = [
    ...[...criteria.criteria, ...criteria.penalties].flatMap((item) => operandSlots(item.rule).flatMap((slot) => stepsOf(slot.rule))),
    ...criteria.vetoes.flatMap((veto) => (veto.rule.kind === 'stepMissing' ? [veto.rule.step] : [])),
  ];
  for (const step of new Set(needed))
    if (!bloc.deadlines.has(step))
      add({
        code: 'step_without_deadline',
        path: '/deadlines',
        vi: `Bước "${step}" không có hạn`,
        en: `The step "${step}" has no deadline`,
      });
  return faults;
}
