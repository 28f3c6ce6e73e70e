/**
 * Waits for what `begin` resolves, or throws the signal's reason when it is called off before. `ended` is
 * told of either, so that nothing keeps listening: one signal may see hundreds of waits.
 */
export function calledOff(
  signal: AbortSignal,
  begin: (resolve: () => void, ended: AbortSignal) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const ended = new AbortController();
    const end = (): void => {
      reject(signal.reason as Error);
      ended.abort();
    };
    signal.addEventListener('abort', end, { signal: ended.signal });
    begin(() => {
      resolve();
      ended.abort();
    }, ended.signal);
  });
}
