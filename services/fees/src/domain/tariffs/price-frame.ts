import type { PlainDate } from '@kcn/kernel';
import type { Service, TariffUnit } from './tariff';
import { findOverlaps } from './overlap';

/**
 * The prices that the private owner of a park registers with the board (every six months and on change). The board watches
 * them and bills nothing by them.
 */
export interface PriceFrame {
  readonly parkCode: string;
  readonly owner: string;
  readonly service: Service;
  readonly unit: TariffUnit;
  /** Exact decimals without VAT. */
  readonly lowestPrice: string;
  readonly highestPrice: string;
  readonly currency: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | undefined;
  readonly registeredOn: PlainDate;
  readonly documentNo: string;
}

/** Frames of one park and service that are valid on the same day, the later one named first. */
export const findFrameOverlaps = (frames: Iterable<PriceFrame>): { readonly later: PriceFrame; readonly earlier: PriceFrame }[] =>
  findOverlaps(frames, ({ parkCode, service }) => `${parkCode} ${service}`);
