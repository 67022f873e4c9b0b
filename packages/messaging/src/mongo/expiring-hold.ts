import { isDuplicateKey } from './mongo-errors';
import type { mongo } from 'mongoose';

export interface HoldDocument {
  readonly _id: string;
  /** Of this holding alone. */
  readonly holding: string;
  /** By the database's clock, which all processes share. */
  readonly until: Date;
}

export interface TakeHold {
  readonly id: string;
  readonly holding: string;
  readonly periodMs: number;
}

/** Takes the hold when nobody has it or the holder was silent for too long. @returns whether it was taken */
export async function takeHold(holds: mongo.Collection<HoldDocument>, { id, holding, periodMs }: TakeHold): Promise<boolean> {
  const isFree = { $lt: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] };
  try {
    const after = await holds.findOneAndUpdate(
      { _id: id },
      [
        {
          $set: {
            holding: { $cond: [isFree, { $literal: holding }, '$holding'] },
            until: { $cond: [isFree, { $add: ['$$NOW', periodMs] }, '$until'] },
          },
        },
      ],
      { upsert: true, returnDocument: 'after' },
    );
    return after?.holding === holding;
  } catch (error) {
    // Another process made the document in the same moment.
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
