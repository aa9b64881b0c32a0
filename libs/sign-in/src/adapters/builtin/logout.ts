import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { REALM_PATH } from './clients.js';
import { loggedOutView, logoutView } from './issuer-views.js';
import { sendKoaPage } from './send-page.js';

type Session = InstanceType<Provider['Session']>;

/** Takes back everything a browser's session at the issuer has given out: one grant per client. */
export async function revokeGrantsOf(provider: Provider, session: Session): Promise<void> {
  for (const { grantId } of Object.values(session.authorizations ?? {})) {
    if (grantId !== undefined) await provider.Grant.adapter.destroy(grantId);
  }
}

function redirectTarget(ctx: KoaContextWithOIDC): string | undefined {
  const { post_logout_redirect_uri: uri, state } = ctx.oidc.params ?? {};
  if (typeof uri !== 'string') return undefined;
  if (typeof state !== 'string') return uri;
  const target = new URL(uri);
  target.searchParams.set('state', state);
  return target.href;
}

function isProven(ctx: KoaContextWithOIDC): boolean {
  const hint = ctx.oidc.entities['IdTokenHint'] as { payload?: { sub?: unknown } } | undefined;
  return hint?.payload?.sub === ctx.oidc.session?.accountId;
}

function leave(ctx: KoaContextWithOIDC): void {
  ctx.status = 303;
  ctx.body = '';
  ctx.redirect(redirectTarget(ctx) ?? ctx.oidc.urlFor('end_session_success'));
}

/** Asks before it ends the session, unless the client proves by an ID token that it signed this very person in. No script is needed. */
export function logoutSource(publicUrl: string) {
  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const session = ctx.oidc.session!;
    if (!isProven(ctx)) {
      const { secret } = session.state as { secret: string };
      sendKoaPage(ctx, logoutView(publicUrl, ctx.oidc.urlFor('end_session_confirm'), secret, redirectTarget(ctx)));
      return;
    }
    await revokeGrantsOf(ctx.oidc.provider, session);
    await session.destroy();
    ctx.cookies.set(ctx.oidc.provider.cookieName('session'), null, { path: REALM_PATH });
    leave(ctx);
  };
}

export function postLogoutSuccessSource(publicUrl: string) {
  return (ctx: KoaContextWithOIDC): void => sendKoaPage(ctx, loggedOutView(publicUrl));
}

/**
 * What oidc-provider's own log-out leaves to do: refresh tokens that outlive the session are taken back after all,
 * and where nobody is logged in the browser is sent on instead of being handed a form that needs script.
 */
export async function completeLogout(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  const { oidc } = ctx;
  if (oidc?.route === 'end_session_confirm' && (oidc.session as { destroyed?: boolean } | undefined)?.destroyed) {
    await revokeGrantsOf(oidc.provider, oidc.session!);
  } else if (oidc?.route === 'end_session' && ctx.status === 200 && oidc.session && !oidc.session.accountId) {
    leave(ctx);
  }
}
