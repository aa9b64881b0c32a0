export { KeycloakAccountDirectory } from './keycloak-account-directory.js';
export { KeycloakAdmin, type KeycloakAdminOptions } from './keycloak-admin.js';
export { NoRoutes } from './no-routes.js';
