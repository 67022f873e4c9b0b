import { fault } from '../faults/fault-catalogue';
import { splitImportFileName } from './import-file-name';
import { placeFault, toImportReportJson } from './import-report';

test.each([
  ['projects.csv', { stem: 'projects', format: 'csv' }],
  [' Plan-Targets.XLSX ', { stem: 'plan-targets', format: 'xlsx' }],
  ['board.json', { stem: 'board', format: 'json' }],
  ['projects.txt', undefined],
  ['../projects.csv', undefined],
  ['.csv', undefined],
])('the name %j', (name, parts) => {
  expect(splitImportFileName(name)).toEqual(parts);
});

test.each([
  [{ line: 3, column: 'valid_from' }, 'line 3 column valid_from'],
  [{ line: 8 }, 'line 8'],
  [{ column: 'name' }, 'column name'],
  [{}, 'file'],
])('the place %j', (place: { readonly line?: number; readonly column?: string }, where) => {
  expect(placeFault(fault('required', {}, place.column), { file: 'a.csv', line: place.line })).toMatchObject({
    file: 'a.csv',
    where,
    line: place.line ?? null,
    column: place.column ?? null,
  });
});

test('what a report does not know is null in its JSON', () => {
  const report = {
    importId: 'i',
    mode: 'apply',
    status: 'applied',
    files: [],
    errors: [],
    errorCount: 0,
    progress: { done: 1, total: 1 },
  } as const;
  expect(toImportReportJson(report)).toMatchObject({ import_id: 'i', error_count: 0, last_position: null, recorded_at: null });
  expect(toImportReportJson(report)).not.toHaveProperty('warnings');
  const warning = placeFault(fault('required', {}, 'a'), { file: 'a.csv', line: 2 });
  expect(toImportReportJson({ ...report, warnings: [warning] })).toMatchObject({ warnings: [{ code: 'required', line: 2 }] });
  expect(toImportReportJson({ ...report, lastPosition: 7, recordedAt: new Date(0) })).toMatchObject({
    last_position: 7,
    recorded_at: '1970-01-01T00:00:00.000Z',
  });
});
