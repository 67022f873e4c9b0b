/** One thing that verification looked at. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly actual: string;
  /** For people: what differs first. */
  readonly detail: string;
}

/** How many differences a detail names. */
export const SHOWN = 5;

/** Sound where both sides are the same and there is no detail. */
export const check = (name: string, expected: string | number, actual: string | number, detail = ''): Check => ({
  name,
  ok: String(expected) === String(actual) && detail === '',
  expected: String(expected),
  actual: String(actual),
  detail,
});
