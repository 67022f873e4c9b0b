/** What replaces a place in a file: `criteria.3.max`; undefined takes the place away. */
export type Edits = Readonly<Record<string, unknown>>;

type Container = Record<string, unknown>;

/** A copy of the file with these places changed. */
export function spoil<File extends object>(file: File, edits: Edits): File {
  const copy = structuredClone(file);
  for (const [place, value] of Object.entries(edits)) {
    const keys = place.split('.');
    const last = keys.pop() ?? '';
    const owner = keys.reduce<Container>((container, key) => container[key] as Container, copy as Container);
    if (value === undefined) Reflect.deleteProperty(owner, last);
    else owner[last] = value;
  }
  return copy;
}
