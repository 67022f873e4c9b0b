import { REGISTRY_KINDS } from '@kcn/contracts';
import { createRowReader } from '@kcn/layouts';
import { parse } from 'csv-parse/sync';
import { readSample } from '../../../spec-support/sample';
import type { SampleFile } from '../../../spec-support/sample';
import { equalContent } from '../record';
import { layoutOf, readRecord, writeRecord } from './layout-catalogue';

test.each(REGISTRY_KINDS.filter((kind) => kind !== 'board'))(
  'every row of the sample %s.csv is sound, and writing it out and reading it in again gives the same record',
  (kind) => {
    const rows = parse<Record<string, string>>(readSample(`${kind}.csv` as SampleFile), { columns: true });
    const { columns, faults } = layoutOf(kind);
    const reader = createRowReader(columns, faults);
    for (const row of rows) {
      reader.load(columns.map((column) => row[column] ?? ''));
      const first = readRecord(kind, reader);
      expect(reader.faults).toEqual([]);
      if (!first) throw new Error('unreachable');
      const written = writeRecord(first);
      reader.load(columns.map((column) => written[column] ?? ''));
      const second = readRecord(kind, reader);
      expect(second && equalContent(first, second)).toBe(true);
    }
  },
);
