import { loadPaymentWidget } from '@tosspayments/payment-widget-sdk';
import type { PaymentWidgetInstance } from '@tosspayments/payment-widget-sdk';

/** The names under which Toss's own console keeps how the two look. */
const METHODS_VARIANT = 'DEFAULT';
const AGREEMENT_VARIANT = 'AGREEMENT';

/** What the widget has to know before it can be drawn. */
export interface WidgetKeys {
  clientKey: string;
  customerKey: string;
  /** Null for Toss's own script. */
  widgetSrc: string | null;
}

/** Where on the page it is drawn, and for how much. */
export interface WidgetPlace {
  methodsSelector: string;
  agreementSelector: string;
  amountKrw: number;
  /** Called once a buyer can choose. */
  onReady: () => void;
}

/** What is asked of Toss; the buyer leaves the page with it and comes back to one of the two addresses. */
export interface PaymentRequest {
  orderId: string;
  orderName: string;
  customerName: string;
  successUrl: string;
  failUrl: string;
}

/** Toss's payment widget, loaded. */
export interface TossWidget {
  /** Draws methods and agreement into places that are on the page. */
  render: (place: WidgetPlace) => void;
  /** Sends the buyer to Toss; rejects with a `code` when that does not come about. */
  pay: (request: PaymentRequest) => Promise<void>;
}

/** Loads the widget's script, once for all; rejects when it does not come, and may be tried again. */
export async function loadTossWidget(keys: WidgetKeys): Promise<TossWidget> {
  const { clientKey, customerKey, widgetSrc } = keys;
  const loadOptions = widgetSrc === null ? {} : { src: widgetSrc };
  const widget = await loadPaymentWidget(clientKey, customerKey, {}, loadOptions);
  return {
    render: (place) => render(widget, place),
    pay: async (request) => {
      await widget.requestPayment(request);
    },
  };
}

function render(widget: PaymentWidgetInstance, place: WidgetPlace): void {
  const { methodsSelector, agreementSelector, amountKrw, onReady } = place;
  const amount = { value: amountKrw, currency: 'KRW' as const };
  const methods = widget.renderPaymentMethods(methodsSelector, amount, {
    variantKey: METHODS_VARIANT,
  });
  methods.on('ready', onReady);
  widget.renderAgreement(agreementSelector, { variantKey: AGREEMENT_VARIANT });
}
