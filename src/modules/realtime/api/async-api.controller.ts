import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Public, Returns, SiteUrl } from '#libs/http';
import { asyncApi, LiveRooms } from '#libs/realtime';

const AsyncApiDocument = z.looseObject({ asyncapi: z.string() }).meta({ id: 'AsyncApiDocument', description: 'An AsyncAPI 3.0 document.' });

/** The description of the live channel for machines. */
@Controller()
export class AsyncApiController {
  constructor(
    private readonly rooms: LiveRooms,
    private readonly site: SiteUrl,
  ) {}

  @Get('asyncapi.json')
  @Public()
  @Returns(200, AsyncApiDocument)
  get(): z.output<typeof AsyncApiDocument> {
    return asyncApi(this.rooms, { version: '1', url: this.site.url }) as z.output<typeof AsyncApiDocument>;
  }
}
