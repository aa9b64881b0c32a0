import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { httpConfig, RequestAuthenticator, SiteUrl } from '#libs/http';
import { rateLimitConfig } from '#libs/rate-limit';
import { LiveHub, type LiveServer, LiveSweep, realtimeConfig } from '#libs/realtime';
import type { Runtime } from '../runtime/runtime.js';

/** Puts the live channel on the application's HTTP server; call it before that listens. */
export async function openLiveServer(app: NestFastifyApplication, runtime: Runtime): Promise<LiveServer> {
  const { clientAddress, SocketIoLiveServer } = await import('#libs/realtime/socket-io');
  const { configuration } = runtime;
  const { CORS_ORIGINS, TRUSTED_PROXIES } = configuration.of(httpConfig);
  const limits = configuration.of(realtimeConfig);
  const site = app.get(SiteUrl);
  const server = new SocketIoLiveServer(app.get(LiveHub), app.get(LiveSweep), app.get(RequestAuthenticator), runtime.logger, {
    maxConnections: limits.LIVE_MAX_CONNECTIONS,
    maxConnectionsPerAddress: Math.max(1, Math.floor(limits.LIVE_CONNECTIONS_PER_ADDRESS * configuration.of(rateLimitConfig).RATE_LIMIT_FACTOR)),
    clientAddress: clientAddress(TRUSTED_PROXIES),
    isOwnOrigin: (origin) => origin === site.origin,
    corsOrigins: CORS_ORIGINS,
  });
  await server.attach(app.getHttpServer());
  return server;
}
