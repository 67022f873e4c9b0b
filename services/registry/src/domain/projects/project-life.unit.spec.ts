import { units } from '@kcn/contracts';
import * as fc from 'fast-check';
import { eventCells, projectCells, record } from '../../spec-support/records';
import { decideUnit } from '../units/decide-unit';
import { EMPTY_UNIT } from '../units/unit-state';
import type { UnitState } from '../units/unit-state';
import type { EventRecord } from './judge-project';
import { lifeOf } from './judge-project';
import type { ProjectEventType } from './project-event';
import { PROJECT_EVENTS, changesCapital } from './project-event';
import { allowedActions, beginProject, evolve } from './project-life';

const unit = units.project('P1');
const isKnown = () => true;
const project = record('projects', projectCells);

const event = (type: ProjectEventType, index: number, amount = '10'): EventRecord =>
  record('project-events', eventCells({ type, seq: String(index), ...(changesCapital(type) ? { amount, currency: 'VND' } : {}) }));

const begin = (): UnitState => decideUnit({ unit, state: EMPTY_UNIT, changes: [{ op: 'record', record: project }], isKnown }).state;

test('no action outside the table ever succeeds, and every one inside it does', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PROJECT_EVENTS), { maxLength: 30 }), (types) => {
      let state = begin();
      let life = beginProject(1000n);
      types.forEach((type, index) => {
        const decision = decideUnit({ unit, state, changes: [{ op: 'record', record: event(type, index) }], isKnown });
        const allowed = allowedActions(life.state).includes(type) && !(type === 'ADJUST_DEC' && life.registeredAmount < 10n);
        expect({ type, state: life.state, ok: decision.faults.length === 0 }).toEqual({ type, state: life.state, ok: allowed });
        if (!allowed) return;
        state = decision.state;
        life = evolve(life, type, changesCapital(type) ? 10n : 0n);
        expect(life.registeredAmount >= 0n).toBe(true);
      });
    }),
  );
});

test('the order of recording does not matter, only date and seq do', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PROJECT_EVENTS), { maxLength: 12 }), fc.infiniteStream(fc.nat()), (types, randoms) => {
      const events = types.map((type, index) => event(type, index));
      const shuffled = events
        .map((one) => ({ one, at: randoms.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one);
      const faultsOf = (order: readonly EventRecord[]): string[] => {
        const keys: string[] = [];
        lifeOf(project.content, order, (fault, at) => keys.push(`${at.key} ${fault.code}`));
        return keys;
      };
      expect(faultsOf(shuffled)).toEqual(faultsOf(events));
    }),
  );
});

test.each([
  ['RESUME without SUSPEND', [['RESUME', '2011-01-01']], ['action_not_allowed type']],
  [
    'START_OPERATION twice',
    [
      ['START_OPERATION', '2011-01-01'],
      ['START_OPERATION', '2011-02-01'],
    ],
    ['action_not_allowed type'],
  ],
  [
    'START_OPERATION while suspended',
    [
      ['SUSPEND', '2011-01-01'],
      ['START_OPERATION', '2011-02-01'],
    ],
    ['action_not_allowed type'],
  ],
  [
    'anything after TERMINATE',
    [
      ['TERMINATE_VOL', '2011-01-01'],
      ['ADJUST_NAME', '2011-01-02'],
      ['TERMINATE_EXP', '2011-01-03'],
    ],
    ['action_not_allowed type', 'action_not_allowed type'],
  ],
  ['an event before issue', [['ADJUST_NAME', '2010-05-31']], ['event_before_issue date']],
  ['an event on the day of issue', [['ADJUST_NAME', '2010-06-01']], []],
  [
    'resumed to operation',
    [
      ['START_OPERATION', '2011-01-01'],
      ['SUSPEND', '2011-02-01'],
      ['RESUME', '2011-03-01'],
      ['START_OPERATION', '2011-04-01'],
    ],
    ['action_not_allowed type'],
  ],
] as const)('%s', (_name, events, expected) => {
  const changes = [
    project,
    ...events.map(([type, date], index) => record('project-events', eventCells({ type, date, seq: String(index) }))),
  ];
  const { faults } = decideUnit({ unit, changes: changes.map((one) => ({ op: 'record', record: one })), isKnown });
  expect(faults.map(({ code, column }) => `${code} ${column ?? ''}`)).toEqual(expected);
});

test('a decrease below zero, another currency, and capital beyond 64 bits are refused', () => {
  const big = (9n * 10n ** 18n).toString();
  const judge = (...events: readonly Readonly<Record<string, string>>[]): string[] =>
    decideUnit({
      unit,
      changes: [project, ...events.map((cells) => record('project-events', eventCells(cells)))].map((one) => ({
        op: 'record' as const,
        record: one,
      })),
      isKnown,
    }).faults.map((found) => found.code);
  expect(judge({ type: 'ADJUST_DEC', amount: '1001', currency: 'VND' })).toEqual(['capital_below_zero']);
  expect(judge({ type: 'ADJUST_DEC', amount: '1000', currency: 'VND' })).toEqual([]);
  expect(judge({ type: 'ADJUST_INC', amount: '1', currency: 'USD' })).toEqual(['currency_differs']);
  expect(
    judge({ type: 'ADJUST_INC', amount: big, currency: 'VND' }, { seq: '2', type: 'ADJUST_INC', amount: big, currency: 'VND' }),
  ).toEqual(['capital_too_large']);
});
