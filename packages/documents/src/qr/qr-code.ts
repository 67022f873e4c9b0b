import { create, toBuffer } from 'qrcode';

/** Light modules around the code that ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;
/** Error correction of 15 %, as bank codes are printed. */
const CORRECTION = 'M';
/** Pixels per module of the image: sharp on paper at any size that the model allows. */
const PIXELS_PER_MODULE = 8;

/** A code as modules, its quiet zone included. */
export interface QrCode {
  /** Modules along an edge. */
  readonly size: number;
  isDark(row: number, column: number): boolean;
}

export function qrCode(payload: string): QrCode {
  const { modules } = create(payload, { errorCorrectionLevel: CORRECTION });
  return {
    size: modules.size + 2 * QUIET_ZONE,
    isDark(row, column) {
      const [r, c] = [row - QUIET_ZONE, column - QUIET_ZONE];
      return r >= 0 && c >= 0 && r < modules.size && c < modules.size && modules.get(r, c) === 1;
    },
  };
}

/**
 * Rows of a module repeat the one above, so one filter of PNG is the right one; trying them all is most of the time that an
 * image takes. The other number is zlib's default strategy.
 */
const PACKING = { filterType: 2, deflateStrategy: 0 } as const;

/** The same code as a PNG. */
export const qrPng = (payload: string): Promise<Buffer> =>
  toBuffer(payload, {
    type: 'png',
    errorCorrectionLevel: CORRECTION,
    margin: QUIET_ZONE,
    scale: PIXELS_PER_MODULE,
    // Handed on to pngjs, whose names they are; the types know of others alone.
    rendererOpts: PACKING,
  });
