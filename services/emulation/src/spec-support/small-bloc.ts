import { createWorkingCalendar } from '@kcn/vietnam';
import type { BallotOutcome } from '../domain/ballot/ballot';
import type { Bloc } from '../domain/bloc/bloc';
import { parseBloc } from '../domain/bloc/parse-bloc';
import type { ScoreRow } from '../domain/bloc/score-rows';
import type { Criteria } from '../domain/criteria/criteria';
import { parseCriteria } from '../domain/criteria/parse-criteria';
import type { Fraction } from '@kcn/kernel/fraction';
import { findFraction, reduce, ZERO } from '@kcn/kernel/fraction';
import type { FigureTable, MemberFigures } from '../domain/figures/member-figures';
import type { BlocInput } from '../domain/result/score-bloc';
import { contentOf } from './bloc-sample';

const name = (text: string): object => ({ vi: text, en: text });
const actual = (indicator: string): object => ({ kind: 'actual', indicator });

/** A small criteria file: two groups of 100 and 50 points, a bonus of at most 10, two penalties, two vetoes. */
export const smallCriteriaFile = {
  format: 'emulation-criteria/1',
  version: 'small-1',
  status: 'proposal',
  totalMax: '160',
  legalBasis: [{ code: '06/2022/QH15', title: name('Luật') }],
  groups: [
    {
      code: 'I',
      max: '100',
      name: name('I'),
      sections: [
        { code: 'I.1', max: '70', name: name('I.1') },
        { code: 'I.2', max: '30', name: name('I.2') },
      ],
    },
    { code: 'II', max: '50', name: name('II') },
    { code: 'IV', max: '10', capped: true, name: name('IV') },
  ],
  criteria: [
    {
      code: 'I-1',
      group: 'I',
      section: 'I.1',
      max: '40',
      evidence: false,
      name: name('I-1'),
      rule: { kind: 'ratio', a: actual('FLOW'), b: { kind: 'plan', indicator: 'FLOW' } },
    },
    {
      code: 'I-2',
      group: 'I',
      section: 'I.1',
      max: '30',
      evidence: true,
      name: name('I-2'),
      rule: { kind: 'ratio', a: actual('DONE'), b: actual('DUE') },
    },
    {
      code: 'I-3',
      group: 'I',
      section: 'I.2',
      max: '30',
      evidence: false,
      name: name('I-3'),
      rule: { kind: 'linear-down', a: actual('RATE'), per: '3', from: '100', zeroBelow: '95' },
    },
    {
      code: 'II-1',
      group: 'II',
      max: '20',
      evidence: false,
      name: name('II-1'),
      rule: {
        kind: 'band',
        a: { kind: 'growth', indicator: 'FLOW' },
        steps: [
          { from: '10', points: '20' },
          { from: '0', points: '8' },
        ],
      },
    },
    { code: 'II-2', group: 'II', max: '10', evidence: true, name: name('II-2'), rule: { kind: 'manual' } },
    {
      code: 'II-3',
      group: 'II',
      max: '20',
      evidence: false,
      name: name('II-3'),
      rule: { kind: 'linear-down', a: { kind: 'lateWorkingDays', steps: ['pledge', 'registration'], notDone: '20' }, per: '1' },
    },
    {
      code: 'IV-1',
      group: 'IV',
      max: '10',
      evidence: false,
      name: name('IV-1'),
      rule: { kind: 'band', a: { kind: 'exceeded', criteria: ['I-1', 'I-2'], by: '1.10' }, steps: [{ from: '1', points: '10' }] },
    },
    {
      code: 'IV-2',
      group: 'IV',
      max: '5',
      evidence: false,
      name: name('IV-2'),
      rule: { kind: 'count', n: { kind: 'role', points: { leader: '5', deputy: '3', host: '3' } }, each: '1', cap: '5' },
    },
  ],
  penalties: [
    { code: 'P1', rule: { kind: 'count', n: { kind: 'declared' }, each: '100' }, name: name('P1') },
    { code: 'P2', rule: { kind: 'count', n: actual('MISSED'), each: '5' }, name: name('P2') },
    { code: 'P3', rule: { kind: 'count', n: { kind: 'stepsLate', steps: ['pledge', 'registration'] }, each: '5' }, name: name('P3') },
  ],
  vetoes: [
    { code: 'V1', rule: { kind: 'declared' }, name: name('V1') },
    { code: 'V2', rule: { kind: 'stepMissing', step: 'pledge' }, name: name('V2') },
  ],
  indicators: [
    { code: 'FLOW', kind: 'flow', units: { '': 'USD' }, name: name('FLOW') },
    { code: 'DONE', kind: 'flow', units: { '': 'task' }, name: name('DONE') },
    { code: 'DUE', kind: 'flow', units: { '': 'task' }, name: name('DUE') },
    { code: 'MISSED', kind: 'flow', units: { '': 'task' }, name: name('MISSED') },
    { code: 'RATE', kind: 'ratio', units: { '': 'percent' }, num: ['DONE'], den: ['DUE'], name: name('RATE') },
    { code: 'CLASS', kind: 'stock', units: { '': 'grade' }, rollUp: 'none', name: name('CLASS') },
  ],
};

export const MEMBERS = ['a', 'b', 'c', 'd', 'e'] as const;

/** A small bloc of five: a leads, b is deputy and host, each checks the next. */
export const smallBlocFile = {
  format: 'emulation-bloc/1',
  id: 'bloc-small',
  name: name('Khối'),
  year: 2026,
  period: '2026-H1',
  planShare: '0.5',
  leader: 'a',
  deputy: 'b',
  host: 'b',
  criteriaVersion: 'small-1',
  quota: { flags: { share: '0.2' } as object, certificates: 3 },
  thresholds: { flag: '120', certificate: '100' },
  electors: 5,
  deadlines: { pledge: '2026-02-13', registration: '2026-02-27', selfScore: '2026-07-03', crossCheck: '2026-07-08', ballot: '2026-07-10' },
  tieBreaks: ['group:I', 'criterion:I-3', 'penalties', 'ballot'],
  crossChecks: MEMBERS.map((checker, i) => ({ checker, member: MEMBERS[(i + 1) % 5] ?? 'a' })),
  members: MEMBERS.map((id) => ({
    id,
    name: name(id),
    province: { code: '01', name: id },
    steps: { pledge: '2026-02-10', registration: '2026-02-25', selfScore: '2026-07-01' },
  })),
};

export const smallCriteria = (changes: object = {}): Criteria =>
  contentOf(parseCriteria(JSON.stringify({ ...smallCriteriaFile, ...changes })));
export const smallBloc = (changes: object = {}): Bloc => contentOf(parseBloc(JSON.stringify({ ...smallBlocFile, ...changes })));

export const number = (text: string): Fraction => reduce(findFraction(text) ?? ZERO);

const UNITS: Readonly<Record<string, string>> = { FLOW: 'USD', CLASS: 'grade' };
const tableOf = (values: Readonly<Record<string, string>>): FigureTable =>
  new Map(Object.entries(values).map(([code, text]) => [`${code}|`, { value: number(text), unit: UNITS[code] ?? 'task' }]));

/** Figures of a member who reaches everything but the growth of 10 % and the bonus. */
export function smallFigures(
  changes: {
    readonly actual?: Record<string, string>;
    readonly lastYear?: Record<string, string>;
    readonly yearPlan?: Record<string, string>;
  } = {},
): MemberFigures {
  return {
    actual: tableOf(changes.actual ?? { FLOW: '100', DONE: '50', DUE: '50', MISSED: '0', CLASS: '4' }),
    lastYear: tableOf(changes.lastYear ?? { FLOW: '95', DONE: '40', DUE: '40' }),
    yearPlan: tableOf(changes.yearPlan ?? { FLOW: '200' }),
  };
}

export const NO_BALLOT: BallotOutcome = { counts: [], turnout: 0, flag: 'not-held' };

/** The small bloc with the same figures for every member, but for the changes. */
export function smallInput(changes: Partial<BlocInput> = {}): BlocInput {
  return {
    criteria: smallCriteria(),
    bloc: smallBloc(),
    figures: new Map(MEMBERS.map((member) => [member, smallFigures()])),
    rows: [],
    ballot: NO_BALLOT,
    workingDays: createWorkingCalendar(),
    missing: new Set(),
    ...changes,
  };
}

/** A row of a member's scores; values as decimals. */
export function scoreRow(
  member: string,
  code: string,
  row: Partial<Record<'self' | 'verified' | 'checkedBy' | 'reason' | 'evidenceRef', string>> & { readonly notApplicable?: boolean },
): ScoreRow {
  return {
    member,
    code,
    notApplicable: row.notApplicable ?? false,
    ...(row.self === undefined ? {} : { self: number(row.self) }),
    ...(row.verified === undefined ? {} : { verified: number(row.verified) }),
    ...(row.checkedBy === undefined ? {} : { checkedBy: row.checkedBy }),
    ...(row.reason === undefined ? {} : { reason: row.reason }),
    ...(row.evidenceRef === undefined ? {} : { evidenceRef: row.evidenceRef }),
  };
}
