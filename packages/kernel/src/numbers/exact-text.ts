/** Beside ordinary values, `{"$int": "123"}` stands for a whole number of any length and `{"$map": [[key, value], …]}` for a map. */
const INTEGER = '$int';
const MAP = '$map';

/** A value as it is kept: whole numbers and exact fractions may be longer than any number of the database. */
export const toExactText = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === 'bigint') return { [INTEGER]: member.toString() };
    return member instanceof Map ? { [MAP]: [...(member as ReadonlyMap<unknown, unknown>)] } : member;
  });

/** The value again; what it is must be known. */
export const fromExactText = <T>(text: string): T =>
  JSON.parse(text, (_name, member: unknown) => {
    if (typeof member !== 'object' || member === null) return member;
    if (INTEGER in member) return BigInt(String(member[INTEGER]));
    return MAP in member ? new Map(member[MAP] as [unknown, unknown][]) : member;
  }) as T;
