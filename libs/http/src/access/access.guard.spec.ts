import { Controller, type ExecutionContext, Get } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Actor, GUEST, type Role, type Scope } from '#libs/kernel';
import { SiteUrl } from '../site-url.js';
import { AccessGuard } from './access.guard.js';
import type { HttpContext } from './http-context.js';
import { accessOf, Allow, Anonymous, declaredPermissions, permission, Public } from './permission.js';
import { type Authentication, type Credentials, RequestAuthenticator } from './request-authenticator.port.js';

const read = permission('spec:read', { role: 'learner', scope: 'read' });
const moderate = permission('spec:moderate', { role: 'moderator', scope: 'moderate' });

@Controller('plain')
class PlainController {
  @Get('undeclared')
  undeclared(): void {}
  @Get('open')
  @Public()
  open(): void {}
  @Get('anonymous')
  @Anonymous()
  anonymous(): void {}
  @Get('read')
  @Allow(read)
  read(): void {}
  @Get('moderate')
  @Allow(moderate)
  moderate(): void {}
  @Get('both')
  @Public()
  @Allow(moderate)
  both(): void {}
}

@Public()
@Controller('open')
class OpenController {
  @Get('undeclared')
  undeclared(): void {}
  @Get('read')
  @Allow(read)
  read(): void {}
}

class FakeAuthenticator extends RequestAuthenticator {
  asked: Credentials[] = [];
  constructor(private readonly answer: Authentication) {
    super();
  }
  authenticate(credentials: Credentials): Promise<Authentication> {
    this.asked.push(credentials);
    return Promise.resolve(this.answer);
  }
}

function member(role: Role = 'learner', scopes: Scope[] = ['read', 'write', 'moderate', 'admin']): Actor {
  return { kind: 'member', id: 'id', handle: 'ada', role, scopes };
}

interface Call {
  actor?: Actor;
  via?: Authentication['via'];
  method?: string;
  headers?: Record<string, string>;
}

function callOf(handler: () => void, controller: object, { actor = GUEST, via = 'none', method = 'GET', headers = {} }: Call = {}) {
  const request: { cairn?: HttpContext } & Record<string, unknown> = { id: 'request-1', ip: '192.0.2.1', method, headers, cookies: { cairn_session: 'a cookie' } };
  const context = { getType: () => 'http', getHandler: () => handler, getClass: () => controller, switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
  const authenticator = new FakeAuthenticator({ actor, via });
  const guard = new AccessGuard(new Reflector(), authenticator, new SiteUrl('https://learn.example.org', 3000));
  return { request, authenticator, result: guard.canActivate(context) };
}

const plain = PlainController.prototype;
const refusedWith = (code: string): unknown => expect.objectContaining({ code });

describe('AccessGuard', () => {
  it('refuses a route that declares nothing, whoever asks', async () => {
    for (const actor of [GUEST, member(), member('admin')]) await expect(callOf(plain.undeclared, PlainController, { actor }).result).rejects.toEqual(refusedWith('AUTH.FORBIDDEN'));
  });

  it('lets anybody use a public route, and still finds out who it is', async () => {
    const { request, result } = callOf(plain.open, PlainController, { actor: member() });
    expect(await result).toBe(true);
    expect(request.cairn).toMatchObject({ actor: { handle: 'ada' }, requestId: 'request-1', ip: '192.0.2.1' });
  });

  it('asks nobody who they are on an anonymous route', async () => {
    const { request, authenticator, result } = callOf(plain.anonymous, PlainController, { actor: member(), via: 'session', method: 'POST' });
    expect(await result).toBe(true);
    expect([authenticator.asked, request.cairn?.actor]).toEqual([[], GUEST]);
  });

  it('wants a member where a permission stands', async () => {
    await expect(callOf(plain.read, PlainController).result).rejects.toEqual(refusedWith('AUTH.SIGN_IN_REQUIRED'));
    await expect(callOf(plain.read, PlainController, { actor: { kind: 'system', name: 'x' } }).result).rejects.toEqual(refusedWith('AUTH.SIGN_IN_REQUIRED'));
    expect(await callOf(plain.read, PlainController, { actor: member() }).result).toBe(true);
  });

  it.each<[Role, Scope[], boolean]>([
    ['moderator', ['moderate'], true],
    ['admin', ['moderate'], true],
    ['learner', ['read', 'write', 'moderate', 'admin'], false],
    ['moderator', ['read', 'write'], false],
    ['admin', ['read', 'write'], false],
  ])('a %s whose credential has %j passes a moderators\' route: %s', async (role, scopes, expected) => {
    const passed = await callOf(plain.moderate, PlainController, { actor: member(role, scopes) }).result.catch((error: { code: string }) => error.code);
    expect(passed).toBe(expected ? true : 'AUTH.FORBIDDEN');
  });

  it('refuses a token without the scope of the route', async () => {
    await expect(callOf(plain.read, PlainController, { actor: member('learner', ['write']) }).result).rejects.toEqual(refusedWith('AUTH.FORBIDDEN'));
  });

  it('lets a handler\'s permission outweigh an open class and an opening beside it', async () => {
    await expect(callOf(OpenController.prototype.read, OpenController).result).rejects.toEqual(refusedWith('AUTH.SIGN_IN_REQUIRED'));
    await expect(callOf(plain.both, PlainController).result).rejects.toEqual(refusedWith('AUTH.SIGN_IN_REQUIRED'));
    expect(await callOf(OpenController.prototype.undeclared, OpenController).result).toBe(true);
    expect(accessOf(new Reflector(), [OpenController.prototype.read, OpenController])).toEqual({ isAnonymous: false, isPublic: false, permission: read });
  });

  describe('when the credential is a cookie', () => {
    const session = (method: string, headers: Record<string, string>): Promise<boolean> => callOf(plain.open, PlainController, { actor: member(), via: 'session', method, headers }).result;

    it.each([
      [{ origin: 'https://learn.example.org' }],
      [{ referer: 'https://learn.example.org/questions/ask?x=1' }],
    ])('takes an unsafe method from our own page: %j', async (headers) => {
      expect(await session('POST', headers)).toBe(true);
    });

    it.each<[Record<string, string>]>([
      [{}],
      [{ origin: 'null' }],
      [{ origin: 'https://evil.example.org' }],
      [{ origin: 'http://learn.example.org' }],
      [{ origin: 'https://learn.example.org.evil.org' }],
      [{ referer: 'https://evil.example.org/?https://learn.example.org' }],
      [{ referer: 'not a url' }],
      [{ origin: 'https://evil.example.org', referer: 'https://learn.example.org/' }],
    ])('refuses an unsafe method from anywhere else: %j', async (headers) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) await expect(session(method, headers)).rejects.toEqual(refusedWith('AUTH.ORIGIN_REFUSED'));
    });

    it('lets reads pass from anywhere: they change nothing', async () => {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(await session(method, { origin: 'https://evil.example.org' })).toBe(true);
    });

    it('does not ask a bearer for an origin: no browser sends that by itself', async () => {
      expect(await callOf(plain.open, PlainController, { actor: member(), via: 'bearer', method: 'POST' }).result).toBe(true);
    });
  });

  it('hands headers on, and refuses an Idempotency-Key that is none', async () => {
    const { request, result } = callOf(plain.open, PlainController, { headers: { 'idempotency-key': 'key-1', 'if-match': '"v1"' } });
    await result;
    expect(request.cairn).toMatchObject({ idempotencyKey: 'key-1', ifMatch: '"v1"' });
    for (const key of ['', 'two words', 'ä', 'x'.repeat(256)]) {
      await expect(callOf(plain.open, PlainController, { headers: { 'idempotency-key': key } }).result).rejects.toEqual(refusedWith('REQUEST.INVALID'));
    }
  });
});

describe('permission', () => {
  it('has a name of its own and stands in the list', () => {
    expect(() => permission('spec:read', { role: 'learner', scope: 'read' })).toThrow('declared twice');
    expect(declaredPermissions()).toContain(read);
  });
});
