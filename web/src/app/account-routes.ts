import type { RouteObject } from 'react-router';

/** The addresses at which people find and change what their account is. */
export const accountRoutes: RouteObject[] = [
  {
    path: 'me/account',
    lazy: async () => ({ Component: (await import('../pages/account-page.tsx')).AccountPage }),
  },
  {
    path: 'documents/:name',
    lazy: async () => ({ Component: (await import('../pages/document-page.tsx')).DocumentPage }),
  },
  {
    path: 'sign-in/:provider',
    lazy: async () => ({
      Component: (await import('../pages/sign-in-return-page.tsx')).SignInReturnPage,
    }),
  },
  {
    path: 'verify-email',
    lazy: async () => ({
      Component: (await import('../pages/verify-email-page.tsx')).VerifyEmailPage,
    }),
  },
  {
    path: 'forgot-password',
    lazy: async () => ({
      Component: (await import('../pages/forgot-password-page.tsx')).ForgotPasswordPage,
    }),
  },
  {
    path: 'reset-password',
    lazy: async () => ({
      Component: (await import('../pages/reset-password-page.tsx')).ResetPasswordPage,
    }),
  },
];
