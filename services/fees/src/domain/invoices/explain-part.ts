import type { LocalizedText } from '@kcn/kernel';
import { formatDate } from '@kcn/vietnam';
import type { AreaPart, ChargePart, ExemptionPart, WastewaterPart } from '../charges/charge-part';
import type { TariffUnit } from '../tariffs/tariff';
import { shownArea, shownDecimal, shownFraction } from './shown-numbers';

const PER_UNIT: Readonly<Record<TariffUnit, LocalizedText>> = {
  M2_YEAR: { vi: 'm²/năm', en: 'm²/year' },
  M2_MONTH: { vi: 'm²/tháng', en: 'm²/month' },
  M3: { vi: 'm³', en: 'm³' },
};

const decided = (decisionNo: string): LocalizedText =>
  decisionNo === '' ? { vi: '', en: '' } : { vi: ` (theo ${decisionNo})`, en: ` (by ${decisionNo})` };

function priceOf({ price, currency, unit }: AreaPart | WastewaterPart): LocalizedText {
  const shown = shownDecimal(price);
  return { vi: `${shown.vi} ${currency}/${PER_UNIT[unit].vi}`, en: `${shown.en} ${currency}/${PER_UNIT[unit].en}` };
}

function resultOf({ amount, currency, decisionNo }: AreaPart | WastewaterPart | ExemptionPart): LocalizedText {
  const [shown, by] = [shownFraction(amount), decided(decisionNo)];
  return { vi: `= ${shown.vi} ${currency}${by.vi}`, en: `= ${shown.en} ${currency}${by.en}` };
}

function spanOf({ from, to }: AreaPart | WastewaterPart | ExemptionPart): LocalizedText {
  return { vi: `${formatDate(from)} – ${formatDate(to)}`, en: `${from} to ${to}` };
}

/** Days or months of the part, and what they are divided by. */
function timeOf(part: AreaPart): LocalizedText {
  if (part.kind === 'AREA_DAYS') {
    const [days, of] = [String(part.days), String(part.daysOf)];
    return { vi: `${days} ngày ÷ ${of} ngày`, en: `${days} days ÷ ${of} days` };
  }
  const [months, ofYear] = [String(part.months), part.unit === 'M2_YEAR' ? ' ÷ 12' : ''];
  return { vi: `${months} tháng${ofYear}`, en: `${months} months${ofYear}` };
}

function explainArea(part: AreaPart): LocalizedText {
  const [span, area, price, time, result] = [spanOf(part), shownArea(part.areaHundredthsM2), priceOf(part), timeOf(part), resultOf(part)];
  return {
    vi: `${span.vi}: ${area.vi} m² × ${price.vi} × ${time.vi} ${result.vi}`,
    en: `${span.en}: ${area.en} m² × ${price.en} × ${time.en} ${result.en}`,
  };
}

function explainWastewater(part: WastewaterPart): LocalizedText {
  const [span, metered, price, factor, result] = [
    spanOf(part),
    shownDecimal(part.meteredM3),
    priceOf(part),
    shownDecimal(part.factor),
    resultOf(part),
  ];
  const cod = part.codMgL === '' ? { vi: 'không đo COD', en: 'COD not measured' } : codOf(part.codMgL);
  const [share, volume] = [part.waterPercent === undefined ? undefined : shownDecimal(part.waterPercent), shownFraction(part.volumeM3)];
  const from = share
    ? { vi: `${metered.vi} m³ nước cấp × ${share.vi}% = ${volume.vi} m³`, en: `${metered.en} m³ supplied × ${share.en}% = ${volume.en} m³` }
    : { vi: `${metered.vi} m³ nước thải`, en: `${metered.en} m³ discharged` };
  return {
    vi: `${span.vi}: ${from.vi}; × ${price.vi} × K ${factor.vi} (${cod.vi}) ${result.vi}`,
    en: `${span.en}: ${from.en}; × ${price.en} × K ${factor.en} (${cod.en}) ${result.en}`,
  };
}

function codOf(codMgL: string): LocalizedText {
  const shown = shownDecimal(codMgL);
  return { vi: `COD ${shown.vi} mg/l`, en: `COD ${shown.en} mg/l` };
}

function explainExemption(part: ExemptionPart): LocalizedText {
  const [span, result] = [spanOf(part), resultOf(part)];
  const share = part.percent === undefined ? { vi: '', en: '' } : { vi: ` ${shownDecimal(part.percent).vi}%`, en: ` ${part.percent}%` };
  return { vi: `Miễn, giảm${share.vi} ${span.vi} ${result.vi}`, en: `Exemption${share.en} ${span.en} ${result.en}` };
}

/** One part of a charge as a person checks it: quantity × price × time = amount, by which decision. */
export function explainPart(part: ChargePart): LocalizedText {
  switch (part.kind) {
    case 'AREA_DAYS':
    case 'AREA_MONTHS':
      return explainArea(part);
    case 'WASTEWATER':
      return explainWastewater(part);
    case 'EXEMPTION':
      return explainExemption(part);
    case 'DISCOUNT': {
      const [share, amount] = [shownDecimal(part.percent), shownFraction(part.amount)];
      return { vi: `Giảm giá ${share.vi}% = ${amount.vi} ${part.currency}`, en: `Discount ${share.en}% = ${amount.en} ${part.currency}` };
    }
  }
}
