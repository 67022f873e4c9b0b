/** Places of open invoices, the lowest first; a place may be in it more than once. */
export interface OldestFirst {
  push: (place: number) => void;
  peek: () => number | undefined;
  pop: () => void;
}

/** A binary heap: an invoice that a reversal opens again finds its old place without a walk over all. */
export function createOldestFirst(): OldestFirst {
  const heap: number[] = [];
  const at = (index: number): number => heap[index] ?? Number.POSITIVE_INFINITY;

  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };

  return {
    push: (place) => {
      let index = heap.push(place) - 1;
      for (let parent = (index - 1) >> 1; index > 0 && at(index) < at(parent); parent = (index - 1) >> 1) {
        swap(index, parent);
        index = parent;
      }
    },
    peek: () => heap[0],
    pop: () => {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
      for (let index = 0; ; ) {
        const left = 2 * index + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (child >= heap.length || at(index) <= at(child)) return;
        swap(index, child);
        index = child;
      }
    },
  };
}
