import { fault } from '../faults/fault-catalogue';
import { createImportLedger } from './import-ledger';

test('faults come out in the order of files and lines, file faults first, whatever order they were found in', () => {
  const ledger = createImportLedger(['a.csv', 'b.csv']);
  ledger.addFault(1, fault('required', {}, 'name'), 2);
  ledger.addFault(0, fault('required', {}, 'name'), 9);
  ledger.addFault(0, fault('required', {}, 'kind'), 3);
  ledger.addFault(0, fault('file_twice', { kind: 'a' }));
  expect(ledger.errors().map(({ file, where }) => `${file} ${where}`)).toEqual([
    'a.csv file',
    'a.csv line 3 column kind',
    'a.csv line 9 column name',
    'b.csv line 2 column name',
  ]);
  expect(ledger.counts().map(({ refused }) => refused)).toEqual([2, 1]);
  expect(() => {
    ledger.addFault(2, fault('file_empty'));
  }).toThrow('no file 2');
});

test('1 000 faults are reported, all are counted, and of a line with two faults one row is refused', () => {
  const ledger = createImportLedger(['a.csv']);
  for (let line = 25_000; line >= 2; line -= 1) ledger.addFault(0, fault('required', {}, 'name'), line);
  ledger.addFault(0, fault('required', {}, 'kind'), 2);
  expect([ledger.errors().length, ledger.errorCount, ledger.counts()[0]?.refused]).toEqual([1_000, 25_000, 24_999]);
});

test('a copy counts by itself', () => {
  const ledger = createImportLedger(['a.csv']);
  ledger.tally(0).kind = 'a';
  const copy = ledger.copy();
  copy.addFault(0, fault('required', {}, 'name'), 2);
  copy.tally(0).added += 1;
  expect(copy.counts()).toEqual([{ file: 'a.csv', kind: 'a', rows: 0, added: 1, corrected: 0, unchanged: 0, refused: 1 }]);
  expect(ledger.counts()).toEqual([{ file: 'a.csv', kind: 'a', rows: 0, added: 0, corrected: 0, unchanged: 0, refused: 0 }]);
  expect([ledger.errorCount, ledger.errors().length, copy.errorCount]).toEqual([0, 0, 1]);
});
