import { EventEmitter } from 'node:events';
import { createSilentLogger } from '../logging/logger';
import { combineReadiness } from './readiness';
import type { ProcessLike, Service } from './run-service';
import { runService } from './run-service';
import { createSupervisor } from './supervisor';

const logger = createSilentLogger();

describe('supervisor', () => {
  const recorder = () => {
    const calls: string[] = [];
    const part = (name: string, faults: { readonly start?: boolean; readonly stop?: boolean } = {}) => ({
      name,
      start: () => {
        calls.push(`+${name}`);
        return faults.start ? Promise.reject(new Error(`${name} does not start`)) : Promise.resolve();
      },
      stop: () => {
        calls.push(`-${name}`);
        return faults.stop ? Promise.reject(new Error(`${name} does not stop`)) : Promise.resolve();
      },
    });
    return { calls, part };
  };

  it('starts in order and stops in the opposite order', async () => {
    const { calls, part } = recorder();
    const supervisor = createSupervisor(
      ['database', 'relay', 'workers', 'consumers', 'http'].map((name) => part(name)),
      logger,
    );
    await supervisor.start();
    await supervisor.stop();
    await supervisor.stop();
    expect(calls).toEqual([
      '+database',
      '+relay',
      '+workers',
      '+consumers',
      '+http',
      '-http',
      '-consumers',
      '-workers',
      '-relay',
      '-database',
    ]);
  });

  it('stops what was up when a part does not start, and says why', async () => {
    const { calls, part } = recorder();
    await expect(createSupervisor([part('a'), part('b', { start: true }), part('c')], logger).start()).rejects.toThrow('b does not start');
    expect(calls).toEqual(['+a', '+b', '-a']);
  });

  it('a part that does not stop keeps nobody else from stopping', async () => {
    const { calls, part } = recorder();
    const supervisor = createSupervisor([part('a'), part('b', { stop: true })], logger);
    await supervisor.start();
    await supervisor.stop();
    expect(calls).toEqual(['+a', '+b', '-b', '-a']);
  });
});

it('readiness gives every reason, a thrown one too', async () => {
  expect(await combineReadiness([() => undefined])).toEqual({ ready: true, reasons: [] });
  expect(await combineReadiness([() => 'a', () => Promise.reject(new Error('b')), () => undefined])).toEqual({
    ready: false,
    reasons: ['a', 'b'],
  });
});

describe('runService', () => {
  type Config = { readonly logLevel: 'silent' };
  const fakeProcess = (argv: readonly string[] = []) => {
    const events = new EventEmitter();
    const printed: string[] = [];
    let exited: (code: number) => void = () => undefined;
    const exit = new Promise<number>((resolve) => (exited = resolve));
    const process: ProcessLike = {
      argv,
      env: {},
      exit: exited,
      on: (event, listener) => events.on(event, listener as (...args: unknown[]) => void),
      stderr: { write: (text) => printed.push(text) },
      stdout: { write: (text) => printed.push(text) },
    };
    return { process, printed, exit, emit: (event: string, ...args: unknown[]) => events.emit(event, ...args) };
  };
  const service = (overrides: Partial<Service> = {}): Service => ({
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    readiness: () => Promise.resolve({ ready: true, reasons: [] }),
    ...overrides,
  });
  const run = (process: ProcessLike, made: Service, options: { readonly stopDeadlineMs?: number } = {}): Promise<void> =>
    runService<Config>({
      name: 'test',
      process,
      loadConfig: () => ({ ok: true, config: { logLevel: 'silent' } }),
      compose: () => made,
      ...options,
    });

  it('prints every fault of the settings and exits 2, before anything is made', async () => {
    const { process, printed, exit } = fakeProcess();
    const compose = jest.fn();
    await runService({
      name: 'test',
      process,
      loadConfig: () => ({ ok: false, problems: ['A: sai / wrong', 'B: thiếu / missing'] }),
      compose,
    });
    expect(await exit).toBe(2);
    expect(printed.join('')).toMatch(/A: sai[^]*B: thiếu/);
    expect(compose).not.toHaveBeenCalled();
  });

  it('--check only reads the settings', async () => {
    const { process, exit } = fakeProcess(['node', 'main.js', '--check']);
    await run(process, service({ start: () => Promise.reject(new Error('started')) }));
    expect(await exit).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'])('%s stops gracefully, exit 0', async (signal) => {
    const { process, exit, emit } = fakeProcess();
    const stop = jest.fn(() => Promise.resolve());
    await run(process, service({ stop }));
    emit(signal);
    expect(await exit).toBe(0);
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('a stop that hangs ends at the deadline with 1; a second signal ends at once', async () => {
    const hanging = service({ stop: () => new Promise(() => undefined) });
    const slow = fakeProcess();
    await run(slow.process, hanging, { stopDeadlineMs: 20 });
    slow.emit('SIGTERM');
    expect(await slow.exit).toBe(1);
    const twice = fakeProcess();
    await run(twice.process, hanging, { stopDeadlineMs: 60_000 });
    twice.emit('SIGTERM');
    twice.emit('SIGTERM');
    expect(await twice.exit).toBe(1);
  });

  it('what nobody caught, and a start that fails, end with 1', async () => {
    const crashed = fakeProcess();
    await run(crashed.process, service());
    crashed.emit('unhandledRejection', new Error('x'));
    expect(await crashed.exit).toBe(1);
    const failed = fakeProcess();
    const stop = jest.fn(() => Promise.resolve());
    await run(failed.process, service({ start: () => Promise.reject(new Error('no database')), stop }));
    expect(await failed.exit).toBe(1);
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
