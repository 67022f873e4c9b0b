import type { Role } from '@kcn/kernel';
import { z } from 'zod';

/** Whoever may know the leader's board may read its bloc. */
export const READERS: readonly Role[] = ['reader', 'recorder', 'approver', 'operator', 'service'];

export const blocParams = z.object({ board: z.string(), bloc: z.string(), year: z.coerce.number().int().min(1900).max(2199) });
