import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { AppError } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { REALM_PATH } from './clients.js';
import { completeLogout } from './logout.js';
import { providerConfiguration, type ProviderParts } from './provider-configuration.js';
import type { SigningKeys } from './signing-keys.js';

/** The oidc-provider of the moment: built on first use, and anew when the signing keys change. */
export class ProviderSource {
  private built: { id: string; provider: Provider } | undefined;

  constructor(
    private readonly keys: SigningKeys,
    private readonly publicUrl: () => string,
    private readonly parts: Omit<ProviderParts, 'keys' | 'publicUrl'>,
    private readonly logger: Logger,
  ) {}

  async current(): Promise<Provider> {
    const keys = await this.keys.current();
    const publicUrl = this.publicUrl();
    const id = `${publicUrl} ${keys.id}`;
    if (this.built?.id === id) return this.built.provider;
    const provider = new Provider(publicUrl + REALM_PATH, providerConfiguration({ ...this.parts, keys, publicUrl }));
    provider.proxy = true;
    provider.use(completeLogout as Parameters<Provider['use']>[0]);
    this.listen(provider);
    this.built = { id, provider };
    return provider;
  }

  private listen(provider: Provider): void {
    provider.on('server_error', (ctx, error) => this.serverError(ctx, error));
    for (const event of ['authorization.error', 'grant.error', 'end_session.error', 'revocation.error'] as const) {
      provider.on(event as 'grant.error', (ctx: KoaContextWithOIDC, error: Error & { error?: string; error_detail?: string; error_description?: string }) => {
        const { error: code, error_detail: detail, error_description: description } = error;
        this.logger.info('issuer refused a request', { event, client: ctx.oidc.client?.clientId, code, detail: detail ?? description });
      });
    }
  }

  private serverError(ctx: KoaContextWithOIDC, error: Error): void {
    if (error instanceof AppError && error.definition.kind === 'unavailable') {
      ctx.status = 503;
      ctx.set('retry-after', '5');
      return;
    }
    this.logger.error('issuer failed', { err: error });
  }
}
