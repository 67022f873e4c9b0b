import type { BlocNumbers } from './bloc-numbers';
import { kindOf } from './bloc-numbers';
import { groupOf } from './expected-ranking';

const YEAR = 2026;
export const BLOC_YEAR = YEAR;
const VERSION = 'bench-1';

const text = (words: string) => ({ vi: words, en: words });
const codeOf = (criterion: number, criteria: number): string => `${groupOf(criterion, criteria)}-${String(criterion + 1)}`;
export const indicatorOf = (criterion: number): string => `BENCH.${String(criterion + 1).padStart(2, '0')}`;
export const UNIT = 'task';

function ruleOf(criterion: number): object {
  const indicator = indicatorOf(criterion);
  const of = (kind: string, breakdown?: string) => ({ kind, indicator, ...(breakdown === undefined ? {} : { breakdown }) });
  switch (kindOf(criterion)) {
    case 'ratio':
      return { kind: 'ratio', a: of('actual'), b: of('plan'), floor: '0.5' };
    case 'two-parts':
      return {
        kind: 'ratio',
        parts: ['', 'B'].map((breakdown) => ({ weight: '0.5', a: of('actual', breakdown), b: of('plan', breakdown) })),
      };
    case 'band':
      return {
        kind: 'band',
        a: of('growth'),
        steps: [
          { from: '10', points: '10' },
          { from: '5', points: '7' },
          { from: '0', points: '4' },
        ],
      };
    case 'linear-down':
      return { kind: 'linear-down', a: of('actual'), per: '0.35' };
    case 'yesno':
      return { kind: 'yesno', a: of('actual'), yesWhen: '1' };
    case 'count':
      return { kind: 'count', n: of('actual'), each: '1.5', cap: '10' };
  }
}

function criteriaJson({ criteria }: BlocNumbers): string {
  const all = Array.from({ length: criteria }, (_, criterion) => criterion);
  const maxOf = (group: string): number => (group === 'IV' ? 10 : 10 * all.filter((one) => groupOf(one, criteria) === group).length);
  const groups = ['I', 'II', 'III', 'IV'];
  return JSON.stringify({
    format: 'emulation-criteria/1',
    version: VERSION,
    status: 'proposal',
    totalMax: String(groups.reduce((sum, group) => sum + maxOf(group), 0)),
    legalBasis: [{ code: '06/2022/QH15', title: text('Luật Thi đua, khen thưởng') }],
    groups: groups.map((code) => ({ code, max: String(maxOf(code)), name: text(code), ...(code === 'IV' ? { capped: true } : {}) })),
    criteria: all.map((one) => ({
      ...{ code: codeOf(one, criteria), group: groupOf(one, criteria), max: '10', evidence: true },
      ...{ name: text(`Tiêu chí ${String(one + 1)}`), rule: ruleOf(one) },
    })),
    penalties: [{ code: 'P1', name: text('P1'), rule: { kind: 'count', n: { kind: 'declared' }, each: '2.5' } }],
    vetoes: [{ code: 'V1', name: text('V1'), rule: { kind: 'declared' } }],
    indicators: all.map((one) => ({
      ...{ code: indicatorOf(one), kind: 'flow', name: text(indicatorOf(one)) },
      units: { '': UNIT, ...(kindOf(one) === 'two-parts' ? { B: UNIT } : {}) },
    })),
  });
}

const blocJson = (id: string, { members, criteria }: BlocNumbers): string =>
  JSON.stringify({
    ...{ format: 'emulation-bloc/1', id, name: text(id), year: YEAR, period: String(YEAR), planShare: '1' },
    ...{ leader: members[0], deputy: members[1], host: members[1], criteriaVersion: VERSION },
    quota: { flags: { share: '0.2' }, certificates: 5 },
    thresholds: { flag: '300', certificate: '200' },
    electors: members.length,
    deadlines: { selfScore: '2026-11-30' },
    tieBreaks: ['group:I', `criterion:${codeOf(2, criteria)}`, 'penalties', 'ballot'],
    crossChecks: members.map((checker, index) => ({ checker, member: members[(index + 1) % members.length] })),
    members: members.map((member) => ({
      ...{ id: member, name: text(member), province: { code: '01', name: member } },
      steps: { selfScore: '2026-11-20' },
    })),
  });

/** All lines for the leader; a member has its own self-scores alone. */
function scoresCsv(numbers: BlocNumbers, only?: string): string {
  const { members, criteria } = numbers;
  const lines = members.flatMap((member, index) => {
    const selfScores = Array.from(
      { length: criteria },
      (_, one) => `${member},${codeOf(one, criteria)},${String(one % 11)},evidence-${String(one)}.pdf,,,,`,
    );
    if (only !== undefined) return member === only ? selfScores : [];
    const checker = members[index === 0 ? 1 : 0] ?? '';
    const units = numbers.penaltyUnits(index);
    return [
      ...selfScores,
      ...(units > 0 ? [`${member},P1,,,,${checker},${String(units)},nộp báo cáo muộn`] : []),
      ...(numbers.isVetoed(index) ? [`${member},V1,,,,${checker},1,kết luận thanh tra`] : []),
    ];
  });
  return ['member,criterion,self_value,evidence_ref,not_applicable,cross_checked_by,verified_value,reason', ...lines, ''].join('\n');
}

/** The files of a bloc's year, for its leader or for one of its members. */
export const blocFiles = (id: string, numbers: BlocNumbers, member?: string): ReadonlyMap<string, string> =>
  new Map([
    ['bloc.json', blocJson(id, numbers)],
    ['criteria.json', criteriaJson(numbers)],
    ['bloc-scores.csv', scoresCsv(numbers, member)],
  ]);
