import { createSilentLogger } from '../logging/logger';
import { createSweeper } from './sweeper';

/** Sweeps that answer one after the other with what is given; resolves once the last of them was asked for. */
function sweepsOf(answers: readonly (number | undefined | Error)[]) {
  let count = 0;
  let all: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (all = resolve));
  const sweep = (): Promise<number | undefined> => {
    const answer = answers[count];
    count += 1;
    if (count === answers.length) all();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { asked, sweep };
}

describe('a sweeper', () => {
  it('comes again when there may be something to find, however long its turn is', async () => {
    const { asked, sweep } = sweepsOf([5, 0, undefined]);
    const sweeper = createSweeper({ everyMs: 600_000, logger: createSilentLogger(), sweep });
    sweeper.start();
    await asked;
    await sweeper.stop();
  });

  it('comes again at its turn, also after a failure, and when what is to be found lies beyond it', async () => {
    const { asked, sweep } = sweepsOf([undefined, new Error('away'), 600_000, undefined]);
    const sweeper = createSweeper({ everyMs: 5, logger: createSilentLogger(), sweep });
    sweeper.start();
    await asked;
    await sweeper.stop();
  });
});
