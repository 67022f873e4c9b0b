import { invalid } from '@kcn/kernel';
import type { InvoiceDraft } from './invoice-draft';

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

function byRate(items: readonly { readonly percent?: string | undefined; readonly net: bigint }[]): Map<string, bigint> {
  const nets = new Map<string, bigint>();
  for (const { percent = '', net } of items) nets.set(percent, (nets.get(percent) ?? 0n) + net);
  return nets;
}

/**
 * Whether the sums of a draft are those of its lines: a provider refuses one that is not, or worse, takes it.
 * @throws DomainError invalid `draft_does_not_add_up`
 */
export function checkDraft({ code, lines, vat, net, vatTotal, total }: InvoiceDraft): void {
  const ofLines = byRate(lines.map((line) => ({ percent: line.vatPercent, net: line.net })));
  const ofRates = byRate(vat);
  const sound =
    lines.length > 0 &&
    vat.length === ofRates.size &&
    ofLines.size === ofRates.size &&
    [...ofLines].every(([percent, amount]) => ofRates.get(percent) === amount) &&
    sum(lines.map((line) => line.net)) === net &&
    sum(vat.map((rate) => rate.vat)) === vatTotal &&
    net + vatTotal === total;
  if (!sound)
    throw invalid('draft_does_not_add_up', {
      vi: `Hóa đơn ${code}: các dòng, thuế suất và tổng cộng không khớp nhau`,
      en: `Invoice ${code}: lines, VAT rates and totals do not agree`,
      params: { code },
    });
}
