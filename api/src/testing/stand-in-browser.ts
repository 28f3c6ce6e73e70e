/** A browser that goes to the stand-in and says a name there, as far as its forms and cookies ask for it. */
const STEPS_MAX = 12;

/** Where the stand-in sends whoever signs in as `login` back to: the query of our page. */
export async function signInAt(address: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = new URL(address);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const answer: Response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: form }),
    });
    form = null;
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) {
      form = new URLSearchParams({ prompt: 'login', login, password: 'any' });
      await answer.body?.cancel();
      continue;
    }
    url = new URL(location, url);
    await answer.body?.cancel();
    if (url.pathname.startsWith('/sign-in/')) return url.search;
  }
  throw new Error(`the stand-in leads nowhere in ${STEPS_MAX} steps, last to ${url.href}`);
}
