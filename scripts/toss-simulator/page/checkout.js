// Closing the checkout tells nobody anything: the shop's page is simply there again.
document.querySelector('[data-close]').addEventListener('click', () => history.back());
