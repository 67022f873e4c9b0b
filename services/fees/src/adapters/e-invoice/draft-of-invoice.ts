import { formatMeasure } from '@kcn/kernel';
import type { CorrectionSource, DraftSource } from '../../application/accounting/export-draft';
import { formatFraction } from '@kcn/kernel/fraction';
import type { Creditor } from '../../domain/contracts/creditor';
import type { Invoice } from '../../domain/invoices/invoice';
import { SERVICE_NAMES } from '../../domain/invoices/service-names';
import { invoiceDraftXml } from './draft-xml';
import type { DraftLine, DraftSeller, DraftVat, InvoiceDraft } from './invoice-draft';

const descriptionOf = ({
  service,
  period,
  contractNo,
}: Pick<CorrectionSource['adjustment'], 'service' | 'period' | 'contractNo'>): string =>
  `${SERVICE_NAMES[service]} kỳ ${period}, hợp đồng ${contractNo}`;

const sellerOf = ({ name, taxCode, address, account, bankBin }: Creditor): DraftSeller => ({ name, taxCode, address, account, bankBin });

const buyerOf = ({ enterpriseName: name, enterpriseTaxCode: taxCode }: Pick<Invoice, 'enterpriseName' | 'enterpriseTaxCode'>) =>
  taxCode === '' ? { name } : { name, taxCode };

type Quantities = Pick<DraftLine, 'unit' | 'quantity' | 'unitPrice' | 'priceCurrency' | 'exchangeRate'>;

/** Quantity and price, where one price covers the whole period; several cannot stand in one line. */
function quantitiesOf({ parts, charges }: Invoice): Quantities {
  const [part, ...more] = parts;
  const [charge, ...others] = charges;
  if (!part || !charge || more.length + others.length > 0 || part.kind === 'DISCOUNT' || part.kind === 'EXEMPTION') return {};
  const [unit, quantity]: readonly [string, string] =
    part.kind === 'WASTEWATER' ? ['m³', formatFraction(part.volumeM3)] : ['m²', formatMeasure(part.areaHundredthsM2, 'm2')];
  // A quantity that never ends as a decimal is told by the invoice's explanation alone.
  if (quantity.includes('/')) return {};
  const rate = charge.rateDate === undefined ? {} : { exchangeRate: charge.rate };
  return { unit, quantity, unitPrice: part.price, priceCurrency: part.currency, ...rate };
}

type Money = Pick<InvoiceDraft, 'lines' | 'vat' | 'net' | 'vatTotal' | 'total'>;

const wholeOf = (invoice: Invoice): Money => ({
  lines: [{ description: descriptionOf(invoice), ...quantitiesOf(invoice), net: invoice.net, vatPercent: invoice.vatPercent }],
  vat: [{ percent: invoice.vatPercent, net: invoice.net, vat: invoice.vat }],
  net: invoice.net,
  vatTotal: invoice.vat,
  total: invoice.total,
});

/** The difference; where the rate of VAT changed, what was charged is taken off at the old rate and charged at the new. */
function differenceOf({ adjustment, corrects }: CorrectionSource): Money {
  const { net, vat, total, vatPercent, corrected } = adjustment;
  const before = corrects.invoice.vatPercent;
  const description = `Điều chỉnh ${descriptionOf(adjustment)}`;
  const rates: readonly (DraftVat & { readonly percent: string })[] =
    corrected === undefined || before === vatPercent
      ? [{ percent: vatPercent, net, vat }]
      : [
          { percent: before, net: net - corrected.net, vat: vat - corrected.vat },
          { percent: vatPercent, net: corrected.net, vat: corrected.vat },
        ];
  return {
    lines: rates.map((rate) => ({ description, net: rate.net, vatPercent: rate.percent })),
    vat: rates,
    net,
    vatTotal: vat,
    total,
  };
}

/** The draft of an issued invoice as XML. */
export function draftOfInvoice({ invoice, symbol, issuedOn, seller }: DraftSource): string {
  const { code, contractNo, period, invoiceDate, dueDate: dueOn } = invoice;
  return invoiceDraftXml({
    ...{ code, symbol, contractNo, period, invoiceDate, issuedOn, dueOn },
    seller: sellerOf(seller),
    buyer: buyerOf(invoice),
    ...wholeOf(invoice),
  });
}

/** The draft of an adjusting invoice, which bears the difference, or of a replacing one, which bears the whole. */
export function draftOfCorrection(source: CorrectionSource): string {
  const { adjustment, reason, issuedOn, corrects } = source;
  const { code, contractNo, period, invoiceDate, dueDate: dueOn, symbol, method, corrected } = adjustment;
  return invoiceDraftXml({
    ...{ code, symbol, contractNo, period, invoiceDate, issuedOn, dueOn },
    seller: sellerOf(corrects.seller),
    buyer: buyerOf(adjustment),
    ...(method === 'REPLACE' && corrected ? wholeOf(corrected) : differenceOf(source)),
    correction: {
      kind: method === 'REPLACE' ? 'replacement' : 'adjustment',
      symbol: corrects.symbol,
      number: corrects.number,
      issuedOn: corrects.issuedOn,
      reason,
    },
  });
}
