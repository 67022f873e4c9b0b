import { createHash } from 'node:crypto';
import type { Platform } from '../platform/platform';
import { contractNo } from './fee-board';

interface InvoiceDocument {
  readonly _id: string;
  readonly contractNo: string;
  readonly number: number;
  readonly invoice: string;
}
interface EntryDocument {
  readonly _id: string;
  readonly postings: readonly { readonly account: string; readonly amount: string }[];
}
interface LogDocument {
  readonly _id: string;
  readonly position: number;
  readonly aggregate: string;
}

/** What a run left of a board. */
export interface Billed {
  /** What is wrong; empty when each contract is billed once, numbers have no gap, and ledger and log say the same. */
  readonly wrong: readonly string[];
  /** Over all invoices with their numbers, the board's name left out. */
  readonly sha256: string;
}

export async function checkBilled(platform: Platform, { board, contracts }: { board: string; contracts: number }): Promise<Billed> {
  const db = platform.databaseOf('fees');
  const wrong: string[] = [];
  const hash = createHash('sha256');
  const expect = (what: string, actual: unknown, expected: unknown): void => {
    if (actual !== expected) wrong.push(`${board}: ${what} is ${String(actual)}, not ${String(expected)}`);
  };
  let number = 0;
  let total = 0n;
  for await (const found of db.collection<InvoiceDocument>('invoices').find({ board }).sort({ number: 1 })) {
    if (found.contractNo !== contractNo(number)) wrong.push(`${board}: place ${String(number)} is ${found.contractNo}`);
    number += 1;
    if (found.number !== number) wrong.push(`${board}: ${found._id} has number ${String(found.number)}, not ${String(number)}`);
    total += BigInt((JSON.parse(found.invoice) as { total: { $int: string } }).total.$int);
    hash.update(`${String(found.number)} ${found.invoice}\n`);
    if (wrong.length > 20) break;
  }
  expect('the number of invoices', number, contracts);

  const aggregates = new Set<string>();
  let events = 0;
  for await (const { aggregate } of db.collection<LogDocument>('event_log').find({ board, type: 'kcn.fees.v1.InvoiceIssued' })) {
    events += 1;
    aggregates.add(aggregate);
  }
  expect('the number of events', events, contracts);
  expect('the number of invoices with events', aggregates.size, contracts);
  const head = await db.collection<{ _id: string; position: number }>('log_heads').findOne({ _id: board });
  expect('the number of log entries', await db.collection('event_log').countDocuments({ board }), Number(head?.position));

  let entries = 0;
  let receivable = 0n;
  let balance = 0n;
  for await (const { postings } of db.collection<EntryDocument>('ledger_entries').find({ board })) {
    entries += 1;
    for (const { account, amount } of postings) {
      balance += BigInt(amount);
      if (account === 'RECEIVABLE') receivable += BigInt(amount);
    }
  }
  expect('the number of entries', entries, 2 * contracts);
  expect('what debits and credits differ by', balance, 0n);
  expect('what is receivable', receivable, total);
  return { wrong, sha256: hash.digest('hex') };
}
