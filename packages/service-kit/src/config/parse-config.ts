import type { z } from 'zod';

/** The settings, or every fault in them at once, each a line for people (Vietnamese / English). */
export type ConfigResult<C> = { readonly ok: true; readonly config: C } | { readonly ok: false; readonly problems: readonly string[] };

/** What a process is given; `process.env` has this shape. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from environment variables by a schema whose keys are the variables' names. An empty variable counts
 * as absent, because compose files pass `${X:-}` for what is not set. Pure: it neither exits nor prints.
 *
 * Join object schemas with `.and()`, not by one refinement over all, so that faults of both sides are reported together.
 */
export function parseConfig<S extends z.ZodType>(schema: S, env: Environment): ConfigResult<z.output<S>> {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && value !== '') present[name] = value;
  const parsed = schema.safeParse(present);
  if (parsed.success) return { ok: true, config: parsed.data };
  return { ok: false, problems: [...new Set(parsed.error.issues.map((issue) => describe(issue, present)))] };
}

function describe(issue: z.core.$ZodIssue, present: Readonly<Record<string, string>>): string {
  const name = issue.path.map(String).join('.') || 'env';
  if (issue.code === 'invalid_type' && present[name] === undefined) return `${name}: chưa đặt / is not set`;
  return `${name}: ${issue.message}`;
}
