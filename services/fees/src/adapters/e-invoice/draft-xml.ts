import { amountInWords } from '@kcn/vietnam';
import type { WordChoice } from '@kcn/vietnam';
import { correctionText } from '../../domain/invoices/adjustment';
import { checkDraft } from './check-draft';
import type { DraftCorrection, DraftLine, DraftSeller, DraftVat, InvoiceDraft } from './invoice-draft';
import type { XmlElement } from './xml-writer';
import { writeXml } from './xml-writer';

/** The schema that the documents follow, `e-invoice-draft.xsd`; a change that readers notice gives it a new number. */
export const DRAFT_NAMESPACE = 'urn:kcn:e-invoice-draft:1';

const text = (name: string, content: string): XmlElement => ({ name, content });
const optional = (name: string, content: string | undefined): XmlElement | undefined =>
  content === undefined || content === '' ? undefined : text(name, content);
const money = (name: string, amount: bigint): XmlElement => text(name, amount.toString());
const group = (name: string, content: readonly (XmlElement | undefined)[]): XmlElement => ({ name, content });

const party = (name: string, { name: partyName, taxCode, address, account, bankBin }: Partial<DraftSeller>): XmlElement =>
  group(name, [
    text('Name', partyName ?? ''),
    optional('TaxCode', taxCode),
    optional('Address', address),
    optional('Account', account),
    optional('BankBin', bankBin),
  ]);

const line = (item: DraftLine, index: number): XmlElement =>
  group('Line', [
    text('No', String(index + 1)),
    text('Description', item.description),
    optional('Unit', item.unit),
    optional('Quantity', item.quantity),
    optional('UnitPrice', item.unitPrice),
    optional('PriceCurrency', item.priceCurrency),
    optional('ExchangeRate', item.exchangeRate),
    money('Net', item.net),
    optional('VatPercent', item.vatPercent),
  ]);

const rate = ({ percent, net, vat }: DraftVat): XmlElement =>
  group('Rate', [optional('Percent', percent), money('Net', net), money('Vat', vat)]);

const correction = (earlier: DraftCorrection): XmlElement => ({
  name: 'Correction',
  attributes: { kind: earlier.kind },
  content: [
    text('Symbol', earlier.symbol),
    text('Number', String(earlier.number)),
    text('IssuedOn', earlier.issuedOn),
    text('Reason', earlier.reason),
    text('Text', correctionText(earlier.kind === 'adjustment' ? 'ADJUST' : 'REPLACE', earlier)),
  ],
});

/**
 * The draft as an XML document of the schema beside this file, UTF-8, the same bytes for the same draft and words.
 * @param words the words the board uses for numbers
 * @throws DomainError invalid `draft_does_not_add_up`, `text_not_for_xml`
 */
export function invoiceDraftXml(draft: InvoiceDraft, words: Partial<WordChoice> = {}): string {
  checkDraft(draft);
  return writeXml({
    name: 'InvoiceDraft',
    attributes: { xmlns: DRAFT_NAMESPACE },
    content: [
      text('Code', draft.code),
      text('Symbol', draft.symbol),
      text('ContractNo', draft.contractNo),
      text('Period', draft.period),
      text('InvoiceDate', draft.invoiceDate),
      text('IssuedOn', draft.issuedOn),
      optional('DueOn', draft.dueOn),
      text('Currency', 'VND'),
      draft.correction && correction(draft.correction),
      party('Seller', draft.seller),
      party('Buyer', draft.buyer),
      group('Lines', draft.lines.map(line)),
      group('VatBreakdown', draft.vat.map(rate)),
      group('Totals', [
        money('Net', draft.net),
        money('Vat', draft.vatTotal),
        money('Total', draft.total),
        text('TotalInWords', amountInWords(draft.total, words)),
      ]),
    ],
  });
}
