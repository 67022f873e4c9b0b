/**
 * A set of log positions 1, 2, 3 … that mostly has no holes: everything up to `settled`, and a bitmap of what lies above.
 * Bit i of the bitmap stands for position `base + 1 + i`, where base is `settled` rounded down to a multiple of 8, so that
 * the bitmap moves by whole bytes.
 */
export interface PositionSet {
  /** Every position 1..settled is in the set. */
  settled(): number;
  /** Highest position in the set. */
  highest(): number;
  has(position: number): boolean;
  add(position: number): void;
  /** The first position from `from` on that is not in the set. */
  firstMissing(from: number): number;
  /** The bitmap without its trailing zero bytes, for storing together with `settled()`. */
  above(): Uint8Array;
}

/** Positions further above `settled` than this are not taken: the bitmap has to fit its document. 64 M are 8 MB. */
export const MAX_POSITIONS_ABOVE = 64_000_000;

const EMPTY = new Uint8Array();
const roundDown = (settled: number): number => settled - (settled % 8);

export function createPositionSet(
  stored: { readonly settled: number; readonly above: Uint8Array } = { settled: 0, above: EMPTY },
): PositionSet {
  let settled = stored.settled;
  let base = roundDown(settled);
  let bits = stored.above.slice();
  let highest = Math.max(settled, highestBit(bits, base));
  // What lies between base and settled is in the set, whatever the stored bytes say.
  for (let position = base + 1; position <= settled; position += 1) setBit(position);

  function setBit(position: number): void {
    const index = position - base - 1;
    const byte = index >>> 3;
    if (byte >= bits.length) {
      const grown = new Uint8Array(Math.max(byte + 1, bits.length * 2, 64));
      grown.set(bits);
      bits = grown;
    }
    bits[byte] = (bits[byte] ?? 0) | (1 << (index & 7));
  }

  function has(position: number): boolean {
    if (position <= settled) return true;
    const index = position - base - 1;
    if (index >= bits.length * 8) return false;
    return ((bits[index >>> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }

  function firstMissing(from: number): number {
    let position = Math.max(from, settled + 1);
    while (has(position)) {
      const index = position - base - 1;
      const wholeByte = (index & 7) === 0 && bits[index >>> 3] === 0xff;
      position += wholeByte ? 8 : 1;
    }
    return position;
  }

  function settle(): void {
    settled = firstMissing(settled + 1) - 1;
    const newBase = roundDown(settled);
    if (newBase > base) {
      bits = bits.subarray((newBase - base) / 8);
      base = newBase;
    }
  }

  return {
    settled: () => settled,
    highest: () => highest,
    has,
    add(position) {
      if (!Number.isSafeInteger(position) || position < 1 || position > settled + MAX_POSITIONS_ABOVE)
        throw new RangeError(`position ${position.toString()} is out of range`);
      if (has(position)) return;
      setBit(position);
      if (position > highest) highest = position;
      if (position === settled + 1) settle();
    },
    firstMissing,
    above() {
      if (highest === settled) return EMPTY;
      return bits.slice(0, ((highest - base - 1) >>> 3) + 1);
    },
  };
}

function highestBit(bits: Uint8Array, base: number): number {
  for (let byte = bits.length - 1; byte >= 0; byte -= 1) {
    const value = bits[byte] ?? 0;
    if (value !== 0) return base + byte * 8 + (32 - Math.clz32(value));
  }
  return 0;
}
