import { Reflector } from '@nestjs/core';
import type { LimitDefinition } from '#libs/rate-limit';

/** How often one member (or one address, for guests) may call this route, besides the limits that hold for all of them. */
export const Limited = Reflector.createDecorator<LimitDefinition>();
