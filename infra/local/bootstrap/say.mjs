/** One message in both languages, Vietnamese first. */
export const both = (vi, en) => `${vi} / ${en}`;

export const step = (vi, en) => {
  console.log(`▸ ${both(vi, en)}`);
};

/** What the person at the terminal can put right; printed without a stack. */
export class BootstrapError extends Error {}
