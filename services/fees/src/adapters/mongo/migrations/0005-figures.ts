import { createCollectionsMigration } from '@kcn/messaging';
import { FIGURE_UNITS } from '../told-unit-store';

/** What was last said for the figures, beside the events that say it. */
export const figuresMigration = createCollectionsMigration({ name: '0005-figures', indexes: { [FIGURE_UNITS]: [] } });
