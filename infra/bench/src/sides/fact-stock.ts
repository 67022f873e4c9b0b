import { connectMongo, databaseOf, inTransaction } from '@kcn/messaging';
import type { Connection, LogEntry, Projection } from '@kcn/messaging';
import { cellName } from '../baselines/recompute-report';
import type { NationalReport, ReportPeriod } from '../baselines/recompute-report';
import { correctedQuarter, EVENTS_PER_PROJECT, projectHistory } from '../sample/project-history';
import type { ReportingModules } from './reporting-modules';

const GENERATION = 1;
const SCOPE = `g${GENERATION.toString()}`;
const PROJECTS_PER_TRANSACTION = 500;
const CAPITAL_KINDS = ['FDI', 'DDI'] as const;

export interface FactStock {
  readonly connection: Connection;
  /** Corrects `count` records of one board in one transaction, as the consumer does, and reads the board's figures anew. @returns how long both took */
  refresh(board: number, count: number): Promise<number>;
  /** The stored sums of all boards, added up: one read. */
  readNational(period: ReportPeriod, year: number): Promise<NationalReport>;
  /** The same through the way summaries read, board by board. */
  readByViews(period: ReportPeriod): Promise<NationalReport>;
  countFacts(): Promise<number>;
  close(): Promise<void>;
}

export interface FactStockOptions {
  readonly mongoUrl: string;
  readonly modules: ReportingModules;
  readonly boards: number;
  readonly projectsPerBoard: number;
  readonly period: ReportPeriod;
  readonly say: (text: string) => void;
}

const boardName = (index: number): string => `tinh-${(index + 1).toString().padStart(2, '0')}`;

function addTo(report: Map<string, bigint>, name: string, value: bigint): void {
  report.set(name, (report.get(name) ?? 0n) + value);
}

/** Boards full of facts, made by reporting's own projection out of events. */
export async function createFactStock({ mongoUrl, modules, boards, projectsPerBoard, period, say }: FactStockOptions): Promise<FactStock> {
  const connection = await connectMongo(mongoUrl, { appName: 'bench-facts', socketTimeoutMs: 300_000 });
  await modules.prepareDatabase(connection);
  const projection: Projection = modules.createProjection(connection);
  const positions = Array.from({ length: boards }, () => 0);
  const corrections = Array.from({ length: boards }, () => 0);
  const apply = (board: number, events: readonly LogEntry[]): Promise<void> =>
    inTransaction(connection, (session) => projection.apply(session, boardName(board), SCOPE, events));
  const openFigures = (board: number) =>
    modules.openFigures(connection, { board: boardName(board), generation: GENERATION }, BigInt(positions[board] ?? 0));

  for (let board = 0; board < boards; board += 1) {
    say(`facts of board ${(board + 1).toString()}/${boards.toString()}, ${projectsPerBoard.toString()} projects`);
    for (let from = 0; from < projectsPerBoard; from += PROJECTS_PER_TRANSACTION) {
      const numbers = Array.from({ length: Math.min(PROJECTS_PER_TRANSACTION, projectsPerBoard - from) }, (_, index) => from + index);
      await apply(
        board,
        numbers.flatMap((number) => projectHistory(boardName(board), number, number * EVENTS_PER_PROJECT + 1)),
      );
    }
    positions[board] = projectsPerBoard * EVENTS_PER_PROJECT;
  }

  return {
    connection,
    async refresh(board, count) {
      const turn = (corrections[board] ?? 0) + 1;
      corrections[board] = turn;
      const position = positions[board] ?? 0;
      const first = (turn * count) % projectsPerBoard;
      const events = Array.from({ length: count }, (_, index) =>
        correctedQuarter(boardName(board), (first + index) % projectsPerBoard, position + index + 1, turn),
      );
      positions[board] = position + count;
      const startedAt = performance.now();
      await apply(board, events);
      const view = openFigures(board);
      try {
        await view.reader.flow(period.measures, period);
      } finally {
        await view.close();
      }
      return performance.now() - startedAt;
    },
    async readNational({ measures }, year) {
      const unitsOf = (kind: 'FDI' | 'DDI'): readonly string[] => ['project', 'turn', kind === 'FDI' ? 'USD' : 'VND'];
      const ids = positions.flatMap((_, board) =>
        measures.flatMap((measure) =>
          CAPITAL_KINDS.flatMap((kind) =>
            unitsOf(kind).map((unit) => `${boardName(board)}/${GENERATION.toString()}/${measure}/${year.toString()}/${unit}/${kind}`),
          ),
        ),
      );
      const found = await databaseOf(connection)
        .collection<{ _id: string; measure: string; measureUnit: string; breakdown: string; total?: { s?: bigint | number } }>('buckets')
        .find(
          { _id: { $in: ids } },
          { projection: { measure: 1, measureUnit: 1, breakdown: 1, total: 1 }, useBigInt64: true, batchSize: 5_000 },
        )
        .toArray();
      const report = new Map<string, bigint>();
      for (const { measure, measureUnit, breakdown, total } of found)
        addTo(report, cellName(measure, measureUnit, breakdown), BigInt(total?.s ?? 0n));
      return report;
    },
    async readByViews(wanted) {
      const report = new Map<string, bigint>();
      for (let board = 0; board < boards; board += 1) {
        const view = openFigures(board);
        try {
          for (const { measure, measureUnit, breakdown, sum } of await view.reader.flow(wanted.measures, wanted)) {
            if (breakdown === 'FDI' || breakdown === 'DDI') addTo(report, cellName(measure, measureUnit, breakdown), sum);
          }
        } finally {
          await view.close();
        }
      }
      return report;
    },
    countFacts: () => databaseOf(connection).collection('facts').countDocuments(),
    async close() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
