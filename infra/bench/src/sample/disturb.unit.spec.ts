import { disturb } from './disturb';

describe('disturb', () => {
  const items = Array.from({ length: 5_000 }, (_, index) => index);
  const options = { duplicateShare: 0.3, shuffleWithin: 1_000, seed: 7 };

  it('keeps every item and repeats about the share asked for', () => {
    const stream = disturb(items, options);
    expect(new Set(stream).size).toBe(items.length);
    expect(stream.length).toBeGreaterThan(items.length * 1.25);
    expect(stream.length).toBeLessThan(items.length * 1.35);
  });

  it('moves items, but not out of their stretch', () => {
    const stream = disturb(items, options);
    expect(stream.slice(0, 100)).not.toEqual([...stream.slice(0, 100)].sort((a, b) => a - b));
    const firstStretch = stream.filter((item) => item < 1_000).length;
    expect(Math.max(...stream.slice(0, firstStretch))).toBeLessThan(1_000);
  });

  it('gives the same stream for the same seed', () => {
    expect(disturb(items, options)).toEqual(disturb(items, options));
    expect(disturb(items, { ...options, seed: 8 })).not.toEqual(disturb(items, options));
  });
});
