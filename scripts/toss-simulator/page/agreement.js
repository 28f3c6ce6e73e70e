// Inside the frame of the terms: tells the page around it which are agreed to.
(() => {
  const boxes = [...document.querySelectorAll('input[type=checkbox]')];

  const tell = (message) => parent.postMessage(message, '*');
  const tellTerms = (more) =>
    tell({
      ...more,
      terms: boxes.map((box) => ({
        id: box.name,
        agreed: box.checked,
        required: box.required,
        title: box.dataset.title,
        content: box.dataset.content,
      })),
    });

  for (const box of boxes) box.addEventListener('change', () => tellTerms());
  window.addEventListener('message', (event) => {
    if (event.source === parent && event.data.ask) tellTerms({ asked: true });
  });
  new ResizeObserver(() => tell({ height: document.body.scrollHeight })).observe(document.body);
  tellTerms();
  tell({ ready: true, height: document.body.scrollHeight });
})();
