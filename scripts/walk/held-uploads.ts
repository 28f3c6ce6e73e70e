import type { Page, Route } from 'playwright-core';

/** Uploads of a page, held on their way to the store until they are let go. */
export class HeldUploads {
  #held: Route[] = [];
  #isHolding = true;

  /** Holds every upload that the page begins from now on. */
  static async of(page: Page): Promise<HeldUploads> {
    const uploads = new HeldUploads();
    await page.route('**/uploads/**', (route) => uploads.#take(route));
    return uploads;
  }

  get count(): number {
    return this.#held.length;
  }

  hold(): void {
    this.#isHolding = true;
  }

  async letGo(): Promise<void> {
    this.#isHolding = false;
    for (const route of this.#held.splice(0)) await route.continue();
  }

  async #take(route: Route): Promise<void> {
    const isUpload = route.request().method() === 'PUT';
    if (isUpload && this.#isHolding) this.#held.push(route);
    else await route.continue();
  }
}
