// What a page complains about, whichever browser shows it.

/** Adds every error of a page, thrown or logged, to `errors`. */
export function keepErrors(page, errors) {
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
}
