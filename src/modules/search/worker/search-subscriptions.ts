import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SubscriberRegistry } from '#libs/events';
import { IndexChanges } from './index-changes.js';

/** Hands this module's subscriber to the worker. */
@Injectable()
export class SearchSubscriptions implements OnModuleInit {
  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly indexChanges: IndexChanges,
  ) {}

  onModuleInit(): void {
    this.registry.add(this.indexChanges);
  }
}
