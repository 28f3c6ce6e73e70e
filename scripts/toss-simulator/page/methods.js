// Inside the frame of the payment methods: tells the page around it what is chosen.
(() => {
  const INSTALLMENTS_MIN_KRW = 50_000;
  const form = document.querySelector('form');
  const details = [...document.querySelectorAll('[data-of]')];

  const tell = (message) => parent.postMessage(message, '*');

  function tellSelected() {
    const chosen = new FormData(form);
    const method = chosen.get('method');
    for (const detail of details) detail.hidden = detail.dataset.of !== method;
    if (method === null) return;
    const selected = { method };
    if (method === '간편결제') selected.easyPayProvider = chosen.get('easyPayProvider');
    if (method === '카드') selected.installmentMonths = Number(chosen.get('installmentMonths'));
    tell({ selected });
  }

  function showAmount(amountKrw) {
    const select = form.elements.namedItem('installmentMonths');
    select.disabled = amountKrw < INSTALLMENTS_MIN_KRW;
    if (select.disabled) select.value = '0';
    tellSelected();
  }

  form.addEventListener('change', tellSelected);
  form.addEventListener('submit', (event) => event.preventDefault());
  window.addEventListener('message', (event) => {
    if (event.source !== parent) return;
    if (Number.isSafeInteger(event.data.amountKrw)) showAmount(event.data.amountKrw);
    if (!event.data.ask) return;
    tellSelected();
    tell({ asked: true });
  });
  new ResizeObserver(() => tell({ height: document.body.scrollHeight })).observe(document.body);
  showAmount(Number(document.body.dataset.amountKrw));
  tell({ ready: true, height: document.body.scrollHeight });
})();
