import { registryRecordWithdrawn, units } from '@kcn/contracts';
import { eventCells, leaseCells, parkCells, projectCells, record } from '../../spec-support/records';
import type { BoardRecord } from '../records/record';
import { decideUnit } from './decide-unit';
import type { RecordChange, UnitDecision } from './decide-unit';
import type { UnitState } from './unit-state';

const unit = units.project('P1');
const project = record('projects', projectCells);
const start = record('project-events', eventCells({ type: 'START_OPERATION' }));

const decide = (state: UnitState | undefined, ...changes: readonly (BoardRecord | RecordChange)[]): UnitDecision =>
  decideUnit({
    unit,
    state,
    changes: changes.map((change) => ('op' in change ? change : { op: 'record', record: change })),
    isKnown: (name) => name === 'park:pho-noi-a',
  });

const withdraw = (target: BoardRecord): RecordChange => ({ op: 'withdraw', kind: target.kind, key: target.key, reason: 'nhập nhầm' });

test('new content is an event, the same again none, other content a correction that keeps what was before', () => {
  const first = decide(undefined, project, start);
  expect(first.effects).toEqual(['added', 'added']);
  expect(first.events.map((event) => [event.type, event.before])).toEqual([
    ['kcn.registry.v1.ProjectRecorded', undefined],
    ['kcn.registry.v1.ProjectEventRecorded', undefined],
  ]);

  const again = decide(first.state, project, start);
  expect(again).toMatchObject({ effects: ['unchanged', 'unchanged'], events: [], faults: [] });

  const corrected = decide(first.state, record('projects', { ...projectCells, name: 'Tên khác' }));
  expect(corrected.effects).toEqual(['corrected']);
  expect(corrected.events[0]?.before).toEqual(first.events[0]?.payload);
});

test('a correction is judged against what is stored: an issue date moved behind an event', () => {
  const { state } = decide(undefined, project, start);
  const { faults } = decide(state, record('projects', { ...projectCells, issued_on: '2012-01-01' }));
  expect(faults).toMatchObject([{ code: 'event_before_issue', kind: 'project-events', key: start.key }]);
});

test('a withdrawal says why and what was before; once more it changes nothing; recording it again brings it back', () => {
  const { state } = decide(undefined, project, start);
  const gone = decide(state, withdraw(start));
  expect(gone.events).toMatchObject([{ type: registryRecordWithdrawn.type, reason: 'nhập nhầm' }]);
  expect(registryRecordWithdrawn.codec.decode(gone.events[0]?.payload ?? new Uint8Array())).toEqual({
    kind: 'project-events',
    key: start.key,
    reason: 'nhập nhầm',
  });
  expect(decide(gone.state, withdraw(start)).events).toEqual([]);
  expect(decide(gone.state, start).effects).toEqual(['added']);
});

test('nothing referenced is withdrawn: not a project with events, not one with leases', () => {
  const { state } = decide(undefined, project, start);
  expect(decide(state, withdraw(project)).faults).toMatchObject([{ code: 'still_referenced', kind: 'projects' }]);
  const alone = decide(undefined, project).state;
  expect(decide({ ...alone, referrers: ['lease:L1'] }, withdraw(project)).faults).toMatchObject([{ code: 'still_referenced' }]);
  expect(decide(alone, withdraw(project)).faults).toEqual([]);
  expect(decide(state, withdraw(project), withdraw(start)).faults.length).toBeGreaterThan(0);
});

test('what is referred to must be there', () => {
  expect(decide(undefined, record('projects', { ...projectCells, park_code: 'nowhere' })).faults).toMatchObject([
    { code: 'reference_unknown', column: 'park_code' },
  ]);
  expect(decide(undefined, start).faults).toMatchObject([{ code: 'reference_unknown', column: 'project_code', kind: 'project-events' }]);
  const lease = record('leases', leaseCells);
  const missing = decideUnit({ unit: 'lease:L1', changes: [{ op: 'record', record: lease }], isKnown: () => false });
  expect(missing.faults.map((found) => found.column)).toEqual(['park_code', 'project_code']);
  const plant = record('wastewater-plants', { park_code: 'pho-noi-a', plant: 'A', date: '2011-01-01', capacity_m3_day: '100' });
  expect(decideUnit({ unit: 'park:pho-noi-a', changes: [{ op: 'record', record: plant }], isKnown: () => false }).faults).toMatchObject([
    { code: 'reference_unknown' },
  ]);
  expect(
    decideUnit({
      unit: 'park:pho-noi-a',
      changes: [plant, record('parks', parkCells)].map((one) => ({ op: 'record', record: one })),
      isKnown: () => false,
    }).faults,
  ).toEqual([]);
});
