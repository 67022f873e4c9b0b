import { createHash } from 'node:crypto';
import { connectMongo, databaseOf } from '@kcn/messaging';
import type { BilledInvoice } from './fee-files';

/** What a run writes: the list that was approved, invoices, their events, entries of the ledger. */
const WRITTEN = [
  { collection: 'run_invoices', filter: {} },
  { collection: 'invoices', filter: {} },
  { collection: 'event_log', filter: { aggregate: { $not: /^(fee-|exchange-)/ } } },
  { collection: 'ledger_entries', filter: {} },
] as const;
const BATCH = 1_000;

interface Stored {
  readonly _id: string;
}

/** Counts, and a hash over all invoices with their numbers, sorted. */
export interface Billed {
  readonly text: string;
  readonly sha256: string;
  readonly invoices: readonly BilledInvoice[];
}

interface InvoiceDocument extends Stored {
  readonly contractNo: string;
  readonly number: number;
  readonly invoice: string;
}

/** Checks what a run left: each contract billed once, numbers without gap, the ledger equal to the invoices to the đồng. */
export async function readBilled(mongoUrl: string): Promise<Billed> {
  const connection = await connectMongo(mongoUrl, { appName: 'bench-check' });
  try {
    const db = databaseOf(connection);
    const hash = createHash('sha256');
    const invoices: BilledInvoice[] = [];
    const numbers = new Set<number>();
    let sum = 0n;
    for await (const { _id, contractNo, number, invoice } of db.collection<InvoiceDocument>('invoices').find().sort({ _id: 1 })) {
      hash.update(`${_id} ${String(number)} ${invoice}\n`);
      const { code, total } = JSON.parse(invoice) as { code: string; total: { $int: string } };
      invoices.push({ code, contractNo, total: BigInt(total.$int) });
      numbers.add(number);
      sum += BigInt(total.$int);
    }
    let receivable = 0n;
    let entries = 0;
    for await (const { postings } of db
      .collection<{ _id: string; postings: { account: string; amount: string }[] }>('ledger_entries')
      .find()) {
      entries += 1;
      for (const { account, amount } of postings) if (account === 'RECEIVABLE') receivable += BigInt(amount);
    }
    const events = await db.collection('event_log').countDocuments({ type: 'kcn.fees.v1.InvoiceIssued' });
    const contracts = new Set(invoices.map(({ contractNo }) => contractNo)).size;
    const isGapless = numbers.size === invoices.length && Math.max(0, ...sample(numbers)) === invoices.length;
    const text =
      `${String(invoices.length)} invoices of ${String(contracts)} contracts, ${String(events)} events, ${String(entries)} entries, ` +
      `numbers ${isGapless ? 'without gap' : 'with gaps'}, ledger ${receivable === sum ? 'equals' : 'differs from'} invoices`;
    return { text, sha256: hash.digest('hex'), invoices };
  } finally {
    await connection.close();
  }
}

/** The largest, without spreading a long set over arguments. */
const sample = (numbers: ReadonlySet<number>): number[] => {
  let largest = 0;
  for (const number of numbers) largest = Math.max(largest, number);
  return [largest];
};

export const billedText = (contracts: number): string =>
  `${String(contracts)} invoices of ${String(contracts)} contracts, ${String(contracts)} events, ${String(2 * contracts)} entries, ` +
  'numbers without gap, ledger equals invoices';

/** Inserts the documents that a run wrote into empty collections by the bare loop; only the inserting counts. @returns ms */
export async function insertSame(fromUrl: string, toUrl: string): Promise<{ readonly ms: number; readonly documents: number }> {
  const [from, to] = [await connectMongo(fromUrl, { appName: 'bench-read' }), await connectMongo(toUrl, { appName: 'bench-insert' })];
  let ms = 0;
  let documents = 0;
  try {
    for (const { collection, filter } of WRITTEN) {
      const target = databaseOf(to).collection<Stored>(collection);
      let batch: Stored[] = [];
      const flush = async (): Promise<void> => {
        if (batch.length === 0) return;
        const startedAt = performance.now();
        await target.insertMany(batch);
        ms += performance.now() - startedAt;
        documents += batch.length;
        batch = [];
      };
      for await (const document of databaseOf(from).collection<Stored>(collection).find(filter, { batchSize: BATCH })) {
        batch.push(document);
        if (batch.length === BATCH) await flush();
      }
      await flush();
    }
    return { ms, documents };
  } finally {
    await to.dropDatabase();
    await Promise.all([from.close(), to.close()]);
  }
}

export async function dropBench(mongoUrl: string): Promise<void> {
  const connection = await connectMongo(mongoUrl, { appName: 'bench-drop' });
  await connection.dropDatabase();
  await connection.close();
}
