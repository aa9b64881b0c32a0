import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Anonymous, Returns } from '#libs/http';
import { AppError } from '#libs/kernel';
import { TOKEN_INVALID } from '#libs/sign-in';
import { EndFromIssuer } from '../sessions/end-from-issuer.js';
import { LogoutTokenForm } from './identity.schemas.js';

/** Where an outside issuer tells of log-outs: server to server, no browser and no cookie. Its signature says who it is. */
@Controller('auth/backchannel-logout')
@Anonymous()
@ApiExcludeController()
export class BackChannelController {
  constructor(private readonly end: EndFromIssuer) {}

  /** Answers as Back-Channel Logout 1.0 §2.8 wants it: 200, or 400 with an OAuth error. */
  @Post()
  @Returns(200)
  async logOut(@Body({ schema: LogoutTokenForm }) form: z.output<typeof LogoutTokenForm>, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('cache-control', 'no-store');
    try {
      await this.end.execute(form.logout_token ?? '');
      void reply.code(200).send();
    } catch (error) {
      if (!(error instanceof AppError) || error.definition !== TOKEN_INVALID) throw error;
      void reply.code(400).send({ error: 'invalid_request', error_description: error.options.detail ?? 'The logout token is not valid' });
    }
  }
}
