export { VisibilityModule } from './visibility.module.js';
export { type Audience, type ContentState, type ViewerFilter, VisibilityPolicy, type VisibleRow } from './visibility.policy.js';
