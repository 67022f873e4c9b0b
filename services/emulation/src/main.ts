import { runService } from '@kcn/service-kit';
import { compose } from './compose';
import { loadConfig } from './config';

void runService({ name: 'emulation', process, loadConfig, compose });
