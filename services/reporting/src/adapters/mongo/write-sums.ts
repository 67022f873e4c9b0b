import type { Session } from '@kcn/messaging';
import type { mongo } from 'mongoose';
import type { Place } from '../../application/ports';
import { factPrefix } from './fact-documents';
import type { FactSums, SumCell } from './fact-sums';
import type { BucketDocument, DayDocument, ProjectedCollections, TurnDocument } from './collections';

type Increments = Record<string, bigint | number>;

function addCell(increments: Increments, field: string, { s, n, x }: SumCell): void {
  if (s !== 0n) increments[`${field}.s`] = s;
  if (n !== 0) increments[`${field}.n`] = n;
  if (x !== 0) increments[`${field}.x`] = x;
}

function bucketWrites({ board, generation }: Place, sums: FactSums): mongo.AnyBulkWriteOperation<BucketDocument>[] {
  const writes: mongo.AnyBulkWriteOperation<BucketDocument>[] = [];
  for (const [key, { measure, measureUnit, breakdown, year, months }] of sums.buckets) {
    const increments: Increments = {};
    const total: SumCell = { s: 0n, n: 0, x: 0 };
    for (const [month, cell] of months) {
      addCell(increments, month, cell);
      total.s += cell.s;
      total.n += cell.n;
      total.x += cell.x;
    }
    addCell(increments, 'total', total);
    if (Object.keys(increments).length === 0) continue;
    const _id = `${factPrefix({ board, generation })}${key}`;
    writes.push({
      updateOne: {
        filter: { _id },
        update: { $inc: increments, $setOnInsert: { board, generation, measure, measureUnit, breakdown, year } },
        upsert: true,
      },
    });
  }
  return writes;
}

function turnWrites({ board, generation }: Place, sums: FactSums): mongo.AnyBulkWriteOperation<TurnDocument>[] {
  const writes: mongo.AnyBulkWriteOperation<TurnDocument>[] = [];
  for (const [key, { measure, year, unit, capital, park, months }] of sums.turns) {
    const increments: Increments = {};
    for (const [month, turns] of months) if (turns !== 0n) increments[month] = turns;
    if (Object.keys(increments).length === 0) continue;
    const fields = {
      board,
      generation,
      measure,
      year,
      unit,
      ...(capital === undefined ? {} : { capital }),
      ...(park === undefined ? {} : { park }),
    };
    writes.push({
      updateOne: {
        filter: { _id: `${factPrefix({ board, generation })}${key}` },
        update: { $inc: increments, $setOnInsert: fields },
        upsert: true,
      },
    });
  }
  return writes;
}

function dayWrites({ board, generation }: Place, sums: FactSums): mongo.AnyBulkWriteOperation<DayDocument>[] {
  const writes: mongo.AnyBulkWriteOperation<DayDocument>[] = [];
  for (const [year, fields] of sums.days) {
    const increments: Increments = {};
    for (const [field, n] of fields) if (n !== 0) increments[`days.${field}`] = n;
    if (Object.keys(increments).length === 0) continue;
    writes.push({
      updateOne: {
        filter: { _id: `${factPrefix({ board, generation })}${year.toString()}` },
        update: { $inc: increments, $setOnInsert: { board, generation, year } },
        upsert: true,
      },
    });
  }
  return writes;
}

/** Adds sums to what is stored: one bulk write per collection, proportional to the cells that change. */
export async function writeSums(
  { buckets, turns, days }: ProjectedCollections,
  session: Session,
  place: Place,
  sums: FactSums,
): Promise<void> {
  const [bucketOps, turnOps, dayOps] = [bucketWrites(place, sums), turnWrites(place, sums), dayWrites(place, sums)];
  if (bucketOps.length > 0) await buckets.bulkWrite(bucketOps, { session, ordered: false });
  if (turnOps.length > 0) await turns.bulkWrite(turnOps, { session, ordered: false });
  if (dayOps.length > 0) await days.bulkWrite(dayOps, { session, ordered: false });
}
