import { inTurns, valuesOf } from './rounds';

describe('inTurns', () => {
  it('runs the sides in turns, every second round backwards', async () => {
    const order: string[] = [];
    const side = (name: string) => ({
      name,
      run: (round: number) => {
        order.push(`${name}${round.toString()}`);
        return Promise.resolve(round);
      },
    });
    const results = await inTurns(3, [side('a'), side('b')], () => undefined);
    expect(order).toEqual(['a1', 'b1', 'b2', 'a2', 'a3', 'b3']);
    expect(valuesOf(results, 'b')).toEqual([1, 2, 3]);
  });

  it('has no values for a side that was never run', async () => {
    const results = await inTurns(0, [{ name: 'a', run: () => Promise.resolve(1) }], () => undefined);
    expect(() => valuesOf(results, 'a')).toThrow('nothing was measured for a');
  });
});
