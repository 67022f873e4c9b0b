import { migrateService } from '@kcn/messaging';
import { migrations } from './adapters/mongo/migrations';

void migrateService({ name: 'fees', process, migrations });
