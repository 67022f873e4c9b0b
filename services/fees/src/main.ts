import { runService } from '@kcn/service-kit';
import { compose } from './compose';
import { loadConfig } from './config';

void runService({ name: 'fees', process, loadConfig, compose });
