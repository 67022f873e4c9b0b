import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';

/** A national report: sum by measure, unit and capital kind; `INV.NEW.CAP|USD|FDI` → sum. */
export type NationalReport = ReadonlyMap<string, bigint>;

export interface ReportPeriod {
  readonly measures: readonly string[];
  readonly from: string;
  readonly to: string;
}

export const cellName = (measure: string, measureUnit: string, capital: string): string => `${measure}|${measureUnit}|${capital}`;

interface FactRow {
  readonly board: string;
  readonly measure: string;
  readonly measureUnit: string;
  readonly capital?: string;
  readonly date: string;
  /** 64 bits wide, so that the driver gives a bigint; a small sum may come as a number. */
  readonly value: bigint | number;
}

const FACTS = 'facts';

/** Adds up all facts of the period in MongoDB. */
export async function recomputeByGroup(connection: Connection, { measures, from, to }: ReportPeriod): Promise<NationalReport> {
  const rows = await databaseOf(connection)
    .collection(FACTS)
    .aggregate<{ _id: { m: string; u: string; c?: string }; value: bigint | number }>(
      [
        { $match: { measure: { $in: [...measures] }, date: { $gte: from, $lte: to } } },
        { $group: { _id: { m: '$measure', u: '$measureUnit', c: '$capital' }, value: { $sum: '$value' } } },
      ],
      { useBigInt64: true, allowDiskUse: true },
    )
    .toArray();
  return new Map(rows.map(({ _id, value }) => [cellName(_id.m, _id.u, _id.c ?? ''), BigInt(value)]));
}

export interface DuckFacts {
  recompute(period: ReportPeriod): Promise<NationalReport>;
  /** Copies what is in MongoDB now. @returns number of facts */
  load(connection: Connection): Promise<number>;
  close(): void;
}

/** The same facts in DuckDB, in memory, as a column store would have them. */
export async function openDuckFacts(): Promise<DuckFacts> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection: DuckDBConnection = await instance.connect();
  return {
    async load(mongo) {
      await connection.run(
        'CREATE OR REPLACE TABLE facts (board VARCHAR, measure VARCHAR, unit VARCHAR, capital VARCHAR, date VARCHAR, value BIGINT)',
      );
      const appender = await connection.createAppender('facts');
      const cursor = databaseOf(mongo)
        .collection<FactRow>(FACTS)
        .find(
          {},
          {
            projection: { _id: 0, board: 1, measure: 1, measureUnit: 1, capital: 1, date: 1, value: 1 },
            useBigInt64: true,
            batchSize: 10_000,
          },
        );
      let count = 0;
      for await (const fact of cursor) {
        appender.appendVarchar(fact.board);
        appender.appendVarchar(fact.measure);
        appender.appendVarchar(fact.measureUnit);
        appender.appendVarchar(fact.capital ?? '');
        appender.appendVarchar(fact.date);
        appender.appendBigInt(BigInt(fact.value));
        appender.endRow();
        count += 1;
      }
      appender.closeSync();
      return count;
    },
    async recompute({ measures, from, to }) {
      const list = measures.map((measure) => `'${measure}'`).join(', ');
      const result = await connection.runAndReadAll(
        `SELECT measure, unit, capital, CAST(SUM(value) AS VARCHAR) FROM facts WHERE measure IN (${list}) AND date BETWEEN '${from}' AND '${to}' GROUP BY ALL`,
      );
      return new Map(
        result
          .getRows()
          .map(([measure, unit, capital, sum]) => [cellName(String(measure), String(unit), String(capital)), BigInt(String(sum))]),
      );
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
