import { grossMisses } from '../measure/measure';
import { startPlatform } from '../platform/platform';
import { pullOverSlowLinks } from './slow-links';

jest.setTimeout(600_000);

test('slow, half-open and breaking links between provinces hold up nobody else, and a pull ends at its deadline', async () => {
  const platform = await startPlatform({ services: ['registry', 'reporting'] });
  try {
    const { wrong, measures } = await pullOverSlowLinks(platform, { rounds: 1, deadlineS: 12 });
    expect(wrong).toEqual([]);
    expect(grossMisses(measures)).toEqual([]);
  } finally {
    await platform.stop();
  }
});
