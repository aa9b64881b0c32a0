import { SignInRoutes } from '../../sign-in-routes.port.js';

/** Keycloak has addresses of its own: our server adds none. */
export class NoRoutes extends SignInRoutes {
  mount(): void {
    // Nothing to add.
  }

  async settled(): Promise<void> {
    // Nothing runs behind answered requests.
  }
}
