import { Global, Module } from '@nestjs/common';
import { VisibilityPolicy } from './visibility.policy.js';

@Global()
@Module({ providers: [VisibilityPolicy], exports: [VisibilityPolicy] })
export class VisibilityModule {}
