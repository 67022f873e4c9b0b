/** A value without members that are undefined, for which the driver would write null. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
