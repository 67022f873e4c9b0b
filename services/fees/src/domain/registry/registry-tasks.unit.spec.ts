import { plainDate } from '@kcn/kernel';
import { contractOf } from '../../spec-support/samples';
import type { KnownProject, LeaseChange, LeaseTerms } from './registry-copy';
import { registryTasks } from './registry-tasks';

const PROJECT = 'P-1';
const contract = contractOf({ contractNo: 'C-1', projectCode: PROJECT, parkCode: 'kcn' });
const projectOf = (more: Partial<KnownProject> = {}): KnownProject => ({
  ...{ projectCode: PROJECT, version: 1, isRecorded: true, name: '', parkCode: 'kcn', enterpriseTaxCode: '', terminations: {} },
  ...more,
});
const tasksOf = (given: {
  readonly contracts?: readonly ReturnType<typeof contractOf>[];
  readonly project?: KnownProject;
  readonly leaseChanges?: readonly LeaseChange[];
}): string[] =>
  registryTasks({
    contracts: given.contracts ?? [contract],
    projects: new Map(given.project ? [[PROJECT, given.project]] : []),
    leaseChanges: given.leaseChanges ?? [],
  }).map(({ id }) => id);

test.each([
  ['an open contract', undefined, ['project_terminated:C-1:2026-08-15']],
  ['one that ends on that day', '2026-08-15', ['project_terminated:C-1:2026-08-15']],
  ['one that ends the day before', '2026-08-14', []],
])('a terminated project and %s', (_name, end, tasks) => {
  const project = projectOf({ terminations: { '2026-08-15|1': plainDate('2026-08-15') } });
  const contracts = [contractOf({ ...contract, end: end === undefined ? undefined : plainDate(end) })];
  expect(tasksOf({ contracts, project })).toEqual(tasks);
});

test('the earliest of two terminations counts, and one that was corrected away none', () => {
  const terminations = { b: plainDate('2026-09-01'), a: plainDate('2026-08-15') };
  expect(tasksOf({ project: projectOf({ terminations }) })).toEqual(['project_terminated:C-1:2026-08-15']);
  expect(tasksOf({ project: projectOf() })).toEqual([]);
});

test('a project that the registry does not have, and a contract that names none', () => {
  expect(tasksOf({})).toEqual(['project_unknown:C-1:P-1']);
  // Withdrawn, or known by its events only.
  expect(tasksOf({ project: projectOf({ isRecorded: false }) })).toEqual(['project_unknown:C-1:P-1']);
  expect(tasksOf({ contracts: [contractOf({ ...contract, projectCode: '' })] })).toEqual([]);
});

test('a changed lease concerns contracts of its project in its park, before or after', () => {
  const terms: LeaseTerms = {
    ...{ parkCode: 'kcn', projectCode: PROJECT, areaHundredthsM2: 100n, from: plainDate('2020-01-01'), to: undefined, kind: 'LAND' },
  };
  const change = (version: number, before: Partial<LeaseTerms>, after: Partial<LeaseTerms> | undefined): LeaseChange => ({
    ...{ leaseNo: 'L1', version, day: plainDate('2026-03-01') },
    before: { ...terms, ...before },
    after: after && { ...terms, ...after },
  });
  const leaseChanges = [
    change(2, {}, { areaHundredthsM2: 90n }),
    // Moved here from another project, moved away, withdrawn.
    change(3, { projectCode: 'P-2' }, {}),
    change(4, {}, { projectCode: 'P-2' }),
    change(5, {}, undefined),
    // Another park's, another project's.
    change(6, { parkCode: 'b' }, { parkCode: 'b', areaHundredthsM2: 1n }),
    change(7, { projectCode: 'P-2' }, { projectCode: 'P-3' }),
  ];
  expect(tasksOf({ project: projectOf(), leaseChanges })).toEqual([2, 3, 4, 5].map((version) => `lease_changed:C-1:L1:${String(version)}`));
});
