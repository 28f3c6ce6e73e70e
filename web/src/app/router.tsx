import { createBrowserRouter, redirect } from 'react-router';
import type { RouteObject } from 'react-router';
import { OPERATOR_DAY_PATH } from '../lib/paths.ts';
import { FaultPage } from '../pages/fault-page.tsx';
import { accountRoutes } from './account-routes.ts';
import { Layout } from './layout.tsx';

const operatorRoutes: RouteObject = {
  path: 'operator',
  lazy: async () => ({ Component: (await import('../pages/operator-page.tsx')).OperatorPage }),
  children: [
    { index: true, loader: () => redirect(OPERATOR_DAY_PATH) },
    {
      path: 'disputes',
      lazy: async () => ({
        Component: (await import('../pages/operator-disputes-page.tsx')).OperatorDisputesPage,
      }),
    },
    {
      path: 'day',
      lazy: async () => ({
        Component: (await import('../pages/operator-day-page.tsx')).OperatorDayPage,
      }),
    },
    {
      path: 'health',
      lazy: async () => ({
        Component: (await import('../pages/operator-health-page.tsx')).OperatorHealthPage,
      }),
    },
    {
      path: 'troubles',
      lazy: async () => ({
        Component: (await import('../pages/operator-troubles-page.tsx')).OperatorTroublesPage,
      }),
    },
    {
      path: 'people',
      lazy: async () => ({
        Component: (await import('../pages/operator-people-page.tsx')).OperatorPeoplePage,
      }),
    },
    {
      path: 'reports',
      lazy: async () => ({
        Component: (await import('../pages/operator-reports-page.tsx')).OperatorReportsPage,
      }),
    },
    {
      path: 'audit',
      lazy: async () => ({
        Component: (await import('../pages/operator-audit-page.tsx')).OperatorAuditPage,
      }),
    },
    {
      path: 'orders',
      lazy: async () => ({
        Component: (await import('../pages/operator-orders-page.tsx')).OperatorOrdersPage,
      }),
    },
    {
      path: 'payouts',
      lazy: async () => ({
        Component: (await import('../pages/operator-payouts-page.tsx')).OperatorPayoutsPage,
      }),
    },
    {
      path: 'signals',
      lazy: async () => ({
        Component: (await import('../pages/operator-signals-page.tsx')).OperatorSignalsPage,
      }),
    },
    {
      path: 'pairs',
      lazy: async () => ({
        Component: (await import('../pages/operator-pairs-page.tsx')).OperatorPairsPage,
      }),
    },
    {
      path: 'categories',
      lazy: async () => ({
        Component: (await import('../pages/operator-categories-page.tsx')).OperatorCategoriesPage,
      }),
    },
    {
      path: 'terms',
      lazy: async () => ({
        Component: (await import('../pages/operator-terms-page.tsx')).OperatorTermsPage,
      }),
    },
  ],
};

/** Every address of the page; each page is fetched when it is first visited. */
export const router = createBrowserRouter([
  {
    Component: Layout,
    children: [
      {
        ErrorBoundary: FaultPage,
        HydrateFallback: Nothing,
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import('../pages/home-page.tsx')).HomePage }),
          },
          {
            path: 'auctions/:auctionId',
            lazy: async () => ({
              Component: (await import('../pages/auction-page.tsx')).AuctionPage,
            }),
          },
          {
            path: 'auctions/:auctionId/edit',
            lazy: async () => ({
              Component: (await import('../pages/edit-auction-page.tsx')).EditAuctionPage,
            }),
          },
          {
            path: 'sell',
            lazy: async () => ({
              Component: (await import('../pages/new-auction-page.tsx')).NewAuctionPage,
            }),
          },
          {
            path: 'sell/bulk',
            lazy: async () => ({
              Component: (await import('../pages/bulk-listing-page.tsx')).BulkListingPage,
            }),
          },
          {
            path: 'rules',
            lazy: async () => ({ Component: (await import('../pages/rules-page.tsx')).RulesPage }),
          },
          {
            path: 'login',
            lazy: async () => ({ Component: (await import('../pages/log-in-page.tsx')).LogInPage }),
          },
          {
            path: 'sign-up',
            lazy: async () => ({
              Component: (await import('../pages/sign-up-page.tsx')).SignUpPage,
            }),
          },
          {
            path: 'sellers/:sellerId',
            lazy: async () => ({
              Component: (await import('../pages/seller-page.tsx')).SellerPage,
            }),
          },
          {
            path: 'me/watchlist',
            lazy: async () => ({
              Component: (await import('../pages/my-watchlist-page.tsx')).MyWatchlistPage,
            }),
          },
          {
            path: 'me/bids',
            lazy: async () => ({
              Component: (await import('../pages/my-bids-page.tsx')).MyBidsPage,
            }),
          },
          {
            path: 'me/sales',
            lazy: async () => ({
              Component: (await import('../pages/my-sales-page.tsx')).MySalesPage,
            }),
          },
          {
            path: 'me/wins',
            lazy: async () => ({
              Component: (await import('../pages/my-wins-page.tsx')).MyWinsPage,
            }),
          },
          {
            path: 'me/offers',
            lazy: async () => ({
              Component: (await import('../pages/my-offers-page.tsx')).MyOffersPage,
            }),
          },
          {
            path: 'notices',
            lazy: async () => ({
              Component: (await import('../pages/notices-page.tsx')).NoticesPage,
            }),
          },
          {
            path: 'notices/settings',
            lazy: async () => ({
              Component: (await import('../pages/notice-settings-page.tsx')).NoticeSettingsPage,
            }),
          },
          {
            path: 'orders/:orderId',
            lazy: async () => ({ Component: (await import('../pages/order-page.tsx')).OrderPage }),
          },
          {
            path: 'orders/:orderId/pay',
            lazy: async () => ({ Component: (await import('../pages/pay-page.tsx')).PayPage }),
          },
          {
            path: 'orders/:orderId/pay/success',
            lazy: async () => ({ Component: (await import('../pages/paid-page.tsx')).PaidPage }),
          },
          {
            path: 'orders/:orderId/pay/fail',
            lazy: async () => ({
              Component: (await import('../pages/not-paid-page.tsx')).NotPaidPage,
            }),
          },
          {
            path: 'me/settlement',
            lazy: async () => ({
              Component: (await import('../pages/settlement-page.tsx')).SettlementPage,
            }),
          },
          ...accountRoutes,
          operatorRoutes,
          {
            path: '*',
            lazy: async () => ({
              Component: (await import('../pages/not-found-page.tsx')).NotFoundPage,
            }),
          },
        ],
      },
    ],
  },
]);

/** The frame stands at once; its page comes a moment later. */
function Nothing() {
  return null;
}
