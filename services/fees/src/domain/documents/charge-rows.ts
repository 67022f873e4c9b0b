import { formatMeasure } from '@kcn/kernel';
import { decimalFraction, multiply } from '@kcn/kernel/fraction';
import { formatDate } from '@kcn/vietnam';
import type { TableColumn, TableRow } from '@kcn/documents';
import type { AreaPart, ChargePart, WastewaterPart } from '../charges/charge-part';
import type { CurrencyCharge, Invoice } from '../invoices/invoice';
import { SERVICE_NAMES } from '../invoices/service-names';
import type { TariffUnit } from '../tariffs/tariff';
import { decimal, dong, inCurrency, periodName, printedFraction, span } from './written-forms';

export const CHARGE_COLUMNS: readonly TableColumn[] = [
  { title: 'TT', width: 6, align: 'center' },
  { title: 'Nội dung', width: 40 },
  { title: 'Số lượng', width: 16, align: 'right' },
  { title: 'Đơn giá', width: 18, align: 'right' },
  { title: 'Thành tiền', width: 20, align: 'right' },
];

const PER_UNIT: Readonly<Record<TariffUnit, string>> = { M2_YEAR: 'm²/năm', M2_MONTH: 'm²/tháng', M3: 'm³' };

const decided = (decisionNo: string): string => (decisionNo === '' ? '' : `; theo ${decisionNo}`);

const priceOf = ({ price, currency, unit }: AreaPart | WastewaterPart): string =>
  `${decimal(price)} ${currency === 'VND' ? 'đ' : currency}/${PER_UNIT[unit]}`;

const timeOf = (part: AreaPart): string =>
  part.kind === 'AREA_DAYS' ? `${String(part.days)}/${String(part.daysOf)} ngày` : `${String(part.months)} tháng`;

function wastewaterText(part: WastewaterPart): string {
  const share = part.waterPercent === undefined ? '' : `; ${decimal(part.waterPercent)}% × ${decimal(part.meteredM3)} m³ nước cấp`;
  const cod = part.codMgL === '' ? 'không đo COD' : `COD ${decimal(part.codMgL)} mg/l`;
  return `${SERVICE_NAMES.WASTEWATER} ${span(part.from, part.to)}${share}; hệ số K = ${decimal(part.factor)} (${cod})${decided(part.decisionNo)}`;
}

/** Text, quantity and price of a part. */
function cellsOf(part: ChargePart, service: Invoice['service']): readonly [string, string, string] {
  switch (part.kind) {
    case 'AREA_DAYS':
    case 'AREA_MONTHS':
      return [
        `${SERVICE_NAMES[service]} ${span(part.from, part.to)} (${timeOf(part)}${decided(part.decisionNo)})`,
        `${decimal(formatMeasure(part.areaHundredthsM2, 'm2'))} m²`,
        priceOf(part),
      ];
    case 'WASTEWATER':
      return [wastewaterText(part), `${printedFraction(part.volumeM3)} m³`, priceOf(part)];
    case 'EXEMPTION': {
      const share = part.percent === undefined ? '' : ` ${decimal(part.percent)}%`;
      return [`Miễn, giảm${share} ${span(part.from, part.to)}${decided(part.decisionNo)}`, '', ''];
    }
    case 'DISCOUNT':
      return [`Giảm giá ${decimal(part.percent)}% theo hợp đồng`, '', ''];
  }
}

/** A sum over the first four columns. */
export const sumRow = (text: string, amount: string, style: 'normal' | 'total' = 'normal'): TableRow => ({
  cells: [{ text, span: 4, align: 'right' }, amount],
  style,
});

function conversionRow({ charge, currency, rate, rateDate, rateSource }: CurrencyCharge): TableRow {
  const day = rateDate === undefined ? '' : ` ngày ${formatDate(rateDate)}`;
  const source = rateSource === '' ? '' : `, nguồn ${rateSource}`;
  return sumRow(
    `Quy đổi ${printedFraction(charge)} ${currency} × ${decimal(rate)} đồng (tỷ giá${day}${source})`,
    printedFraction(multiply(charge, decimalFraction(rate))),
  );
}

/** What an invoice or its adjustment is printed from. */
export type ChargedInvoice = Pick<Invoice, 'code' | 'service' | 'net' | 'vatPercent' | 'vat' | 'total' | 'parts' | 'charges'> & {
  readonly period: string;
  /** Code of the invoice that it corrects. */
  readonly adjusts?: string | undefined;
};

/** The way from quantities and prices to the total, as a person reads it: parts, conversion, net, VAT, total. */
export function chargeRows(invoice: ChargedInvoice): TableRow[] {
  const { service, parts, charges, net, vatPercent, vat, total, adjusts } = invoice;
  const items: readonly (readonly [string, string, string, string])[] =
    parts.length > 0 && adjusts === undefined
      ? parts.map((part) => [...cellsOf(part, service), inCurrency(printedFraction(part.amount), part.currency)] as const)
      : [
          [
            `${adjusts === undefined ? '' : `Điều chỉnh hóa đơn ${adjusts}: `}${SERVICE_NAMES[service]} ${periodName(invoice.period)}`,
            '',
            '',
            dong(net),
          ],
        ];
  const foreign = adjusts === undefined ? charges.filter(({ rateDate }) => rateDate !== undefined) : [];
  return [
    ...items.map((cells, index): TableRow => ({ cells: [String(index + 1), ...cells] })),
    ...foreign.map(conversionRow),
    sumRow('Cộng tiền trước thuế (làm tròn đến đồng)', dong(net)),
    sumRow(`Thuế GTGT ${decimal(vatPercent)}%`, dong(vat)),
    sumRow('Tổng cộng', dong(total), 'total'),
  ];
}
