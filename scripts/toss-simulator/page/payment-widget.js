// The stand-in for https://js.tosspayments.com/v1/payment-widget. Its faces are frames from the
// simulator, so that the page around them needs to allow nothing but the simulator's origin.
'use strict';

{
  const ORIGIN = new URL(document.currentScript.src).origin;
  const OTHER_LOOPBACK = { '127.0.0.1': 'localhost', localhost: '127.0.0.1' };
  const MESSAGES = {
    NOT_SELECTED_PAYMENT_METHOD: '결제수단을 선택해주세요.',
    NEED_AGREEMENT_WITH_REQUIRED_TERMS: '필수 약관에 동의해주세요.',
    INVALID_METHOD_TRANSACTION: '이미 결제를 요청하고 있어요.',
    NOT_SUPPORTED_PROMISE: 'successUrl과 failUrl을 넣어주세요.',
    INVALID_SELECTOR: '선택자에 맞는 요소가 없어요.',
    INVALID_VARIANT_KEY: 'variantKey가 올바르지 않아요.',
    INVALID_AMOUNT_VALUE: '결제 금액이 올바르지 않아요.',
    INVALID_AMOUNT_CURRENCY: '원화만 결제할 수 있어요.',
    INVALID_CLIENT_KEY: '인증되지 않은 클라이언트 키예요.',
    INVALID_CUSTOMER_KEY: 'customerKey가 올바르지 않아요.',
    INSECURE_KEY_USAGE: '시크릿 키는 브라우저에서 쓸 수 없어요.',
    NOT_SUPPORTED_API_INDIVIDUAL_KEY: 'API 개별 연동 키는 결제위젯에서 쓸 수 없어요.',
    NETWORK_ERROR: '네트워크 오류가 발생했어요.',
    PAYMENT_METHODS_WIDGET_ALREADY_RENDERED: '결제수단이 이미 그려져 있어요.',
    AGREEMENT_WIDGET_ALREADY_RENDERED: '약관이 이미 그려져 있어요.',
  };

  function failure(code, message = MESSAGES[code] ?? code) {
    return Object.assign(new Error(message), { code });
  }

  function keyFault(clientKey, customerKey) {
    if (typeof clientKey !== 'string') return 'INVALID_CLIENT_KEY';
    if (/^(test|live)_g?sk_/.test(clientKey)) return 'INSECURE_KEY_USAGE';
    if (/^(test|live)_ck_/.test(clientKey)) return 'NOT_SUPPORTED_API_INDIVIDUAL_KEY';
    if (!/^test_gck_sim_/.test(clientKey)) return 'INVALID_CLIENT_KEY';
    const isCustomer = /^(@@ANONYMOUS|[\w\-=.@]{2,50})$/.test(String(customerKey));
    return isCustomer ? null : 'INVALID_CUSTOMER_KEY';
  }

  function amountOf(amount) {
    const { value, currency = 'KRW' } =
      typeof amount === 'object' && amount ? amount : { value: amount };
    if (currency !== 'KRW') throw failure('INVALID_AMOUNT_CURRENCY');
    if (!Number.isSafeInteger(value) || value < 0) throw failure('INVALID_AMOUNT_VALUE');
    return value;
  }

  const ANSWER_WITHIN_MS = 1_000;

  // What was clicked in a frame a moment ago may not be known out here yet: it is asked for its last word.
  function lastWord(part) {
    if (!part?.isReady) return undefined;
    return new Promise((resolve) => {
      part.heard = resolve;
      part.frame.contentWindow.postMessage({ ask: true }, ORIGIN);
      setTimeout(resolve, ANSWER_WITHIN_MS);
    });
  }

  function openFrame(place, title, path, hear) {
    const frame = document.createElement('iframe');
    frame.title = title;
    frame.src = `${ORIGIN}${path}`;
    // Set one by one, styles need no leave of the page's Content-Security-Policy.
    const look = {
      border: '0',
      borderRadius: '12px',
      width: '100%',
      height: '0',
      display: 'block',
    };
    Object.assign(frame.style, look);
    window.addEventListener('message', function listen(event) {
      if (!frame.isConnected) window.removeEventListener('message', listen);
      if (event.source !== frame.contentWindow || event.origin !== ORIGIN) return;
      if (event.data.height) frame.style.height = `${event.data.height}px`;
      hear(event.data);
    });
    place.append(frame);
    return frame;
  }

  function placeOf(selector, variantKey) {
    if (variantKey !== undefined && typeof variantKey !== 'string')
      throw failure('INVALID_VARIANT_KEY');
    const place = typeof selector === 'string' ? document.querySelector(selector) : null;
    if (!place) throw failure('INVALID_SELECTOR');
    return place;
  }

  function listeners() {
    const heard = new Map();
    return {
      add: (name, callback) => void heard.set(name, [...(heard.get(name) ?? []), callback]),
      tell: (name, value) => (heard.get(name) ?? []).forEach((callback) => callback(value)),
    };
  }

  function renderMethods(state, selector, amount, { variantKey } = {}) {
    if (state.methods?.frame.isConnected) throw failure('PAYMENT_METHODS_WIDGET_ALREADY_RENDERED');
    const place = placeOf(selector, variantKey);
    const methods = { amountKrw: amountOf(amount), selected: null, isReady: false };
    const { add, tell } = listeners();
    const path = `/__sim/widget/methods?amount=${methods.amountKrw}`;
    methods.frame = openFrame(place, '결제 방법', path, (told) => {
      if ('selected' in told) methods.selected = told.selected;
      if (told.asked) methods.heard?.();
      if (!told.ready || methods.isReady) return;
      methods.isReady = true;
      tell('ready');
    });
    state.methods = methods;
    return {
      updateAmount(newAmount) {
        methods.amountKrw = amountOf(newAmount);
        methods.frame.contentWindow?.postMessage({ amountKrw: methods.amountKrw }, ORIGIN);
      },
      UPDATE_REASON: { COUPON: 'COUPON', POINT: 'POINT' },
      on(name, callback) {
        add(name, callback);
        if (name === 'ready' && methods.isReady) queueMicrotask(callback);
      },
      getSelectedPaymentMethod() {
        if (methods.selected === null) throw failure('NOT_SELECTED_PAYMENT_METHOD');
        const { method, easyPayProvider: provider } = methods.selected;
        return { type: 'NORMAL', method, ...(provider ? { easyPay: { provider } } : {}) };
      },
    };
  }

  function renderAgreement(state, selector, { variantKey } = {}) {
    if (state.agreement?.frame.isConnected) throw failure('AGREEMENT_WIDGET_ALREADY_RENDERED');
    const place = placeOf(selector, variantKey);
    const agreement = { terms: [], isReady: false };
    const { add, tell } = listeners();
    const status = () => ({
      agreedRequiredTerms:
        agreement.terms.length > 0 &&
        agreement.terms.every((term) => term.agreed || !term.required),
      terms: agreement.terms,
    });
    agreement.frame = openFrame(place, '이용약관 동의', '/__sim/widget/agreement', (told) => {
      if (told.ready) agreement.isReady = true;
      if (told.terms) agreement.terms = told.terms;
      if (told.asked) agreement.heard?.();
      else if (told.terms) tell('change', status());
    });
    agreement.status = status;
    state.agreement = agreement;
    return { on: add, getAgreementStatus: status };
  }

  async function requestPayment(state, info) {
    if (state.isAsking) throw failure('INVALID_METHOD_TRANSACTION');
    if (!info?.successUrl || !info.failUrl) throw failure('NOT_SUPPORTED_PROMISE');
    state.isAsking = true;
    try {
      const { clientKey, customerKey, methods, agreement } = state;
      await Promise.all([lastWord(methods), lastWord(agreement)]);
      if (!methods?.selected) throw failure('NOT_SELECTED_PAYMENT_METHOD');
      if (!agreement?.status().agreedRequiredTerms) {
        throw failure('NEED_AGREEMENT_WITH_REQUIRED_TERMS');
      }
      const wish = { ...info, customerKey, amountKrw: methods.amountKrw, ...methods.selected };
      const opened = await openPayment({ clientKey, wish });
      location.assign(checkoutUrl(opened.checkoutPath));
    } finally {
      state.isAsking = false;
    }
  }

  async function openPayment(asked) {
    // As plain text, so that the browser asks no leave first.
    const headers = { 'content-type': 'text/plain' };
    const sent = { method: 'POST', headers, body: JSON.stringify(asked) };
    const answer = await fetch(`${ORIGIN}/__sim/widget/payments`, sent).catch(() => {
      throw failure('NETWORK_ERROR');
    });
    const told = await answer.json();
    if (!answer.ok) throw failure(told.code, told.message);
    return told;
  }

  // The checkout is on the other name of this machine where there is one, so that coming back from it
  // is coming from another site, as it is with Toss: a cookie that is SameSite=Strict stays away.
  function checkoutUrl(path) {
    const url = new URL(path, ORIGIN);
    const isLoopback = location.hostname in OTHER_LOOPBACK && url.hostname in OTHER_LOOPBACK;
    if (isLoopback) url.hostname = OTHER_LOOPBACK[location.hostname];
    return url.href;
  }

  function PaymentWidget(clientKey, customerKey) {
    const fault = keyFault(clientKey, customerKey);
    if (fault !== null) throw failure(fault);
    const state = { clientKey, customerKey, methods: null, agreement: null, isAsking: false };
    return {
      renderPaymentMethods: (selector, amount, options) =>
        renderMethods(state, selector, amount, options),
      renderAgreement: (selector, options) => renderAgreement(state, selector, options),
      requestPayment: (info) => requestPayment(state, info),
    };
  }

  PaymentWidget.ANONYMOUS = '@@ANONYMOUS';
  PaymentWidget.version = 'sim';
  window.PaymentWidget = PaymentWidget;
}
