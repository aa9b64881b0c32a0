export { type AccountDirectoryUnderTest, describeAccountDirectoryContract } from './account-directory.contract.js';
export { AheadClock } from './ahead-clock.js';
export { FakeAttemptLimiter } from './fake-attempt-limiter.js';
export { FakeSiteMembers } from './fake-site-members.js';
export { FormBrowser, formsOf, type PageForm, type Visit, type VisitOptions } from './form-browser.js';
export { type AppTokens, askForTokens, type CodeFlow, redeemCode, signInApp, startCodeFlow, submitLogIn } from './sign-in-form.js';
export { describeSignInContract, type SignInUnderTest } from './sign-in.contract.js';
export { describeTokenVerifierContract, type TokenVerifierUnderTest } from './token-verifier.contract.js';
