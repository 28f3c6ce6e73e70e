import type { Page } from 'playwright-core';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';

/** Who somebody says to be: `email` where the provider tells none that it has verified. */
export interface SignedUp {
  nickname: string;
  email?: string;
}

/** Goes from the login to a provider, and says there who one is. */
export async function goByProvider(page: Page, provider: ProviderName, name: string) {
  await page.getByTestId(`sign-in-${provider}`).click();
  await sayName(page, name);
}

/** Says a name where a provider asks for one, and goes on. */
export async function sayName(page: Page, name: string): Promise<void> {
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
}

/** Says what is left to say once back from a provider, which makes the account. */
export async function completeSignUp(page: Page, { nickname, email }: SignedUp): Promise<void> {
  await page.getByRole('heading', { name: '거의 다 왔어요' }).waitFor();
  await page.getByRole('textbox', { name: '닉네임' }).fill(nickname);
  if (email !== undefined) await page.getByRole('textbox', { name: '이메일' }).fill(email);
  await page.getByText('이용약관과 개인정보 수집에 동의해요').click();
  await page.getByRole('button', { name: '가입하기' }).click();
}
