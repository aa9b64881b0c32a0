import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#libs/kernel';
import { NOT_FOUND, Public } from '#libs/http';
import { HealthRegistry, type HealthReport, Metrics } from '#libs/observability';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthRegistry,
    private readonly metrics: Metrics,
  ) {}

  /** The process answers. */
  @Get('health/live')
  @Public()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process takes work: PostgreSQL answers and it is not draining. */
  @Get('health/ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.answer(reply);
  }

  @Get('health')
  @Public()
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.answer(reply);
  }

  /** For a collector on the same machine; what comes through a proxy sees nothing here. */
  @Get('metrics')
  @Public()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(@Req() request: FastifyRequest): Promise<string> {
    if (!LOOPBACK.has(request.ip) || request.headers['x-forwarded-for'] !== undefined) throw new AppError(NOT_FOUND);
    return this.metrics.render();
  }

  private async answer(reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report();
    void reply.header('cache-control', 'no-store');
    if (!report.ready) void reply.code(503).header('retry-after', '2');
    return report;
  }
}
