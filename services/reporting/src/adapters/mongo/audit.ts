import type { Connection, Session } from '@kcn/messaging';
import type { Audit, Place, StoredSums } from '../../application/ports';
import type { SourceLog } from '../../domain/source-log';
import { AFTER, MONTHS, positionText, projectedCollectionsOf } from './collections';
import type { BucketCell } from './collections';
import { factId, factPrefix, fromFactDocument } from './fact-documents';
import { bucketKey, sumFacts, turnKey } from './fact-sums';
import type { FactSums, SumCell } from './fact-sums';

const BATCH = 5_000;

const cellText = (s: bigint, n: number, x: number): string => `${s.toString()}/${n.toString()}/${x.toString()}`;
const storedCell = ({ s = 0n, n = 0, x = 0 }: BucketCell = {}): string => cellText(s, Number(n), Number(x));
const NOTHING = cellText(0n, 0, 0);

/** Cells that are zero are left out on both sides: whether they are stored makes no difference to any figure. */
const put = (map: Map<string, string>, key: string, parts: readonly string[], nothing: string): void => {
  if (parts.some((part) => part !== nothing)) map.set(key, parts.join(' '));
};

function textsOf({ buckets, turns, days }: FactSums): StoredSums {
  const result = { buckets: new Map<string, string>(), turns: new Map<string, string>(), days: new Map<string, string>() };
  for (const [key, { months }] of buckets) {
    const total: SumCell = { s: 0n, n: 0, x: 0 };
    for (const { s, n, x } of months.values()) {
      total.s += s;
      total.n += n;
      total.x += x;
    }
    const cells = MONTHS.map((month) => months.get(month)).map((cell) => (cell ? cellText(cell.s, cell.n, cell.x) : NOTHING));
    put(result.buckets, key, [...cells, cellText(total.s, total.n, total.x)], NOTHING);
  }
  for (const [key, { months }] of turns)
    put(
      result.turns,
      key,
      MONTHS.map((month) => (months.get(month) ?? 0n).toString()),
      '0',
    );
  for (const [year, fields] of days)
    for (const [field, n] of fields) if (n !== 0) result.days.set(`${year.toString()}/${field}`, n.toString());
  return result;
}

/** Reads whole places; for operators, not for requests of readers. */
export function createAudit(connection: Connection, log: SourceLog = 'registry'): Audit {
  const collections = projectedCollectionsOf(connection, log);

  async function readStored({ board, generation }: Place, session: Session): Promise<StoredSums> {
    const filter = { board, generation };
    const options = { session, useBigInt64: true, batchSize: BATCH };
    const result = { buckets: new Map<string, string>(), turns: new Map<string, string>(), days: new Map<string, string>() };
    for await (const bucket of collections.buckets.find(filter, options)) {
      put(result.buckets, bucketKey(bucket), [...MONTHS.map((month) => storedCell(bucket[month])), storedCell(bucket.total)], NOTHING);
    }
    for await (const turn of collections.turns.find(filter, options))
      put(
        result.turns,
        turnKey(turn),
        MONTHS.map((month) => (turn[month] ?? 0n).toString()),
        '0',
      );
    for await (const { year, days } of collections.days.find(filter, options)) {
      for (const [field, n] of Object.entries(days)) if (Number(n) !== 0) result.days.set(`${year.toString()}/${field}`, n.toString());
    }
    return result;
  }

  return {
    async factIds(place, upTo) {
      const prefix = factPrefix(place);
      const ids = new Set<string>();
      const cursor = collections.facts.find(
        { _id: { $gt: prefix, $lt: `${prefix}${positionText(upTo)}/${AFTER}` } },
        { projection: { _id: 1 }, batchSize: 20_000 },
      );
      for await (const { _id } of cursor) ids.add(_id);
      return ids;
    },

    identify: factId,

    countVersions: ({ board, generation }, upTo) => {
      const prefix = `${board}/${generation.toString()}/`;
      return collections.versions.countDocuments({ _id: { $gt: prefix, $lte: `${prefix}${positionText(upTo)}` } });
    },

    async sums(place) {
      const session = connection.getClient().startSession({ snapshot: true });
      try {
        const stored = await readStored(place, session);
        const prefix = factPrefix(place);
        // Summed part by part, so that only sums are held in memory.
        let chunk: ReturnType<typeof fromFactDocument>[] = [];
        let sums: FactSums = { buckets: new Map(), turns: new Map(), days: new Map() };
        const flush = (): void => {
          sums = sumFacts([{ facts: chunk, sign: 1 }], sums);
          chunk = [];
        };
        for await (const document of collections.facts.find(
          { _id: { $gt: prefix, $lt: `${prefix}${AFTER}` } },
          { session, useBigInt64: true, batchSize: BATCH },
        )) {
          chunk.push(fromFactDocument(document));
          if (chunk.length >= BATCH) flush();
        }
        flush();
        return { stored, added: textsOf(sums) };
      } finally {
        await session.endSession();
      }
    },
  };
}
