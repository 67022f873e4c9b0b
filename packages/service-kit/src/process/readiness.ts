/** Whether a service can do its work now, and if not, every reason why (for people; no secrets). */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}

/** Asks several parts; each answers with a reason why it is not ready, or with nothing. */
export async function combineReadiness(checks: readonly (() => string | undefined | Promise<string | undefined>)[]): Promise<Readiness> {
  const answers = await Promise.all(
    checks.map(async (check) => {
      try {
        return await check();
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    }),
  );
  const reasons = answers.filter((answer) => answer !== undefined);
  return { ready: reasons.length === 0, reasons };
}
