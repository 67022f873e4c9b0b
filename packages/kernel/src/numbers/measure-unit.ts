import { findScaled, formatDecimal } from './exact';

/**
 * Units whose smallest part is not the unit itself: decimals kept. VND has none; a hectare is kept in 0.01 m²
 * (1 ha = 1,000,000), so that leases in m² and areas in ha add up exactly. Points of emulation have 2 decimals. Any other unit (project, person, …) is whole.
 */
const SCALES: Readonly<Record<string, number>> = { VND: 0, USD: 2, EUR: 2, JPY: 0, KRW: 0, CNY: 2, TWD: 2, SGD: 2, ha: 6, m2: 2, point: 2 };

/** Decimals of the smallest part of a unit; 0 for a unit that is counted in wholes. */
export const scaleOf = (unit: string): number => (Object.hasOwn(SCALES, unit) ? (SCALES[unit] ?? 0) : 0);

/** Whether the currency is one whose amounts can be kept. */
export const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code) && Object.hasOwn(SCALES, code);

/** Text to smallest parts, undefined when it is no number or too fine for the unit. */
export const findMeasure = (text: string, unit: string): bigint | undefined => findScaled(text, scaleOf(unit));

/** Smallest parts to text, `formatMeasure(581630150n, 'ha')` is `581.63015`. */
export const formatMeasure = (value: bigint, unit: string): string => formatDecimal(value, scaleOf(unit));
