import type { LocalizedText } from '@kcn/kernel';
import { formatDate } from '@kcn/vietnam';
import { add, decimalFraction, formatFraction, multiply, ZERO } from '@kcn/kernel/fraction';
import { explainPart } from './explain-part';
import type { CurrencyCharge, Invoice } from './invoice';
import { shownDecimal, shownFraction } from './shown-numbers';

/** What an invoice's figures are explained by. */
export type Explained = Pick<Invoice, 'charges' | 'parts' | 'net' | 'vatPercent' | 'vat' | 'total'>;

const inDong = ({ charge, rate }: CurrencyCharge) => multiply(charge, decimalFraction(rate));

function explainConversion(charge: CurrencyCharge): LocalizedText {
  const { currency, rate, rateDate, rateSource } = charge;
  const [amount, shownRate, dong] = [shownFraction(charge.charge), shownDecimal(rate), shownFraction(inDong(charge))];
  const day = rateDate ?? '';
  return {
    vi: `Quy đổi: ${amount.vi} ${currency} × ${shownRate.vi} đồng (tỷ giá ngày ${rateDate === undefined ? '' : formatDate(rateDate)}, nguồn ${rateSource}) = ${dong.vi} đồng`,
    en: `Conversion: ${amount.en} ${currency} × ${shownRate.en} VND (rate of ${day}, source ${rateSource}) = ${dong.en} VND`,
  };
}

/** The way from quantity and price to the total, one step a line; nothing between two lines is left to the reader. */
export function explainInvoice({ charges, parts, net, vatPercent, vat, total }: Explained): LocalizedText[] {
  const exact = charges.reduce((sum, charge) => add(sum, inDong(charge)), ZERO);
  const [shownNet, shownVat, shownTotal, share] = [net, vat, total, vatPercent].map((value) => shownDecimal(String(value)));
  const whole = formatFraction(exact) === String(net);
  return [
    ...parts.map(explainPart),
    ...charges.filter(({ rateDate }) => rateDate !== undefined).map(explainConversion),
    ...(whole
      ? []
      : [
          {
            vi: `Làm tròn nửa lên đến đồng: ${shownFraction(exact).vi} → ${shownNet?.vi ?? ''}`,
            en: `Rounded half-up to the đồng: ${shownFraction(exact).en} → ${shownNet?.en ?? ''}`,
          },
        ]),
    { vi: `Trước thuế: ${shownNet?.vi ?? ''} đồng`, en: `Net: ${shownNet?.en ?? ''} VND` },
    {
      vi: `Thuế GTGT ${share?.vi ?? ''}%: ${shownVat?.vi ?? ''} đồng`,
      en: `VAT ${share?.en ?? ''}%: ${shownVat?.en ?? ''} VND`,
    },
    { vi: `Tổng cộng: ${shownTotal?.vi ?? ''} đồng`, en: `Total: ${shownTotal?.en ?? ''} VND` },
  ];
}
