/** Keeps the most recently used values; a promise that fails is not kept. */
export function createRecentlyUsed<T extends Promise<unknown>>(limit: number) {
  const values = new Map<string, T>();
  return {
    get(id: string, make: () => T): T {
      const known = values.get(id);
      values.delete(id);
      const value = known ?? make();
      values.set(id, value);
      if (known === undefined) {
        value.catch(() => {
          if (values.get(id) === value) values.delete(id);
        });
        if (values.size > limit) {
          const [oldest] = values.keys();
          if (oldest !== undefined) values.delete(oldest);
        }
      }
      return value;
    },
  };
}
