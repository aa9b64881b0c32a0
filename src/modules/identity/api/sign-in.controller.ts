import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Anonymous, Limited, ORIGIN_REFUSED, Returns, SiteUrl } from '#libs/http';
import { AppError } from '#libs/kernel';
import { defineLimit } from '#libs/rate-limit';
import { SIGN_IN_REFUSED } from '#libs/sign-in';
import { EndSession } from '../sessions/end-session.js';
import { SessionClock } from '../sessions/session-clock.js';
import { CompleteSignIn } from '../sign-in/complete-sign-in.js';
import { StartSignIn } from '../sign-in/start-sign-in.js';
import { CallbackQuery, SignInQuery } from './identity.schemas.js';
import { browserKeyOf, clearSession, sessionOf, setBrowserKey, setSession } from './sign-in-cookies.js';
import { sendSignInProblem } from './sign-in-problem.js';

/** Each start is kept for an hour; a classroom behind one address starts together. */
const START = defineLimit('identity.start-sign-in', { allowance: 300, perSeconds: 300 });

/** Where browsers come to sign in and out. These answer with redirects and pages, not JSON. */
@Controller('auth')
@Anonymous()
@ApiExcludeController()
export class SignInController {
  constructor(
    private readonly start: StartSignIn,
    private readonly complete: CompleteSignIn,
    private readonly end: EndSession,
    private readonly times: SessionClock,
    private readonly site: SiteUrl,
  ) {}

  @Get('login')
  @Limited(START)
  @Returns(303)
  async logIn(@Query({ schema: SignInQuery }) query: z.output<typeof SignInQuery>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.leave(query.returnTo, false, request, reply);
  }

  @Get('register')
  @Limited(START)
  @Returns(303)
  async register(@Query({ schema: SignInQuery }) query: z.output<typeof SignInQuery>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.leave(query.returnTo, true, request, reply);
  }

  @Get('callback')
  @Returns(303)
  async callback(@Query({ schema: CallbackQuery }) query: z.output<typeof CallbackQuery>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const browserKey = browserKeyOf(request);
      if (browserKey === undefined) throw new AppError(SIGN_IN_REFUSED);
      const { state, code, error } = query;
      const callback = { state, code: error === undefined ? code : undefined, browserKey, sessionSecret: sessionOf(request) };
      const userAgent = request.headers['user-agent'] ?? null;
      const { sessionSecret, returnTo } = await this.complete.execute({ ...callback, ip: request.ip, userAgent });
      if (sessionSecret !== null) setSession(reply, this.site, sessionSecret, this.times.maxSeconds);
      this.redirect(reply, returnTo);
    } catch (error) {
      sendSignInProblem(reply, this.site, error);
    }
  }

  @Post('logout')
  @Returns(303)
  async logOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.assertOwnPage(request);
    const secret = sessionOf(request);
    if (secret !== undefined) await this.end.bySecret(secret);
    clearSession(reply, this.site);
    if (request.headers.accept?.includes('application/json')) void reply.code(204).send();
    else this.redirect(reply, '/');
  }

  private async leave(returnTo: string | undefined, register: boolean, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const { location, browserKey } = await this.start.execute({ returnTo, register, browserKey: browserKeyOf(request) });
      setBrowserKey(reply, this.site, browserKey);
      this.redirect(reply, location);
    } catch (error) {
      sendSignInProblem(reply, this.site, error);
    }
  }

  private redirect(reply: FastifyReply, location: string): void {
    void reply.header('cache-control', 'no-store').redirect(location, 303);
  }

  /** The cookie goes along by itself, so the page that asks must be ours: nobody else may log a member out. */
  private assertOwnPage({ headers }: FastifyRequest): void {
    const { origin, referer } = headers;
    const from = origin ?? (referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined);
    if (from !== this.site.origin) throw new AppError(ORIGIN_REFUSED);
  }
}
