import type { SecretBox } from '#libs/sign-in';

/** Seals what this module keeps: refresh tokens and log-ins under way. Bound by the platform, which knows the site's secret. */
export abstract class IdentitySecrets {
  abstract readonly box: SecretBox;
}
