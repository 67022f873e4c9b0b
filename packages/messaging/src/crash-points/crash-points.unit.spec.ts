import { createEnvCrashPoints } from './crash-points';

describe('crash points from the environment', () => {
  const kill = jest.spyOn(process, 'kill');
  beforeEach(() => {
    kill.mockReset().mockReturnValue(true);
  });
  afterAll(() => {
    kill.mockRestore();
  });

  test('nothing happens without a setting', () => {
    expect(createEnvCrashPoints(undefined).reach('before-commit')).toBeUndefined();
    expect(kill).not.toHaveBeenCalled();
  });

  test('kills at the third time of the named point', () => {
    const points = createEnvCrashPoints('relay-after-send-before-mark:3');
    for (const name of ['relay-after-send-before-mark', 'before-commit', 'relay-after-send-before-mark', 'relay-before-send'] as const)
      void points.reach(name);
    expect(kill).not.toHaveBeenCalled();
    expect(points.reach('relay-after-send-before-mark')).toBeInstanceOf(Promise);
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
  });

  test.each(['before-comit', 'before-commit:0', 'before-commit:x', ':3'])(
    'refuses %p, so that no fault test passes by a typing error',
    (value) => {
      expect(() => createEnvCrashPoints(value)).toThrow(/unknown crash point/);
    },
  );
});
