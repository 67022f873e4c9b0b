import { startPlatform } from '../platform/platform';
import { billUnderFaults } from './billing-runs-under-faults';

jest.setTimeout(900_000);

test('a billing run ends by itself in the same invoices and numbers, whatever is killed in its middle', async () => {
  const platform = await startPlatform({ services: ['fees'], copies: 2 });
  try {
    expect(await billUnderFaults(platform, { name: 'quick', contracts: 8_000 })).toEqual([]);
  } finally {
    await platform.stop();
  }
});
