import { spawn } from 'node:child_process';
import { cpuPercent, residentMib } from './process-usage';

describe('process usage', () => {
  it('reads resident memory as node itself sees it', async () => {
    const own = process.memoryUsage.rss() / 1024 ** 2;
    const read = await residentMib(process.pid);
    expect(Math.abs(read - own)).toBeLessThan(own * 0.2);
  });

  it('tells a busy process from an idle one', async () => {
    const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    const idle = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60_000)'], { stdio: 'ignore' });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const [busyPercent, idlePercent] = await Promise.all([cpuPercent(busy.pid ?? 0, 1_000), cpuPercent(idle.pid ?? 0, 1_000)]);
      expect(busyPercent).toBeGreaterThan(10);
      expect(idlePercent).toBeLessThan(busyPercent / 2);
    } finally {
      busy.kill('SIGKILL');
      idle.kill('SIGKILL');
    }
  });

  it('has no figure for a process that is not there', async () => {
    await expect(residentMib(2 ** 30)).rejects.toThrow();
  });
});
