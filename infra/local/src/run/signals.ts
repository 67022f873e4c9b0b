/** One Ctrl-C may arrive twice, from the terminal and from npm. */
const SAME_WISH_MS = 1_000;

/** Resolves at the first Ctrl-C or SIGTERM; a later one ends the process at once. */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (askedAtMs !== undefined && performance.now() - askedAtMs > SAME_WISH_MS) process.exit(1);
        askedAtMs ??= performance.now();
        resolve(signal);
      });
    }
  });
}
