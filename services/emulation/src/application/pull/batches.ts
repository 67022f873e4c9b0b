interface Waiting<One, Result> {
  readonly one: One;
  readonly done: (result: Result) => void;
  readonly failed: (error: unknown) => void;
}

export interface BatchesOptions<One, Result> {
  readonly maxSize: number;
  /** Does several at once. @returns one result for each, in the same order */
  readonly work: (batch: readonly One[]) => Promise<readonly Result[]>;
}

/**
 * Does one batch at a time; what arrives meanwhile is the next. A batch that fails is done again one by one, so that what
 * cannot be done does not take the others with it.
 */
export function createBatches<One, Result>({ maxSize, work }: BatchesOptions<One, Result>): (one: One) => Promise<Result> {
  const waiting: Waiting<One, Result>[] = [];
  let isWorking = false;

  async function doBatch(batch: readonly Waiting<One, Result>[]): Promise<void> {
    try {
      const results = await work(batch.map(({ one }) => one));
      for (const [index, { done }] of batch.entries()) done(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) batch[0]?.failed(error);
      else for (const one of batch) await doBatch([one]);
    }
  }

  async function doAll(): Promise<void> {
    isWorking = true;
    // What has arrived in the same turn goes together.
    await Promise.resolve();
    for (let batch = waiting.splice(0, maxSize); batch.length > 0; batch = waiting.splice(0, maxSize)) await doBatch(batch);
    isWorking = false;
  }

  return (one) =>
    new Promise((done, failed) => {
      waiting.push({ one, done, failed });
      if (!isWorking) void doAll();
    });
}
