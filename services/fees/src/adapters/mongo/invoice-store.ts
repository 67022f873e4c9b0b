import { databaseOf, insertDocuments } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { Invoices, NumberedInvoice } from '../../application/ports';
import { collectionsOf } from './collections';
import type { InvoiceDocument } from './collections';
import { fromInvoiceText, toInvoiceText } from './invoice-text';

const CHUNK = 2_000;

const toNumbered = ({ invoice, series, number, run }: InvoiceDocument): NumberedInvoice => ({
  invoice: fromInvoiceText(invoice),
  series,
  number,
  run,
});

/** Invoices in force. They are only ever inserted, and the code is the key. */
export function createInvoiceStore(connection: Connection): Invoices {
  const { invoices } = collectionsOf(connection);
  return {
    async insert(session, board, numbered) {
      const documents = numbered.map(
        ({ invoice, text, ...rest }): InvoiceDocument => ({
          ...rest,
          _id: `${board}/${invoice.code}`,
          board,
          contractNo: invoice.contractNo,
          invoiceDate: invoice.invoiceDate,
          invoice: text ?? toInvoiceText(invoice),
        }),
      );
      const sizeOf = ({ invoice }: InvoiceDocument): number => 500 + invoice.length;
      await insertDocuments(databaseOf(connection), { session, collection: invoices.collectionName, documents, sizeOf });
    },

    all: async (session, board) =>
      (await invoices.find({ board }, { batchSize: CHUNK, ...(session ? { session } : {}) }).toArray()).map(toNumbered),

    async find(board, code) {
      const found = await invoices.findOne({ _id: `${board}/${code}` });
      return found ? toNumbered(found) : undefined;
    },

    async existing(session, board, codes) {
      const found: string[] = [];
      for (let start = 0; start < codes.length; start += CHUNK) {
        const ids = codes.slice(start, start + CHUNK).map((code) => `${board}/${code}`);
        for (const { _id } of await invoices
          .find({ _id: { $in: ids } }, { ...(session ? { session } : {}), projection: { _id: 1 } })
          .toArray())
          found.push(_id.slice(board.length + 1));
      }
      return found;
    },
  };
}
