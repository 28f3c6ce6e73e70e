/** Whether there is nothing any more at a path of the api; what cannot be asked is taken to be there. */
export async function isGone(path: string): Promise<boolean> {
  try {
    // Only the head is asked for: nobody looks at anything.
    const answer = await fetch(`/api/v1${path}`, { method: 'HEAD', credentials: 'same-origin' });
    return answer.status === 404;
  } catch {
    return false;
  }
}
