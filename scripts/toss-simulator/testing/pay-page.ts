import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pagePolicy } from '@sagopalgo/core/rules/page-policy.ts';
import type { TossSimulator } from '../simulator.ts';

/** A shop's pay page, as strict about what it lets in as the marketplace's own. */
export interface PayPage {
  url: string;
  /** The addresses the buyer came back to, in order. */
  comeBackTo: URL[];
  close(): Promise<void>;
}

/** The page's script, which does what the SDK's loader does and keeps the instance at hand. */
const SCRIPT = `
  window.policyFaults = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    window.policyFaults.push(event.violatedDirective + ' ' + event.blockedURI);
  });
  const { src, clientKey } = document.body.dataset;
  const script = document.createElement('script');
  script.src = src;
  script.addEventListener('load', () => {
    window.widget = PaymentWidget(clientKey, 'customer-0001');
    window.methods = window.widget.renderPaymentMethods('#methods', { value: 35000 });
    window.methods.on('ready', () => (document.body.dataset.ready = 'yes'));
    window.agreement = window.widget.renderAgreement('#agreement', { variantKey: 'AGREEMENT' });
  });
  document.head.append(script);
  window.pay = (more = {}) =>
    window.widget
      .requestPayment({
        orderName: '청화백자 항아리',
        successUrl: location.origin + '/success?order=7',
        failUrl: location.origin + '/fail?order=7',
        ...more,
      })
      .then(() => 'went', ({ code }) => code);
`;

export async function openPayPage(sim: TossSimulator): Promise<PayPage> {
  const comeBackTo: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    response.setHeader('content-security-policy', pagePolicy([sim.url]));
    response.setHeader('cross-origin-opener-policy', 'same-origin-allow-popups');
    if (url.pathname === '/page.js') {
      response.setHeader('content-type', 'text/javascript');
      response.end(SCRIPT);
      return;
    }
    if (url.pathname === '/success' || url.pathname === '/fail') comeBackTo.push(url);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html(url.pathname, sim));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comeBackTo,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function html(path: string, sim: TossSimulator): string {
  const start = '<!doctype html><html lang="ko"><meta charset="utf-8"><title>주문</title>';
  if (path !== '/pay') return `${start}<h1>${path}</h1>`;
  const page = `data-src="${sim.widgetSrc}" data-client-key="${sim.keys.clientKey}"`;
  const places = '<div id="methods"></div><div id="agreement"></div>';
  return `${start}<body ${page}>${places}<script src="/page.js" defer></script></body></html>`;
}
