import { useEffect, useState } from 'preact/hooks';

export interface Fetched<T> {
  /** The newest response; kept while a later request fails. */
  readonly data?: T;
  /** The error of the last request. */
  readonly problem?: string;
}

interface Problem {
  readonly message?: string;
}

/**
 * Requests a page of the console as JSON, repeatedly while the window is visible. Units:
 * milliseconds.
 */
export function useView<T>(path: string, everyMs = 1_500): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T> & { path?: string }>({});
  useEffect(() => {
    const stopping = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let last = '';
    const look = async (): Promise<void> => {
      if (!document.hidden) {
        const { text, problem } = await ask(path, stopping.signal);
        if (stopping.signal.aborted) return;
        if (problem !== undefined) setFetched((before) => ({ ...(before.path === path ? before : {}), path, problem }));
        else if (text !== last) setFetched({ path, data: JSON.parse(text) as T });
        // After a failure, the same response is new again.
        last = problem === undefined ? text : '';
      }
      timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      stopping.abort();
      clearTimeout(timer);
    };
  }, [path, everyMs]);
  // A former path's response is not shown under this one.
  return fetched.path === path ? fetched : {};
}

async function ask(path: string, signal: AbortSignal): Promise<{ text: string; problem?: string }> {
  try {
    const response = await fetch(`/_local/${path}`, { signal });
    const text = await response.text();
    return response.ok ? { text } : { text, problem: messageOf(text) };
  } catch {
    return { text: '', problem: 'The shop does not answer: has it stopped?' };
  }
}

/** Changes something. Returns the result, or throws an Error with a sentence for the person. */
export async function send<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/_local/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(messageOf(text));
  return JSON.parse(text) as T;
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as Problem).message ?? text;
  } catch {
    return text;
  }
}
